"""Everything that the page of a decision shows: what is in front of the officer, what is missing, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from hub.cases import queries as cases
from hub.cases import rules as case_rules
from hub.cases.queries import Whole
from hub.cases.terms import Stage
from hub.common import clock
from hub.common.refusals import NotFound, Unanswerable
from hub.content import queries as content
from hub.duties import queries as duties
from hub.duties import rules as duty_rules
from hub.duties.terms import Due, Kind
from hub.pathway import telling
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.reports import queries as reports
from hub.reports.queries import Filed
from hub.triage import queries as triage
from hub.triage.queries import Unsent
from hub.triage.rules import deciding as rules
from hub.triage.terms.deciding import Answers, CrimeAnswer, Decided, Fact, Mark, Point, Sheet
from hub.web.desk.cases import words
from hub.web.desk.deciding import offences
from hub.web.desk.deciding import typed as reading
from hub.web.desk.deciding.typed import Typed

HINTS: Mapping[Point, str] = {
    Point.SPEECH: "Political, religious, academic, press, art, private abuse",
    Point.AIM: "Article 10(2): preventing crime or disorder, the rights of others, public safety",
    Point.LAW: "Answered by the offences that are ticked",
    Point.NECESSITY: "What happens if nobody acts",
    Point.PROPORTION: "Reach, repetition, target, age, remorse",
    Point.LESS: "Removal, warning, words of advice",
}  # fmt: skip
_TO_ANSWER: Mapping[Point, str] = {
    Point.SPEECH: "say what kind of speech it is.",
    Point.AIM: "name the lawful aim.",
    Point.LAW: "tick the offence above.",
    Point.NECESSITY: "say what makes it necessary.",
    Point.PROPORTION: "say what was weighed.",
    Point.LESS: "say what you considered and why it is not enough.",
}  # fmt: skip
_CARDS: Mapping[CrimeAnswer, tuple[str, str]] = {
    CrimeAnswer.CRIME: ("On balance, an offence in law took place", "1"),
    CrimeAnswer.NOT_A_CRIME: ("The person reported is not kept on record", "2"),
    CrimeAnswer.MORE: ("Ask one question; the clock pauses", "3"),
}
_POSTS = 50
_TELLINGS = 5  # on the page itself


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the worksheet with its answer."""

    name: str
    question: str
    hint: str
    words: str
    mark: str  # Fact or Your view
    fact: bool
    missing: str  # what is still to be said
    own: bool  # whether an officer writes it; that it is set out in law is answered by the offences


@dataclass(frozen=True, slots=True)
class Read:
    """What the page is made from, read once."""

    told: tuple[Filed, ...]
    posts: tuple[Any, ...]
    case: Whole
    sheet: Sheet | None
    unsent: Unsent | None


def read(case: str, by: Actor) -> Read:
    """The case as a decision needs it."""
    whole = cases.whole(case)
    if whole is None:
        raise NotFound(f"There is no case {case}. Check the reference and try again.")
    filed, beside = reports.filed(whole.reports), triage.beside(case, by.account or 0)
    told = tuple(filed[each] for each in whole.reports if each in filed)
    items = list(dict.fromkeys(item for each in told for item in each.items))
    return Read(told, tuple(content.items(items[:_POSTS])), whole, beside.sheet, beside.unsent)


def begin(found: Read) -> Typed:
    """The form as it begins: what is on record, and when the first post went out where that is known."""
    posted = [each.posted_at for each in found.posts if each.posted_at]
    first = min(posted).astimezone(clock.LONDON).date() if posted else None
    return reading.of_record(found.case.chosen, found.sheet, first)


def missing(typed: Typed) -> list[tuple[str, str]]:
    """What must be put right before it can be recorded, each with the place where that is done."""
    answer = typed.answer
    if answer is None:
        return [("id_decision-crime", "Choose one: crime, not a crime, or more information.")]
    found = [*_days(typed)] if answer == CrimeAnswer.CRIME else []
    if answer == CrimeAnswer.CRIME:
        found += _of_a_crime(typed)
    if answer == CrimeAnswer.MORE and not typed.one("question").strip():
        found.append(("id_question", "Write the question that is still to be answered."))
    if not reading.considered(typed):
        found.append(("id_considered", "Say what you considered."))
    if not typed.one("reason").strip():
        found.append(("id_reason", "Give your reason, in two or three sentences."))
    return found


