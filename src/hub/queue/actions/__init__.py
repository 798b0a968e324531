"""Keeping the queue true to the record, who has what waits, where it is put, and what is done to several at once."""

from hub.queue.actions.bulk import begin_undo, keep_bulk, keep_undone, restore
from hub.queue.actions.claims import carry, claim, hand_over, hold, let_go, release
from hub.queue.actions.passing import pass_on, release_passing
from hub.queue.actions.refreshing import refresh, reroute
from hub.queue.actions.routing import save_queue, save_rule
from hub.queue.actions.views import forget_view, save_view

__all__ = [
    "begin_undo",
    "carry",
    "claim",
    "forget_view",
    "hand_over",
    "hold",
    "keep_bulk",
    "keep_undone",
    "let_go",
    "pass_on",
    "refresh",
    "release",
    "release_passing",
    "reroute",
    "restore",
    "save_queue",
    "save_rule",
    "save_view",
]
