"""Asking for a safeguarding referral, deciding it as a second person, and hearing from whoever received it."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, deferral, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.disclosures.terms import Basis
from hub.duties.terms import Taken
from hub.people.permissions import Permission, permit
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.places import queries as places
from hub.triage import queries, rules
from hub.triage.models import Referral, ReferralAttempt
from hub.triage.terms import AtRisk, ReferralLine, ReferralState, Shared


def ask_referral(
    *,
    subject: tuple[str, str],
    to: tuple[AtRisk, str],
    basis: Basis,
    fields: Sequence[str],
    reason: str,
    by: Actor,
) -> str:
    """Ask that a child or an adult at risk of a case or report is referred to those of a borough; tells its reference."""
    permit(by, Permission.REFER_SAFEGUARDING)
    at_risk, borough = to
    if not reason.strip():
        raise Refusal("Say what makes you think that they are at risk: whoever receives it reads it.")
    if basis not in rules.BASES or not fields or not set(fields) <= set(Shared.values):
        raise Refusal("Choose why it may be shared, and what is passed on.")
    if not places.safeguarding_mailbox(borough, at_risk.value):
        raise Refusal(
            f"No mailbox is known of those who safeguard {at_risk.label} in this borough. Ring them now, and ask your "
            "administrator to set it."
        )
    row = Referral.objects.create(
        reference=references.new("F"), subject_kind=subject[0], subject=subject[1], at_risk=at_risk.value,
        borough=borough, basis=basis.value, fields=sorted(fields), reason=reason.strip(),
        state=rules.first_state(basis).value, asked_at=clock.now(), asked_by=str(by),
    )  # fmt: skip
    _record("triage.referral-asked", row, by, reason=reason, kind=at_risk.value, basis=basis.value)
    if row.state == ReferralState.AUTHORISED:
        deferral.defer(deferral.Task.SEND_REFERRAL, [row.pk])
    return row.reference


def decide_referral(*, referral: str, goes: bool, reason: str, by: Actor) -> None:
    """A second person lets a referral go, or refuses it with a reason."""
    permit(by, Permission.AUTHORISE_SAFEGUARDING)
    row = _held(referral)
    if same_person(row.asked_by, str(by)):
        raise NotPermitted(
            "You asked for this referral, so somebody else decides. Ask a colleague or the inspector."
        )
    if not goes and not reason.strip():
        raise Refusal("Say why it does not go: whoever asked reads it.")
    row.decided_at, row.decided_by, row.decided_because = clock.now(), str(by), reason.strip()
    _move(row, ReferralState.AUTHORISED if goes else ReferralState.REFUSED, by, reason=reason)
    if goes:
        deferral.defer(deferral.Task.SEND_REFERRAL, [row.pk])


def claim_referral(*, referral: int, by: Actor) -> tuple[ReferralLine, bool] | None:
    """The referral that is to go, and whether it goes for the first time; none where it is not its time."""
    permit(by, Permission.RUN_SYSTEM)
    row = Referral.objects.select_for_update().get(pk=referral)
    if row.state not in {ReferralState.AUTHORISED, ReferralState.SENDING}:
        return None
    first = row.state == ReferralState.AUTHORISED
    if first:
        _move(row, ReferralState.SENDING, by)
    found = queries.referral(row.reference)
    return (found, first) if found else None


def settle_referral(*, referral: int, taken: Taken, by: Actor) -> None:
    """Write down what came of sending a referral."""
    permit(by, Permission.RUN_SYSTEM)
    row = Referral.objects.select_for_update().get(pk=referral)
    ReferralAttempt.objects.create(referral=row, at=clock.now(), accepted=taken.accepted, code=taken.code)
    if taken.accepted and row.state == ReferralState.SENDING:
        row.sent_at = clock.now()
        _move(row, ReferralState.SENT, by)


def hear_of_referral(*, referral: str, their_reference: str, by: Actor) -> ReferralLine:
    """Whoever received a referral has it: their reference ends it."""
    permit(by, Permission.REFER_SAFEGUARDING)
    row = _held(referral)
    words = " ".join(their_reference.split())
    if not words or len(words) > 80:
        raise Refusal("Write the reference that they gave, at most 80 characters.")
    row.their_reference, row.done_at, row.done_by = words, clock.now(), str(by)
    _move(row, ReferralState.DONE, by)
    found = queries.referral(referral)
    assert found is not None  # noqa: S101 - it is held
    return found


def _held(reference: str) -> Referral:
    """A referral, held."""
    row = Referral.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no safeguarding referral {reference}. Check the reference and try again.")
    return row


def _move(row: Referral, state: ReferralState, by: Actor, *, reason: str = "") -> None:
    """The one function that moves a referral."""
    if state not in rules.REFERRAL_MOVES[ReferralState(row.state)]:
        raise NotNow(
            f"Referral {row.reference} {ReferralState(row.state).label}: it cannot become {state.value}. Nothing was changed."
        )
    row.state = state.value
    row.save()
    _record(f"triage.referral-{state.value}", row, by, reason=reason)


def _record(action: str, row: Referral, by: Actor, *, reason: str = "", **codes: str) -> None:
    """One line for what was done."""
    told = {"referral": row.reference, **codes}
    audit.record(
        [Entry(Kind.ALTERATION, action, row.subject_kind, row.subject, str(by), told, reason=reason)]
    )
