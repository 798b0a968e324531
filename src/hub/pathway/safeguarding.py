"""A child or an adult at risk is referred to those who safeguard them: asked, authorised, sent, and heard of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.common import clock
from hub.common.refusals import NotFound
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import Basis, ReleaseRequest
from hub.duties import actions as duties
from hub.duties import adapters
from hub.duties import queries as duties_known
from hub.duties.terms import Called, Channel, Message, NewDuty, Taken
from hub.duties.terms import Kind as Duty
from hub.letters import queries as letters_known
from hub.letters import rules as letter_rules
from hub.letters.terms import TryAgain
from hub.pathway.alarming import needed_of
from hub.pathway.opening import kind_of, may_work
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries as places
from hub.queue import actions as queue
from hub.reports import queries as reports_known
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage import rules as triage_rules
from hub.triage.terms import AtRisk, ReferralLine


@dataclass(frozen=True, slots=True)
class _Ready:
    """A referral that may go, with what it says; the words are held by this process alone."""

    referral: int
    address: str
    message: Message


def refer(
    *, subject: str, to: tuple[AtRisk, str], basis: Basis, fields: Sequence[str], reason: str, by: Actor
) -> ReferralLine:
    """Ask that somebody at risk is referred; the clock in which it must be seen to runs from now."""
    kind = kind_of(subject)
    with (
        refusals_recorded(action="triage.refer", subject_kind=kind, subject=subject, typed=[reason], by=by),
        transaction.atomic(),
    ):
        if kind == "case":  # so that it is not set aside between the question whether it is and the referral
            cases.hold(case=subject, seen=None)
        may_work(subject=subject, by=by)
        cases.changed(cases=_subjects(subject))
        made = triage.ask_referral(
            subject=(kind, subject), to=to, basis=basis, fields=fields, reason=reason, by=by
        )
        duties.start(
            duties=[NewDuty(kind, subject, Duty.SAFEGUARDING, clock.now(), detail=f"Referral {made}.")],
            by=by,
        )
        found = _known(made)
        _refresh(found)
        return found


def see_referral(*, referral: str, by: Actor) -> ReferralLine:
    """One referral: whom it is for, what is passed on and why; never who anybody is. The look is on the record."""
    with (
        refusals_recorded(action="triage.read-referral", subject_kind="referral", subject=referral, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.AUTHORISE_SAFEGUARDING)
        found = _known(referral)
        refuse_shut(found.subject, by=by)
        entry = Entry(
            Kind.CONSULTATION, "triage.read-referral", found.subject_kind, found.subject, str(by),
            {"referral": referral},
        )  # fmt: skip
        audit.record([entry])
        return found


def decide_referral(*, referral: str, goes: bool, reason: str, by: Actor) -> None:
    """A second person lets a referral go, or refuses it."""
    with (
        refusals_recorded(
            action="triage.decide-referral", subject_kind="referral", subject=referral, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.AUTHORISE_SAFEGUARDING)
        found = _held(referral)
        refuse_shut(found.subject, by=by)
        triage.decide_referral(referral=referral, goes=goes, reason=reason, by=by)
        if not goes:
            _end_duty(found, f"Referral {referral} was refused.", by)
        _refresh(found)


def hear_of_referral(*, referral: str, their_reference: str, by: Actor) -> None:
    """Whoever received a referral gave their reference: it is done."""
    with (
        refusals_recorded(
            action="triage.hear-of-referral", subject_kind="referral", subject=referral, typed=[their_reference], by=by,
        ),
        transaction.atomic(),
    ):  # fmt: skip
        permit(by, Permission.REFER_SAFEGUARDING)
        refuse_shut(_held(referral).subject, by=by)
        found = triage.hear_of_referral(referral=referral, their_reference=their_reference, by=by)
        _end_duty(found, f"They have it: {found.their_reference}.", by)
        _refresh(found)


def send_referral(*, referral: int, by: Actor) -> None:
    """Send one referral: released in one transaction, sent outside any, its outcome kept in another.

    A worker killed in between sends it again with the same Message-ID.
    """
    with refusals_recorded(action="triage.send-referral", subject_kind="referral", by=by):
        ready = _claim(referral, by)
        if ready is None:
            return
        taken = _deliver(ready)
        with transaction.atomic(durable=True):
            triage.settle_referral(referral=referral, taken=taken, by=by)
    if not taken.accepted:
        raise TryAgain(f"referral {referral} was not taken now (code {taken.code})")


def _deliver(ready: _Ready) -> Taken:
    """Hand the referral to the mail server; without one it is not taken."""
    way = adapters.sender(Called.OFFICER, Channel.EMAIL)
    return way.send(ready.address, ready.message) if way else adapters.NOT_SET_UP


def _claim(referral: int, by: Actor) -> _Ready | None:
    """The referral with what it says, released the first time that it goes."""
    with transaction.atomic(durable=True):
        claimed = triage.claim_referral(referral=referral, by=by)
        if claimed is None:
            return None
        found, first = claimed
        if first:
            disclosures.release(requests=[_request(found)], by=by)
        address = places.safeguarding_mailbox(found.borough, found.at_risk.value)
        return _Ready(referral, address, _message(found, by))


def _request(found: ReferralLine) -> ReleaseRequest:
    """What leaves, to whom and why."""
    return ReleaseRequest(
        found.subject_kind, found.subject, "safeguarding", f"{found.at_risk.value}:{found.borough}", "safeguarding",
        Basis(found.basis), found.fields, found.reason,
    )  # fmt: skip


def _message(found: ReferralLine, by: Actor) -> Message:
    """What a referral says: the kinds of fact that were chosen, and nothing else of anybody."""
    reason = f"Referred to those who safeguard {found.at_risk.label} ({found.reference})."
    needed = needed_of(found.subject, reason, by)
    facts: Mapping[str, str] = {
        "referral": found.reference, "reason": found.reason, "basis": str(Basis(found.basis).label),
        "authorised": _authorised(found), "due": _due(_subjects(found.subject)), **triage_rules.passed_on(needed, found.fields),
    }  # fmt: skip
    template = letters_known.template(f"safeguarding-{found.at_risk.value}", "en")
    _, subject, text = letter_rules.compose(template, facts)
    return Message(found.reference, subject, text, {})


def _authorised(found: ReferralLine) -> str:
    """Who authorised a referral; on vital interest whoever asked for it."""
    by = found.decided_by or found.asked_by
    return people.names_of([by])[by]


def _due(subjects: list[str]) -> str:
    """By when they are asked to answer."""
    found = [
        each.due.due_at
        for each in duties_known.filed(subjects)
        if each.live and each.due.kind == Duty.SAFEGUARDING
    ]
    return clock.in_london(found[0]) if found else "as soon as you can"


def _known(reference: str) -> ReferralLine:
    """A referral that there is."""
    found = triage_known.referral(reference)
    if found is None:
        raise NotFound(f"There is no safeguarding referral {reference}. Check the reference and try again.")
    return found


def _end_duty(found: ReferralLine, reason: str, by: Actor) -> None:
    """The duty ends once no referral of the case or report is open."""
    subjects = _subjects(found.subject)
    if not triage_known.open_referrals(subjects):
        duties.complete_kind(subjects=subjects, kind=Duty.SAFEGUARDING, reason=reason, by=by)


def _subjects(subject: str) -> list[str]:
    """What a referral is about, and the case that this report has by now."""
    placed = cases_known.of_reports(list(reports_known.ids_of([subject]).values()))
    return [subject, *(each.case for each in placed.values())]


def _held(referral: str) -> ReferralLine:
    """A referral; its case is held before it, as everywhere, and whoever has that open looks again."""
    found = _known(referral)
    cases.changed(cases=_subjects(found.subject))
    return found


def _refresh(found: ReferralLine) -> None:
    """The queue says what is due now."""
    queue.refresh(**{f"{found.subject_kind}s": [found.subject]})
