"""Whether an outcome may stand on the facts, why, and what is to be done then."""

from collections.abc import Mapping
from itertools import groupby

from hub.common.refusals import Unanswerable
from hub.law.terms import (
    BOOLEAN,
    DECIDERS,
    FACTS,
    TEXT,
    WHOLE_NUMBER,
    Condition,
    Fact,
    Meets,
    Otherwise,
    Outcome,
    Outcomes,
    Verdict,
    When,
)

_OLDEST = 125  # years


def judge(table: Outcomes, number: int, facts: Mapping[str, Fact]) -> Verdict:
    """Judge an outcome on the facts that are known."""
    outcome = table.outcomes.get(number)
    if outcome is None:
        raise Unanswerable(
            f"There is no such outcome. Give a number from {min(table.outcomes)} to {max(table.outcomes)}."
        )
    if not outcome.applies:
        return Verdict(
            valid=False,
            why=f"{_name(outcome)} is not valid: it is not for what this hub deals with.",
            then=(),
        )
    against, then = [], []
    for words, otherwise in _unmet(table, number, facts):
        if otherwise == Otherwise.INVALID:
            against.append(words)
        elif otherwise == Otherwise.THEN:
            then.append(words)
    if against:
        return Verdict(valid=False, why=f"{_name(outcome)} is not valid. {' '.join(against)}", then=())
    review = review_due(table, number, facts)
    due = [
        each.words
        for each in table.tasks
        if each.outcome in {0, number} and each.when in {When.ALWAYS, review}
    ]
    return Verdict(
        valid=True, why=f"{_name(outcome)} is valid. {_grounds(table, number, facts)}", then=(*then, *due)
    )


def _name(outcome: Outcome) -> str:
    """An outcome by its number and name."""
    return f"Outcome {outcome.number} ({outcome.name})"


def _unmet(table: Outcomes, number: int, facts: Mapping[str, Fact]) -> list[tuple[str, Otherwise]]:
    """What is said of each condition that is not met, or whose facts nobody knows, and what follows of it."""
    found = []
    for decided, met in _settled(table, number, facts):
        if met is None:
            found.append((decided.words_unknown, decided.if_unknown))
        elif not met:
            found.append((decided.words, decided.if_not))
    return found


def _settled(table: Outcomes, number: int, facts: Mapping[str, Fact]) -> list[tuple[Condition, bool | None]]:
    """Each group of conditions by its first known fact; none known leaves it open."""
    rows = [each for each in table.conditions if each.outcome in {0, number}]
    settled: list[tuple[Condition, bool | None]] = []
    for _, group in groupby(rows, key=lambda each: (each.outcome, each.group)):
        alternatives = list(group)
        known = next((each for each in alternatives if each.fact in facts), None)
        if known is None:
            settled.append((alternatives[0], None))
        else:
            settled.append((known, _meets(known, facts[known.fact])))
    return settled


def _meets(condition: Condition, fact: Fact) -> bool:
    """Whether a known fact is as the condition asks."""
    match condition.meets:
        case Meets.UNDER:
            return int(fact) < int(condition.value)
        case Meets.AT_LEAST:
            return int(fact) >= int(condition.value)
        case Meets.IS:
            return fact == condition.value
        case Meets.FALSE:
            return not fact
        case _:  # true, or named
            return bool(fact)


def _grounds(table: Outcomes, number: int, facts: Mapping[str, Fact]) -> str:
    """The facts that a valid outcome stands on."""
    met = [each.fact for each, met in _settled(table, number, facts) if met]
    if not met:
        return "Nothing that is known speaks against it."
    return f"It rests on {', '.join(_said(name, facts[name]) for name in dict.fromkeys(met))}."


def _said(name: str, fact: Fact) -> str:
    """A fact as it is read: `suspect named: yes`; what a body or an activity is called stays with the case."""
    words = str(fact) if name in {"suspect_age", "decided_by"} else "yes" if fact else "no"
    return f"{name.replace('_', ' ')}: {words}"


def review_due(table: Outcomes, number: int, facts: Mapping[str, Fact]) -> When | None:
    """Which right to review the victim has: of a decision not to charge a suspect who was interviewed or arrested."""
    if not table.outcomes[number].review or facts.get("suspect_named") is False:
        return None
    decided = facts.get("decided_by")
    if decided == "cps":
        return When.REVIEW_CPS
    interviewed = facts.get("suspect_interviewed")
    by_the_cps = _only_decider(table, number) == "cps"  # whether or not it was said
    if interviewed is None or (decided is None and (interviewed or by_the_cps)):
        return When.REVIEW_OPEN
    return When.REVIEW_POLICE if interviewed else None


def names_offence(table: Outcomes, number: int, facts: Mapping[str, Fact]) -> bool:
    """Whether an outcome stands on a named offence: nobody is charged or cautioned but for one, and a charge is what the CPS decides of."""
    by_the_cps = facts.get("decided_by", _only_decider(table, number)) == "cps"
    return table.outcomes[number].sanction or by_the_cps


def _only_decider(table: Outcomes, number: int) -> str | None:
    """Who alone can come to an outcome, so that it is known of whom the decision is."""
    return next(
        (
            each.value
            for each in table.conditions
            if each.outcome == number and each.fact == "decided_by" and each.if_not == Otherwise.INVALID
        ),
        None,
    )


def read(given: object) -> dict[str, Fact]:
    """The facts as they were given, each of its kind; what is left out or empty is not known."""
    if not isinstance(given, dict):
        raise Unanswerable(f"The facts are not one JSON object. Write one, with any of: {', '.join(FACTS)}.")
    unknown = [str(each) for each in given if each not in FACTS]
    if unknown:
        raise Unanswerable(f"There is no fact named {unknown[0][:40]!r}. Use: {', '.join(FACTS)}.")
    facts = {name: _read(name, FACTS[name], value) for name, value in given.items()}
    return {name: value for name, value in facts.items() if value is not None}


def _read(name: str, kind: str, value: object) -> Fact | None:
    """One fact; a text that is empty names nothing, which for who decided is not known."""
    if kind == BOOLEAN and isinstance(value, bool):
        return value
    if kind == WHOLE_NUMBER and isinstance(value, int) and not isinstance(value, bool):
        if 0 <= value <= _OLDEST:
            return value
        raise Unanswerable(f"{name} must be an age in years, from 0 to {_OLDEST}.")
    if kind == TEXT and isinstance(value, str):
        return _decider(value) if name == "decided_by" else value.strip()
    raise Unanswerable(f"{name} must be {kind}; leave it out where it is not known.")


def _decider(text: str) -> str | None:
    """Who decided."""
    found = text.strip().casefold()
    if found and found not in DECIDERS:
        raise Unanswerable(
            f"decided_by must be one of: {', '.join(DECIDERS)}; leave it out where it is not known."
        )
    return found or None


def numbered(text: str) -> int:
    """The number of an outcome as it was typed; nought where it is none."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len("22") else 0
