"""The words of the queue."""

from hub.queue.terms.bulk import MOST, UNDO, UNDOABLE, Act, Bulk, Done, Line, LineState, Outcome
from hub.queue.terms.waiting import (
    CLAIM,
    NOTHING_DUE,
    Band,
    Counts,
    Ended,
    Facts,
    Filter,
    Named,
    Row,
    Subject,
)

__all__ = [
    "CLAIM",
    "MOST",
    "NOTHING_DUE",
    "UNDO",
    "UNDOABLE",
    "Act",
    "Band",
    "Bulk",
    "Counts",
    "Done",
    "Ended",
    "Facts",
    "Filter",
    "Line",
    "LineState",
    "Named",
    "Outcome",
    "Row",
    "Subject",
]
