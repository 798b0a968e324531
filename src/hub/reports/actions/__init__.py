"""Keeping what was told, and what is being entered before it is sent."""

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
    "keep_changes",
    "open_draft",
    "receive",
    "recognise",
    "save_draft",
]