def _days(typed: Typed) -> list[tuple[str, str]]:
    """Days that cannot be read."""
    found = []
    for name in reading.DAYS:
        try:
            typed.day(name)
        except Unanswerable as refused:
            found.append((f"id_{name}", refused.sentence))
    return found


def unreadable(typed: Typed) -> list[tuple[str, str]]:
    """Days that cannot be read, said as soon as the page is shown again."""
    return _days(typed)


def undated(typed: Typed) -> list[tuple[str, str]]:
    """What is missing of the offences alone."""
    found = _days(typed)
    if typed.offences and not typed.one("first_sent").strip():
        found.append(("id_first_sent", _WHEN))
    return found + _gone(typed)


_WHEN = "Say when it was first sent: the law and every time limit hang on it."


def _gone(typed: Typed) -> list[tuple[str, str]]:
    """Offences that were none on the day that is given."""
    return [
        ("id_first_sent", f"{each} was no offence on that day. Untick it, or check the day.")
        for each in offences.not_of_the_day(typed)
    ]


def _of_a_crime(typed: Typed) -> list[tuple[str, str]]:
    """What a crime still needs: the day of its offences, offences of that day, and the worksheet."""
    if not typed.offences:
        return []
    found = []
    if not typed.one("first_sent").strip():
        found.append(("id_first_sent", _WHEN))
    found += _gone(typed)
    left = rules.missing(reading.answers(typed))
    return found + [(f"id_w-{each.value}", _still(each)) for each in left if each != Point.LAW]


def _still(point: Point) -> str:
    """What is missing of the worksheet, by its question."""
    return f"One worksheet answer is missing: {point.label}"


def rows(typed: Typed, *, told: bool) -> tuple[Row, ...]:
    """The worksheet; what is missing is said once somebody wanted to record it."""
    found = reading.answers(typed)
    return tuple(_row(each, found, typed, told=told and bool(typed.offences)) for each in Point)


def _row(point: Point, found: Answers, typed: Typed, *, told: bool) -> Row:
    """One question."""
    own = point != Point.LAW
    answer = found.get(point)
    mark = reading.mark_of(typed, point) if own else Mark.FACT
    left = "" if answer or not told else f"Still to answer: {_TO_ANSWER[point]}"
    return Row(
        point.value, str(point.label), HINTS[point], answer.words if answer else "", str(mark.label),
        mark == Mark.FACT, left, own,
    )  # fmt: skip


def facts(
    case: str, found: Read, typed: Typed, wrong: Sequence[tuple[str, str]], by: Actor
) -> dict[str, Any]:
    """Everything that the template shows."""
    offered = offences.offered(typed)
    decisions = triage.crime_decisions([case])[case]
    standing = rules.in_force(decisions)
    recorded = _recorded(case)
    reference = found.told[0].reference if found.told else case
    known = _facts_known(found, standing)
    first, more = offences.questions(typed)
    actors = {each.by for each in decisions} | {each.checked.by for each in decisions if each.checked}
    return {
        "subject": case, "headline": found.case.headline or _headline(found), "typed": typed, "wrong": wrong,
        "ages": words.ages_of(each.ages for each in found.told), "cards": [(each, *_CARDS[each], typed.answer == each) for each in CrimeAnswer],
        "questions": first, "more_questions": more, "answered": bool(reading.asked(typed)), "more_answered": any(on for each in more for _, _, on in each.answers),
        "offered": offered, "ticked": [each for each in offered if each.ticked], "others": offences.others(typed), "day": offences.day_of(typed), "day_known": typed.day_or_none("first_sent") is not None,
        "rows": rows(typed, told=any(place.startswith("id_w-") for place, _ in wrong)),
        "letters": [(each, telling.full_text(answer=each, reference=reference, question=typed.one("question").strip() or "(your question)")) for each in CrimeAnswer],
        "policies": [(each, triage.policies(each)) for each in CrimeAnswer],
        "reach": telling.reach(told=found.told, by=by), "checks_crime": triage.second_checks(CrimeAnswer.CRIME, known), "checks_not": triage.second_checks(CrimeAnswer.NOT_A_CRIME, known),
        "watch": duties.watch([case, *(each.reference for each in found.told)]), "may_alarms": may(by, Permission.ACKNOWLEDGE_ALARMS),
        "recorded": recorded, "warn_from": duties.warn_from(Kind.RECORDED, recorded.due_at) if recorded else None,
        "told": found.told[:_TELLINGS], "told_more": len(found.told) - _TELLINGS, "front": front(found), "strands": strands(found),
        "decisions": decisions, "waiting": next((each for each in decisions[:1] if each.waits), None), "version": found.case.version, "names": people.names_of(actors),
        "finalised": found.case.stage == Stage.FINALISED, "cancels": Fact.CANCELS_A_CRIME in known,
        "days": [(name, label, typed.one(name)) for name, label in reading.DAYS.items()],
        "texts": {name: typed.one(name) for name in ("reason", "considered", "question", "verified", "principal")},
        "tell_by": _tell_by(), "case_url": reverse("desk:case", args=[case]),
    }  # fmt: skip


