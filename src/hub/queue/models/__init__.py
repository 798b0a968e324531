"""Tables of what waits, and of what was done to several at once."""

from hub.queue.models.bulk import Bulk, BulkLine
from hub.queue.models.waiting import Claim, SavedView, Waiting

__all__ = [
    "Bulk",
    "BulkLine",
    "Claim",
    "SavedView",
    "Waiting",
]
