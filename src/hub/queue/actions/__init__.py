"""Keeping the queue true to the record, who has what waits, and where the rules and officers put it."""

from hub.queue.actions.claims import carry, claim, hand_over, hold, release
from hub.queue.actions.passing import pass_on, release_passing
from hub.queue.actions.refreshing import refresh, reroute
from hub.queue.actions.routing import save_queue, save_rule
from hub.queue.actions.views import forget_view, save_view

__all__ = [
    "carry",
    "claim",
    "forget_view",
    "hand_over",
    "hold",
    "pass_on",
    "refresh",
    "release",
    "release_passing",
    "reroute",
    "save_queue",
    "save_rule",
    "save_view",
]
