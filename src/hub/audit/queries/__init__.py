"""Reading and examining the record."""

from hub.audit.queries.examining import facts_of, last_sealed_at, numbers_of, unsealed, verify
from hub.audit.queries.reading import chain, days, lines, show, span, subjects
from hub.audit.queries.standing import examination, examined, last_examination, under_way, warning

__all__ = [
    "chain",
    "days",
    "examination",
    "examined",
    "facts_of",
    "last_examination",
    "last_sealed_at",
    "lines",
    "numbers_of",
    "show",
    "span",
    "subjects",
    "under_way",
    "unsealed",
    "verify",
    "warning",
]
