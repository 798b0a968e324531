"""Reading the law: the snapshots that rules decide from, and what is asked of them."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from holidays import country_holidays

from hub.common import dated, tables
from hub.law.rules import limits, offences, outcomes, suggestions
from hub.law.terms import (
    About,
    Acts,
    Aggravation,
    Asked,
    Bound,
    Condition,
    Counting,
    Form,
    GeneralLimit,
    InForce,
    Law,
    Limit,
    Meets,
    Mode,
    Offence,
    Otherwise,
    Outcome,
    Outcomes,
    Pattern,
    Point,
    Question,
    RunsFrom,
    Standing,
    Suggestion,
    Sure,
    Task,
    Verdict,
    WarningDay,
    When,
)

_DATA = Path(__file__).parent / "data"
_YEARS = range(1995, 2047)
_EVERY = "*"
TABLES = (
    "offences", "forms", "aggravations", "bounds", "points", "warnings", "general_limits", "questions", "suggestions",
    "outcomes", "outcome_conditions", "outcome_tasks",
)  # fmt: skip


def shipped(name: str) -> list[dict[str, str]]:
    """A shipped table, row by row as it was written."""
    return tables.rows(_DATA / f"{name}.csv")


def _standing(row: Mapping[str, str]) -> Standing:
    """What every row says of itself."""
    valid_from, valid_to = dated.dates(row)
    return Standing(
        valid_from=valid_from, valid_to=valid_to,
        source=row["source"], sure=Sure(row["sure"]), certainty=row["certainty"],
        checked_at=date.fromisoformat(row["checked_at"]), check_again_at=date.fromisoformat(row["check_again_at"]),
    )  # fmt: skip


@cache
def law() -> Law:
    """The shipped tables as one snapshot, read once by a process."""
    return Law(
        offences=tuple(_offence(row) for row in shipped("offences")),
        forms=tuple(_form(row) for row in shipped("forms")),
        aggravations=tuple(
            Aggravation(row["offence"], row["strand"], row["commenced"] == "yes", _standing(row))
            for row in shipped("aggravations")
        ),
        bounds=tuple(
            Bound(
                row["limit"], int(row["months"]), Counting(row["counting"]), RunsFrom(row["runs_from"]), row["words"],
                _standing(row),
            )
            for row in shipped("bounds")
        ),
        points=tuple(
            Point(row["offence"], About(row["about"]), row["text"], _standing(row)) for row in shipped("points")
        ),
        warning_days=tuple(
            WarningDay(int(row["months"]), int(row["days"]), row["words"], _standing(row))
            for row in shipped("warnings")
        ),
        general_limits=tuple(GeneralLimit(row["words"], _standing(row)) for row in shipped("general_limits")),
        questions=_questions(),
        patterns=tuple(
            Pattern(row["offence"], _answers(row["when"]), _answers(row["unless"]), row["because"], _standing(row))
            for row in shipped("suggestions")
        ),
    )  # fmt: skip


def _offence(row: Mapping[str, str]) -> Offence:
    """An offence of the catalogue."""
    return Offence(
        row["offence"], row["statute"], row["section"], row["title"], Acts(row["acts"]), row["consent"],
        row["referral"], row["reach"], row["note"], _standing(row),
    )  # fmt: skip


def _form(row: Mapping[str, str]) -> Form:
    """A form of an offence."""
    return Form(
        row["offence"], row["aggravated"] == "yes", row["limb"], row["provision"], Mode(row["mode"]),
        row["max_indictment"], row["max_summary"], row["limit"], _standing(row),
    )  # fmt: skip


def _questions() -> tuple[Question, ...]:
    """The named questions with their answers, in the order in which they are asked."""
    rows = shipped("questions")
    return tuple(
        Question(name, words, {row["answer"]: row["means"] for row in rows if row["question"] == name})
        for name, words in dict.fromkeys((row["question"], row["words"]) for row in rows)
    )


def _answers(text: str) -> Mapping[str, frozenset[str]]:
    """Questions and any of their answers: `content=false/indecent; repeated=yes`."""
    parts = (each.strip().partition("=") for each in text.split(";") if each.strip())
    return {name: frozenset(answers.split("/")) for name, _, answers in parts}


@cache
def _outcomes() -> Outcomes:
    """The outcome types, what they ask and what they lead to, as one snapshot."""
    return Outcomes(
        outcomes={
            int(row["outcome"]): Outcome(
                int(row["outcome"]), row["name"], row["needs"], row["applies"] == "yes", row["review"] == "yes",
                row["sanction"] == "yes", _standing(row),
            )
            for row in shipped("outcomes")
        },
        conditions=tuple(
            Condition(
                _number(row["outcome"]), row["group"], row["fact"], Meets(row["meets"]), row["value"],
                Otherwise(row["if_not"]), Otherwise(row["if_unknown"]), row["words"], row["words_unknown"],
                _standing(row),
            )
            for row in shipped("outcome_conditions")
        ),
        tasks=tuple(
            Task(_number(row["outcome"]), When(row["when"]), row["words"], _standing(row))
            for row in shipped("outcome_tasks")
        ),
    )  # fmt: skip


def _number(text: str) -> int:
    """The number of an outcome, nought for every outcome."""
    return 0 if text == _EVERY else int(text)


@cache
def _bank_holidays() -> frozenset[date]:
    """The bank holidays of England and Wales."""
    parts = (country_holidays("GB", subdiv=part, years=_YEARS) for part in ("ENG", "WLS"))
    return frozenset(day for part in parts for day in part)


def page(on: date, *, after: str = "", limit: int = 50) -> tuple[tuple[InForce, ...], str]:
    """Offences in force on a day in the order of the catalogue, and where the next page begins (blank = nowhere).

    Raises ValueError where `after` is not what an earlier page gave.
    """
    found = offences.in_force(law(), on)
    ids = [each.offence.id for each in found]
    if after and after not in ids:
        raise ValueError(after)
    start = ids.index(after) + 1 if after else 0
    shown = found[start : start + limit]
    return shown, ids[start + limit - 1] if len(found) > start + limit else ""


def general_limit(on: date) -> str:
    """The longest sentence of a magistrates' court on a day, in words; blank where the catalogue does not know it."""
    found = offences.general_limit(law(), on)
    return found.words if found else ""


