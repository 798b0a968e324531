"""Reading what waits, most urgent first, and what was done to several at once."""

from hub.queue.queries.bulk import bulk, may_undo
from hub.queue.queries.waiting import (
    LIMIT,
    View,
    arrived_since,
    astray,
    count,
    count_each,
    counts,
    counts_by_band,
    empty,
    facts,
    held_by,
    page,
    pages,
    rows_of,
    touched,
    views_of,
)

__all__ = [
    "LIMIT",
    "View",
    "arrived_since",
    "astray",
    "bulk",
    "count",
    "count_each",
    "counts",
    "counts_by_band",
    "empty",
    "facts",
    "held_by",
    "may_undo",
    "page",
    "pages",
    "rows_of",
    "touched",
    "views_of",
]
