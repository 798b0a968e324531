"""Telling whoever reported what was decided: a neutral e-mail where one may go, and a duty to tell them in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from hub.cases.actions import HeldCase
from hub.cases.terms import Outcome
from hub.common import clock
from hub.duties import actions as duties
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.identities import actions as identities
from hub.law import queries as law
from hub.law.rules.counting import months_after
from hub.law.terms import Verdict
from hub.letters import actions as letters
from hub.letters import queries as letters_known
from hub.letters import rules as letter_rules
from hub.letters.terms import Held, NewLetter, RecipientKind
from hub.pathway.opening import reports_of
from hub.people.permissions import Permission, may
from hub.people.terms import MACHINE, Actor
from hub.reports import queries as reports_known
from hub.reports.queries import Filed, Told
from hub.triage import queries as triage_known
from hub.triage.terms.deciding import CrimeAnswer, Decided

_REVIEW_MONTHS = 3  # as the tasks of an outcome say it


@dataclass(frozen=True, slots=True)
class FullText:
    """What somebody is told in full: the subject and the words, under the reference that they know."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a letter reaches: how many, in which languages, and why it does not go to some."""

    going: int
    languages: tuple[str, ...]
    held: tuple[tuple[str, int], ...]  # why, and how many


@dataclass(frozen=True, slots=True)
class _To:
    """Somebody who reported, and the first report of theirs in a case."""

    person: int
    report: str
    language: str


def full_text(
    *, answer: CrimeAnswer, reference: str, question: str = "", until: date | None = None
) -> FullText:
    """The full text of a decision's letter, as it would be said now."""
    today = clock.now().astimezone(clock.LONDON).date()
    last = until or triage_known.look_again_until(today)
    facts = {"reference": reference, "question": question, "until": _day(last)}
    return FullText(*letters_known.full(f"decision-{answer.value}", facts))


def text_of(decided: Decided, reference: str) -> FullText:
    """The full text of the letter of a decision that was made."""
    return full_text(
        answer=decided.answer, reference=reference, question=decided.question,
        until=triage_known.another_look_until(decided),
    )  # fmt: skip


def tell_decision(*, case: HeldCase, decided: Decided, by: Actor) -> None:
    """Write to whoever reported, where that is safe, and have them told in full in time."""
    until = triage_known.another_look_until(decided)
    facts = {"until": _day(until)} if until else {}
    _write(case, f"decision-{decided.answer.value}", f"decision:{decided.reference}", facts, by)
    if decided.answer != CrimeAnswer.MORE:  # there the question itself is the duty
        _owe(
            case,
            Duty.DECISION_TOLD,
            "Read the letter out, or hand it over. By e-mail went only that there is news.",
            by,
        )


def tell_news(*, told: Told, by: Actor) -> None:
    """Write to whoever told one report that there is news, where that is safe: it has gone, or it has come back.

    Never where it is: who else reads a mailbox is not known, and a force's name tells where somebody lives.
    """
    person, pk = told.parties.get("reporter"), told.summary.id
    if not person or told.summary.historic or person not in identities.safe_to_write(persons=[person], by=by):
        return
    letter = NewLetter(
        recipient_kind=RecipientKind.PERSON, person_id=person, subject_kind="report", subject=told.summary.reference,
        template="news", occasion=f"exit:{clock.now():%Y%m%d%H%M%S%f}", language=reports_known.filed([pk])[pk].language,
    )  # fmt: skip
    letters.queue(letters=[letter], by=by)


def tell_outcome(*, case: HeldCase, number: int, verdict: Verdict, review: bool, by: Actor) -> None:
    """Write that there is news, and have them told the outcome; the right to review where it is due."""
    template, facts = _outcome(number, clock.now(), review=review)
    _write(case, template, f"outcome:{clock.now():%Y%m%d%H%M%S%f}", facts, by)
    offers = [each for each in verdict.then if review and "Right to Review" in each]
    _owe(case, Duty.OUTCOME_TOLD, " ".join(each for each in verdict.then if each not in offers), by)
    if review:
        _owe(case, Duty.REVIEW_OFFER, " ".join(offers), by)


def text_of_outcome(found: Outcome, reference: str) -> FullText | None:
    """The full text of the letter of an outcome; taking a case up again has none."""
    if found.number is None:
        return None
    review = law.review_due(found.number, dict(found.facts))
    template, facts = _outcome(found.number, found.at, review=review)
    return FullText(*letters_known.full(template, {"reference": reference, **facts}))


def _outcome(number: int, at: datetime, *, review: bool) -> tuple[str, dict[str, str]]:
    """The letter of an outcome and its facts: what it is called, and until when a review may be asked for."""
    facts = {"outcome": letters_known.outcome_words()[number]}
    if not review:
        return "outcome", facts
    day = months_after(at.astimezone(clock.LONDON).date(), _REVIEW_MONTHS)
    return "outcome-review", {**facts, "review_until": _day(day)}


def _owe(case: HeldCase, kind: Duty, detail: str, by: Actor) -> None:
    """A duty to tell; one of an earlier decision that nobody did gives way to it."""
    duties.complete_kind(subjects=[case.reference], kind=kind, reason="A later one took its place.", by=by)
    duties.start(
        duties=[NewDuty("case", case.reference, kind, clock.now(), detail=detail, again=True)], by=by
    )


def _write(case: HeldCase, template: str, occasion: str, facts: Mapping[str, str], by: Actor) -> None:
    """A letter to each person who reported and gave an address."""
    found = _to(reports_known.filed(reports_of(case.reference)).values())
    ways = identities.safe_to_write(persons=[each.person for each in found], by=by) if found else {}
    # A borough officer writes no letters: what follows from their outcome the hub writes by itself.
    writer = by if may(by, Permission.RECEIVE_REPORTS) else MACHINE
    letters.queue(
        letters=[
            NewLetter(
                recipient_kind=RecipientKind.PERSON, person_id=each.person, subject_kind="report", subject=each.report,
                template=template, occasion=occasion, language=each.language, facts=facts,
            )
            for each in found
            if each.person in ways
        ],
        by=writer,
    )  # fmt: skip


def _to(filed: Iterable[Filed]) -> tuple[_To, ...]:
    """Everybody who reported what is in a case, each once."""
    told = {each.id: each for each in filed}
    found: dict[int, _To] = {}
    for report, role, person in reports_known.parties(list(told)):
        if role == "reporter":
            found.setdefault(person, _To(person, told[report].reference, told[report].language))
    return tuple(found.values())


def reach(*, told: Iterable[Filed], by: Actor) -> Reach:
    """Whom a letter about these reports would reach now, and why it would not go to some."""
    found = _to(told)
    ways = identities.safe_to_write(persons=[each.person for each in found], by=by) if found else {}
    held = [
        letter_rules.held_for(
            ways.get(each.person, ""), has_address=each.person in ways, smtp=bool(settings.EMAIL_HOST)
        )
        for each in found
    ]
    counted = {why: held.count(why) for why in Held if why in held}
    return Reach(
        held.count(None), tuple(dict.fromkeys(each.language for each in found if each.language)),
        tuple((str(why.label), many) for why, many in counted.items()),
    )  # fmt: skip


def _day(day: date) -> str:
    """A day as people read it: `25 January 2027`."""
    return f"{day.day} {day:%B %Y}"