def uncertain() -> tuple[tuple[str, str, str], ...]:
    """What is uncertain: which rows of which table, why, and when to check again."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name in TABLES:
        for row in shipped(name):
            if row["sure"] == Sure.UNCERTAIN:
                key = (name, row["certainty"], row["check_again_at"])
                found.setdefault(key, []).append(next(iter(row.values())))
    return tuple(
        (f"{name.replace('_', ' ')}: {', '.join(dict.fromkeys(rows))}", why, again)
        for (name, why, again), rows in found.items()
    )


def limit(
    *, offence: str, first_sent: date, on: date, last_act: date | None = None, evidence: date | None = None,
    strands: Collection[str] = (),
) -> Limit:  # fmt: skip
    """Until when an information may be laid for an offence, by the law of its day."""
    return limits.limit(
        law(), Asked(offence, first_sent, on, last_act, evidence, tuple(strands), _bank_holidays())
    )


def outcome(number: int, given: object) -> Verdict:
    """Whether an outcome may stand on these facts, as they were given."""
    return outcomes.judge(_outcomes(), number, outcomes.read(given))


def review_due(number: int, given: object) -> bool:
    """Whether a valid outcome on these facts gives the victim a right to review."""
    found = outcomes.review_due(_outcomes(), number, outcomes.read(given))
    return found in {When.REVIEW_POLICE, When.REVIEW_CPS}


def names_offence(number: int, given: object) -> bool:
    """Whether a valid outcome on these facts stands on an offence that is named, with its worksheet of Article 10."""
    return outcomes.names_offence(_outcomes(), number, outcomes.read(given))


def outcome_types() -> tuple[Outcome, ...]:
    """Every outcome type."""
    return tuple(_outcomes().outcomes.values())


def questions() -> tuple[Question, ...]:
    """The questions whose answers suggest offences."""
    return law().questions


def suggest(answers: Mapping[str, Collection[str]], on: date) -> tuple[Suggestion, ...]:
    """The offences that answers suggest, by the law of the day of the act."""
    return suggestions.suggest(law(), {name: frozenset(given) for name, given in answers.items()}, on)
