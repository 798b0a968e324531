"""Keeping the queue true to the record, who has what waits, and what is done to several at once."""

from hub.queue.actions.bulk import begin_undo, keep_bulk, keep_undone, restore
from hub.queue.actions.claims import carry, claim, forget_view, hand_over, refresh, release, save_view

__all__ = [
    "begin_undo",
    "carry",
    "claim",
    "forget_view",
    "hand_over",
    "keep_bulk",
    "keep_undone",
    "refresh",
    "release",
    "restore",
    "save_view",
]
