"""The second look: a share of first decisions is drawn, and another officer reads them without knowing the first answer."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people.permissions import Permission, permit
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.triage import queries, rules
from hub.triage.models import SecondLook
from hub.triage.terms import Compared, First, Looked

# Whoever may take a decision first; its draw is part of taking it.
_TAKEN_BY = {
    Looked.EXIT: Permission.DECIDE_EXITS,
    Looked.RISK: Permission.ASSESS_RISK,
    Looked.CRIME: Permission.DECIDE_CRIME,
}


def draw(*, first: First, by: Actor) -> bool:
    """Draw a first decision for a second look, or not; the share is dated and the draw is by a keyed fingerprint."""
    permit(by, _TAKEN_BY[first.what])
    if not queries.would_draw(first):
        return False
    row = SecondLook.objects.create(
        reference=references.new("S"), what=first.what, subject_kind=first.subject_kind, subject=first.subject,
        about=first.about, per_cent=queries.share_now(first.what), first_answer=first.answer, first_reason=first.reason, first_by=str(by),
        asked_at=clock.now(),
    )  # fmt: skip
    codes: dict[str, str | int | bool] = {"look": row.reference, "what": row.what}
    audit.record([Entry(Kind.ALTERATION, "triage.draw", row.subject_kind, row.subject, str(by), codes)])
    return True


def read_again(*, look: str, answer: str, reason: str, by: Actor) -> Compared:
    """Another officer's own answer, given without the first; both are shown to them from now on."""
    permit(by, Permission.SECOND_LOOK)
    row = SecondLook.objects.select_for_update().filter(reference=look).first()
    if row is None:
        raise NotFound(f"There is no second look {look}. Go back to the list.")
    if row.second_at is not None:
        raise NotNow("A colleague has given the second reading already. Nothing was changed.")
    if same_person(row.first_by, str(by)):
        raise NotPermitted("You took this decision first. A second look is another officer's.")
    if answer not in dict(rules.ANSWERS[Looked(row.what)]):
        raise Refusal("Choose an answer: it is compared with the first.")
    if not reason.strip():
        raise Refusal("Say why: the inspector reads both reasons where you and your colleague differ.")
    row.second_answer, row.second_reason = answer, reason.strip()
    row.second_by, row.second_at, row.agrees = str(by), clock.now(), answer == row.first_answer
    row.save(update_fields=["second_answer", "second_reason", "second_by", "second_at", "agrees"])
    codes: dict[str, str | int | bool] = {"look": row.reference, "agrees": row.agrees}
    entry = Entry(
        Kind.ALTERATION, "triage.read-again", row.subject_kind, row.subject, str(by), codes, reason=reason
    )
    audit.record([entry])
    return queries.compared_of(row)
