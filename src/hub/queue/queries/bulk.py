"""Reading what was done to several records at once."""

from hub.common import clock
from hub.queue.models import Bulk, BulkLine
from hub.queue.terms import Act, Line, LineState
from hub.queue.terms import Bulk as Kept


def bulk(reference: str) -> Kept | None:
    """One act on several records, with what became of each."""
    row = Bulk.objects.filter(reference=reference).first()
    if row is None:
        return None
    lines = BulkLine.objects.filter(bulk=row).order_by("pk")
    return Kept(
        row.pk, row.reference, row.account_id, Act(row.act), row.target, row.reason, row.at, row.undo_until,
        row.undone_at,
        tuple(
            Line(each.pk, each.subject, LineState(each.state), each.sentence, each.before, each.mark) for each in lines
        ),
    )  # fmt: skip


def may_undo(found: Kept) -> bool:
    """Whether it can still be undone."""
    return found.undone_at is None and found.undo_until is not None and clock.now() < found.undo_until
