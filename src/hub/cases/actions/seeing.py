"""What officers opened without a relation: the inspector has seen it."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.models import BreakGlass
from hub.common import clock
from hub.common.refusals import NotFound, NotPermitted, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def see_break_glass(*, opening: int, by: Actor) -> str:
    """The inspector has seen that a case was opened without a relation, and why; tells which case."""
    permit(by, Permission.SUPERVISE)
    if by.account is None:
        raise Refusal("Sign in at the desk: at the command line nobody knows who has seen it.")
    row = BreakGlass.objects.select_for_update().filter(pk=opening).select_related("case").first()
    if row is None:
        raise NotFound("There is no such opening. Go back to the list.")
    if row.account_id == by.account:
        raise NotPermitted("This is your own opening. Another inspector has to see it.")
    if row.seen_at is None:
        row.seen_by_id, row.seen_at = by.account, clock.now()
        row.save(update_fields=["seen_by", "seen_at"])
        case = row.case.reference
        audit.record(
            [Entry(Kind.ALTERATION, "cases.see-break-glass", "case", case, str(by), {"opening": opening})]
        )
    return row.case.reference