def _recorded(case: str) -> Due | None:
    """The duty to record, whose clock the page shows."""
    live = (each for each in duties.of_subjects([case]) if each.state in duty_rules.LIVE)
    return next((each for each in live if each.kind == Kind.RECORDED), None)


def ages(case: str) -> tuple[str, ...]:
    """Who is under 18 in what was told of a case."""
    told = reports.filed(cases.reports_in([case]).get(case, ())).values()
    return words.ages_of(each.ages for each in told)


def offence_facts(case: str, typed: Typed, wrong: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the page of the offences alone shows."""
    offered = offences.offered(typed)
    first, more = offences.questions(typed)
    return {
        "subject": case, "typed": typed, "wrong": wrong, "questions": first, "more_questions": more,
        "answered": bool(reading.asked(typed)), "more_answered": any(on for each in more for _, _, on in each.answers),
        "offered": offered, "ticked": [each for each in offered if each.ticked], "others": offences.others(typed),
        "day": offences.day_of(typed), "day_known": typed.day_or_none("first_sent") is not None,
        "days": [(name, label, typed.one(name)) for name, label in reading.DAYS.items()],
        "texts": {"principal": typed.one("principal")}, "case_url": reverse("desk:case", args=[case]),
    }  # fmt: skip


def _headline(found: Read) -> str:
    """What the case is called until an officer says it better."""
    said = list(dict.fromkeys(one.strand for each in found.told for one in each.perceived))
    platform = next((each.platform for each in found.posts if each.platform), "")
    return case_rules.headline_for(strands=said, platform=words.platform_words(platform), danger=False)


def _facts_known(found: Read, standing: Decided | None) -> frozenset[Fact]:
    """What a second check may hang on, as far as it is known before an offence is ticked."""
    holds = {
        Fact.UNDER_18: any(each.under_18 for each in found.told),
        Fact.DANGER_REPORTED: any(each.immediate for each in found.told),
        Fact.CANCELS_A_CRIME: bool(standing and standing.answer == CrimeAnswer.CRIME),
    }
    return frozenset(fact for fact, true in holds.items() if true)


def front(found: Read) -> list[tuple[str, str]]:
    """What the officer has in front of them, in short."""
    posted = sorted(each.posted_at for each in found.posts if each.posted_at)
    public = any(each.for_the_public for each in found.told)
    languages = dict.fromkeys(words.language_words(each.language) for each in found.told if each.language)
    shown = [
        ("Aimed at", "Nobody in particular" if public else "One person or household"),
        ("Told by", f"{len(found.told)} {'person' if len(found.told) == 1 else 'people'}"),
        ("Posted", _span(posted)),
        (
            "Where",
            ", ".join(
                dict.fromkeys(words.platform_words(each.platform) for each in found.posts if each.platform)
            ),
        ),
        ("Language", ", ".join(languages)),
    ]
    return [(name, text) for name, text in shown if text]


def _span(posted: Sequence[datetime]) -> str:
    """From when to when something was posted."""
    if not posted:
        return ""
    first, last = (each.astimezone(clock.LONDON).date() for each in (posted[0], posted[-1]))
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    """A day as an officer reads it."""
    return f"{day.day} {day:%b %Y}"


def strands(found: Read) -> list[tuple[str, str, str]]:
    """What each person named, in their words' order: the strand, who, and in which report."""
    return list(
        dict.fromkeys(
            (
                words.strand_words(one.strand, one.religion),
                words.ROLES.get(one.by, words.UNSAID),
                each.reference,
            )
            for each in found.told
            for one in each.perceived
        )
    )


def _tell_by() -> datetime:
    """By when somebody would have to be told of a decision that is recorded now."""
    described = duties.clock_of(Kind.DECISION_TOLD, clock.now())
    return duty_rules.due_at(described, clock.now(), enhanced=True, holidays=duties.bank_holidays())
