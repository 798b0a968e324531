"""Opening a case or a report: every look is on the record, with the reason for it."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries
from hub.cases.models import BreakGlass, Seen
from hub.cases.terms import File, NeedsReason, Relation
from hub.common import clock
from hub.common.refusals import Refusal
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor


def read(*, kind: str, reference: str, unit: str, relation: Relation, by: Actor, reason: str = "") -> None:
    """Somebody with a part in a record opens it; without one, only for a reason that they typed."""
    permit_unit(by, Permission.READ_CASES, unit)
    if relation == Relation.NONE:
        permit(by, Permission.BREAK_GLASS)
        if not reason.strip():
            raise NeedsReason(
                f"You have no part in {reference}. You can open it if you say why: your inspector is told."
            )
    words = reason.strip() if relation == Relation.NONE else relation.label
    entry = Entry(
        Kind.CONSULTATION,
        f"{kind}s.read",
        kind,
        reference,
        str(by),
        {"relation": relation.value},
        reason=words,
    )
    audit.record([entry])
    if by.account is not None:
        Seen.objects.bulk_create(
            [Seen(account_id=by.account, subject=reference, at=clock.now())],
            update_conflicts=True, unique_fields=["account", "subject"], update_fields=["at"],
        )  # fmt: skip


def look(*, case: File, reason: str, by: Actor) -> None:
    """Somebody without a part in a case says why they open it; kept for the inspector, beside the line of the look."""
    permit_unit(by, Permission.BREAK_GLASS, case.unit)
    if not reason.strip():
        raise Refusal("Say why you need to open this case: your inspector reads it.")
    if by.account is None:
        raise Refusal("Sign in at the desk to open a case that is not yours.")
    if queries.glass(case=case.id, account=by.account) == reason.strip():
        return
    BreakGlass.objects.create(case_id=case.id, account_id=by.account, at=clock.now(), reason=reason.strip())
    entry = Entry(
        Kind.CONSULTATION, "cases.break-glass", "case", case.reference, str(by), reason=reason.strip()
    )
    audit.record([entry])
