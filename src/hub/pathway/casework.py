"""Working on a case or a report at the desk: each step by somebody who may, on what they have seen, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from hub.cases import actions as cases
from hub.common import clock, locks
from hub.common.refusals import NotFound, NotNow
from hub.disclosures import actions as disclosures
from hub.disclosures import queries as disclosures_known
from hub.disclosures.terms import Agreement
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.terms import Due, State
from hub.identities import actions as identities
from hub.letters import actions as letters
from hub.letters import queries as letters_known
from hub.letters import rules as letter_rules
from hub.letters.terms import Held, NewLetter, RecipientKind
from hub.pathway.afterwards import confirm_exit, keep_fact, place_again
from hub.pathway.opening import may_work, refuse_unanswered, report_in, reports_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.working import on_case as _case
from hub.pathway.working import on_record as _working
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports.terms import AdditionKind, Strand

_SETTLED = timedelta(minutes=10)  # in which a second letter of the same words is taken for a mistake


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter before it goes: what it says, in which language, and why it may not go or would wait."""

    report: str
    language: str
    subject: str
    body: str
    held: Held | None


def set_headline(*, case: str, words: str, seen: int, by: Actor) -> None:
    """Call a case by an officer's own words."""
    with _case("cases.headline", case, seen, by, words) as row:
        cases.set_headline(case=row, words=words, by=by)


def write_note(*, case: str, text: str, seen: int, by: Actor, supersedes: str = "") -> str:
    """Write a note on a case, in the place of an earlier one where it is named."""
    with _case("cases.note", case, seen, by, text) as row:
        return cases.write_note(case=row, text=text, supersedes=supersedes, by=by)


def offer_case(*, case: str, to: str, seen: int, by: Actor) -> None:
    """Offer a case to an officer of its command unit."""
    with _case("cases.offer", case, seen, by) as row:
        cases.offer(case=row, to=to, by=by)


def accept_case(*, case: str, seen: int, by: Actor) -> None:
    """The officer takes the case that is offered to them."""
    with _case("cases.accept", case, seen, by) as row:
        cases.accept(case=row, by=by)


def return_case(*, case: str, reason: str, seen: int, by: Actor) -> None:
    """The officer returns the case, with a reason."""
    with _case("cases.return", case, seen, by, reason) as row:
        cases.give_back(case=row, reason=reason, by=by)


def hand_over_case(*, case: str, to: str, reason: str, seen: int, by: Actor) -> None:
    """The officer in the case hands it to a colleague of the unit."""
    with _case("cases.hand-over", case, seen, by, reason) as row:
        cases.hand_over(case=row, to=to, reason=reason, by=by)


def take_case_back(*, case: str, reason: str, seen: int, by: Actor) -> None:
    """The hub takes a case back from an officer of the unit."""
    with _case("cases.take-back", case, seen, by, reason) as row:
        cases.take_back(case=row, reason=reason, by=by)


_MOVES = {
    State.DONE: duties.complete,
    State.PAUSED: duties.pause,
    State.RUNNING: duties.resume,
    State.NOT_POSSIBLE: duties.mark_not_possible,
}


def move_duty(*, subject: str, duty: str, to: State, reason: str, seen: int | None, by: Actor) -> None:
    """Do, pause, resume or give up a duty of a case or report, with a reason."""
    with _working(f"duties.{to.value}", subject, seen, by, reason):
        refuse_unanswered(duty_in(subject, duty), by)
        _MOVES[to](reference=duty, reason=reason, by=by)


def duty_in(subject: str, duty: str) -> Due:
    """A duty, if it is one of this case or report."""
    found = duties_known.of_reference(duty)
    if found is None or found.subject not in _subjects(subject):
        raise NotFound(f"There is no duty {duty} in {subject}.")
    return found


def add_later_fact(
    *, subject: str, report: str, kind: AdditionKind, text: str, seen: int | None, by: Actor
) -> None:
    """Add a later fact beside what was told; a crime reference or an answer ends the duty that waits for it."""
    with _working("reports.add", subject, seen, by, text):
        report_in(subject, report)
        keep_fact(report=report, kind=kind, text=text, by=by)


def disagree(*, subject: str, report: str, strand: Strand, reason: str, seen: int | None, by: Actor) -> None:
    """An officer does not share a perception; it stands beside their reason."""
    with _working("reports.disagree", subject, seen, by, reason):
        report_in(subject, report)
        reports.disagree(report=report, strand=strand, reason=reason, by=by)


