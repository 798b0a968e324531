"""What stands in the form of a decision, and what it means; words that cannot be read are told, never dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from hub.cases.terms import Candidate, NewCandidate
from hub.common.refusals import Unanswerable
from hub.law import queries as law
from hub.law.rules import counting
from hub.law.rules.offences import nearest
from hub.triage.terms.deciding import Answers, CrimeAnswer, Mark, NewDecision, Point, Sheet, SheetAnswer

DAYS: Mapping[str, str] = {
    "first_sent": "When it was first sent", "last_act": "When it was last done",
    "evidence": "When sufficient evidence came to the prosecutor",
}  # fmt: skip
WRITTEN = tuple(
    each for each in Point if each != Point.LAW
)  # the law is answered by the offences that are chosen
_TEXTS = ("decision", "reason", "considered", "question", "verified", "other", "principal", *DAYS)


def _names() -> frozenset[str]:
    """Every question that the form may ask."""
    law_now = law.law()
    offences = {each.id for each in law_now.offences}
    return frozenset({
        *_TEXTS, "offence", *(f"q-{each.name}" for each in law_now.questions), *(f"by-{each}" for each in offences),
        *(f"{kind}-{each.value}" for each in WRITTEN for kind in ("w", "m")),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and ticked, by the names of the form."""

    words: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The answer to a question that takes one."""
        return next(iter(self.words.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """The answers to a question that takes several."""
        return self.words.get(name, ())

    def day(self, name: str) -> date | None:
        """A day, where one was typed."""
        text = self.one(name)
        return counting.read_day(DAYS[name], text) if text.strip() else None

    def day_or_none(self, name: str) -> date | None:
        """A day, where one was typed that can be read."""
        try:
            return self.day(name)
        except Unanswerable:
            return None

    @property
    def answer(self) -> CrimeAnswer | None:
        """Which card is chosen."""
        text = self.one("decision")
        return CrimeAnswer(text) if text in CrimeAnswer.values else None

    @property
    def offences(self) -> tuple[str, ...]:
        """The offences that are ticked, of those that there are."""
        known = {each.id for each in law.law().offences}
        return tuple(each for each in self.many("offence") if each in known)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed or ticked at all."""
        return not any(text.strip() for texts in self.words.values() for text in texts)


def of_post(given: QueryDict | Mapping[str, Sequence[str]]) -> Typed:
    """What was sent, of the questions that there are; browsers send line ends of their own."""
    lists = given.lists() if isinstance(given, QueryDict) else given.items()
    names = _names()
    return Typed(
        {name: tuple(text.replace("\r\n", "\n") for text in texts) for name, texts in lists if name in names}
    )


def of_record(chosen: Sequence[Candidate], sheet: Sheet | None, first_sent: date | None) -> Typed:
    """What is on record already, to begin from: offences and their dates, and the worksheet."""
    words: dict[str, tuple[str, ...]] = {}
    for each in (one.chosen for one in chosen):
        words["offence"] = (*words.get("offence", ()), each.offence)
        words[f"by-{each.offence}"] = each.strands
        words |= {f"q-{name}": answers for name, answers in each.answers.items()}
        words["first_sent"] = (each.first_sent.isoformat(),)
        words["last_act"] = (each.last_act.isoformat() if each.last_act else "",)
        words["evidence"] = (each.evidence.isoformat() if each.evidence else "",)
    if sheet:
        for point in WRITTEN:
            if point in sheet.answers:
                words[f"w-{point.value}"] = (sheet.answers[point].words,)
                words[f"m-{point.value}"] = (sheet.answers[point].mark.value,)
    if first_sent and "first_sent" not in words:
        words["first_sent"] = (first_sent.isoformat(),)
    return Typed(words)


def asked(typed: Typed) -> dict[str, tuple[str, ...]]:
    """The officer's answers to the named questions, of those that there are."""
    found = {}
    for each in law.questions():
        given = tuple(one for one in typed.many(f"q-{each.name}") if one in each.answers)
        if given:
            found[each.name] = given
    return found


def chosen(typed: Typed) -> tuple[NewCandidate, ...]:
    """The offences that are ticked, with their days; a day that cannot be read is refused."""
    first = typed.day("first_sent")
    if not typed.offences or first is None:
        return ()
    last, evidence, answers = typed.day("last_act"), typed.day("evidence"), asked(typed)
    principal = typed.one("principal")
    return tuple(
        NewCandidate(
            each,
            first,
            last,
            evidence,
            typed.many(f"by-{each}"),
            principal=each == principal,
            answers=answers,
        )
        for each in typed.offences
    )


def answers(typed: Typed) -> Answers:
    """The worksheet as it is filled in; that it is set out in law is answered by the offences."""
    found: dict[Point, SheetAnswer] = {
        each: SheetAnswer(typed.one(f"w-{each.value}").strip(), mark_of(typed, each))
        for each in WRITTEN
        if typed.one(f"w-{each.value}").strip()
    }
    named = set_out(typed)
    return {**found, Point.LAW: SheetAnswer(f"Yes: {named}.", Mark.FACT)} if named else found


def mark_of(typed: Typed, point: Point) -> Mark:
    """Whether an answer is marked as a fact; what nobody marked is a view."""
    return Mark.FACT if typed.one(f"m-{point.value}") == Mark.FACT else Mark.VIEW


def set_out(typed: Typed) -> str:
    """The sections of the offences that are ticked."""
    on = typed.day_or_none("first_sent") or date.max
    named = (nearest(law.law(), each, on) for each in typed.offences)
    return "; ".join(f"{each.statute} {each.section}" for each in named)


def considered(typed: Typed) -> tuple[str, ...]:
    """What was considered, one a line."""
    return tuple(each.strip() for each in typed.one("considered").split("\n") if each.strip())


def decision(typed: Typed, answer: CrimeAnswer) -> NewDecision:
    """The decision that the form makes."""
    return NewDecision(
        answer, typed.one("reason"), considered(typed), typed.one("question"), typed.one("verified")
    )
