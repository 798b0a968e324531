"""Tables of what waits, and of where it goes."""

from hub.queue.models.routing import Passed, Queue, Routed, RuleVersion
from hub.queue.models.waiting import ORDER, Claim, SavedView, Waiting

__all__ = ["ORDER", "Claim", "Passed", "Queue", "Routed", "RuleVersion", "SavedView", "Waiting"]
