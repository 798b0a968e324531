"""Reading what is being entered and was not sent yet."""

from hub.reports.models import (
    Draft,
)
from hub.reports.terms import DraftLine, DraftState

_DIGITS = 18  # of the longest number that a row has


def open_drafts(account: int, *, after: str = "", limit: int = 25) -> tuple[tuple[DraftLine, ...], str]:
    """The open drafts of one officer, the newest first, and where the next page begins; nothing of their words."""
    rows = Draft.objects.filter(account=account, state=DraftState.OPEN)
    if after.isdecimal() and len(after) <= _DIGITS:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    lines = tuple(
        DraftLine(each.reference, each.danger, each.begun_at, each.saved_at, each.expires_at)
        for each in found[:limit]
    )
    return lines, str(found[limit - 1].pk) if len(found) > limit else ""


def is_open_draft(reference: str, account: int) -> bool:
    """Whether this officer enters this report now."""
    return Draft.objects.filter(reference=reference, account=account, state=DraftState.OPEN).exists()


def count_open_drafts(account: int) -> int:
    """How many reports this officer has begun to enter and not sent."""
    return Draft.objects.filter(account=account, state=DraftState.OPEN).count()