def decide_exit(*, report: str, leaves: bool, reason: str, by: Actor, case: str = "") -> str:
    """Confirm that a report leaves, or keep it; tells the case that it has now, blank where it leaves and has none."""
    with refusals_recorded(action="triage.exit", subject_kind="report", subject=report, by=by):
        may_work(subject=case or report, by=by)
        if case:
            report_in(case, report)
    if leaves:
        confirm_exit(report=report, reason=reason, by=by)
        return case
    return place_again(report=report, reason=reason, by=by).case


def settle_agreement(
    *, subject: str, agreement: str, fields: Sequence[str], given: bool, seen: int | None, by: Actor
) -> None:
    """The person confirms what may be shared, or takes it back."""
    with _working("disclosures.confirm" if given else "disclosures.withdraw", subject, seen, by):
        standing = disclosures_known.standing(_subjects(subject))
        if agreement not in {each.reference for found in standing.values() for each in found}:
            raise NotFound(f"There is no agreement {agreement} in {subject} that could be changed.")
        if given:
            disclosures.confirm(agreement=agreement, fields=fields, by=by)
        else:
            disclosures.withdraw(agreement=agreement, by=by)


def agreement_in(subject: str, agreement: str) -> Agreement:
    """An agreement, if it is one of this case or report."""
    found = disclosures_known.of_reference(agreement, _subjects(subject))
    if found is None:
        raise NotFound(f"There is no agreement {agreement} in {subject}.")
    return found


_MAY_NOT = {
    Held.UNSAFE: "It is not safe to write to them: they said no. Nothing was sent.",
    Held.PHONE_ONLY: "Only the telephone is safe for them. Call, and record it. Nothing was sent.",
    Held.NO_ADDRESS: "They gave no e-mail address. Nothing was sent.",
}


def preview_news(*, subject: str, report: str, by: Actor) -> Preview:
    """What the letter to whoever reported would say, and whether it may go."""
    may_work(subject=subject, by=by)
    permit(by, Permission.READ_LETTERS)
    pk = report_in(subject, report)
    told = reports_known.filed([pk])[pk]
    language, title, body = letters_known.words(
        template_name="news", language=told.language, reference=report
    )
    _, safe = _reporter(pk, by)
    has_address = safe is not None
    held = letter_rules.held_for(safe or "", has_address=has_address, smtp=bool(settings.EMAIL_HOST))
    return Preview(report, language, title, body, held)


def tell_reporter(*, subject: str, report: str, seen: int | None, by: Actor) -> None:
    """Write to whoever reported that there is news; never where that is not safe."""
    with _working("letters.queue", subject, seen, by):
        found = preview_news(subject=subject, report=report, by=by)
        if found.held in _MAY_NOT:
            raise NotNow(_MAY_NOT[found.held])
        _refuse_twice(report)
        person, _ = _reporter(report_in(subject, report), by)
        letters.queue(
            letters=[
                NewLetter(
                    recipient_kind=RecipientKind.PERSON, person_id=person, subject_kind="report", subject=report,
                    template="news", occasion=f"news:{clock.now():%Y%m%d%H%M%S}", language=found.language,
                )
            ],
            by=by,
        )  # fmt: skip


def _refuse_twice(report: str) -> None:
    """One press, one letter: whoever reported is not written to twice because a page was sent twice."""
    locks.hold("casework.news", [report.encode()])
    last = letters_known.written(subject=report, occasion="news", since=clock.now() - _SETTLED)
    if last:
        at = last.astimezone(clock.LONDON)
        raise NotNow(f"This letter was written at {at:%H:%M} already. Nothing was sent again.")


def _reporter(report: int, by: Actor) -> tuple[int | None, str | None]:
    """Whoever told, and what is safe for an e-mail to them; None where there is no address."""
    person = next((who for _, role, who in reports_known.parties([report]) if role == "reporter"), None)
    ways = identities.safe_to_write(persons=[person], by=by) if person else {}
    return person, ways.get(person) if person else None


def _subjects(subject: str) -> set[str]:
    """A case with the reports in it, or the one report."""
    told = reports_known.summaries(reports_of(subject))
    return {subject, *(each.reference for each in told.values())}
