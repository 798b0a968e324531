"""Keeping what was told, and what is being entered before it is sent."""

from hub.reports.actions.appearances import put_back, take_out
from hub.reports.actions.conduct import forget_conduct, keep_conduct, same_conduct
from hub.reports.actions.drafts import (
    begin_draft,
    discard_draft,
    draft_sent,
    expire_drafts,
    open_draft,
    save_draft,
)
from hub.reports.actions.tellings import (
    add,
    disagree,
    first_tellings,
    keep_changes,
    receive,
    recognise,
)

__all__ = [
    "add",
    "begin_draft",
    "disagree",
    "discard_draft",
    "draft_sent",
    "expire_drafts",
    "first_tellings",
    "forget_conduct",
    "keep_changes",
    "keep_conduct",
    "open_draft",
    "put_back",
    "receive",
    "recognise",
    "same_conduct",
    "save_draft",
    "take_out",
]
