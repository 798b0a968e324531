"""Tables of what waits, of where it goes, and of what was done to several at once."""

from hub.queue.models.bulk import Bulk, BulkLine
from hub.queue.models.routing import Passed, Queue, Routed, RuleVersion
from hub.queue.models.waiting import ORDER, Claim, SavedView, Waiting

__all__ = [
    "ORDER",
    "Bulk",
    "BulkLine",
    "Claim",
    "Passed",
    "Queue",
    "Routed",
    "RuleVersion",
    "SavedView",
    "Waiting",
]
