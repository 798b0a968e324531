"""Tables of cases."""

from hub.cases.models.cases import (
    Allocation,
    BreakGlass,
    Case,
    CaseReport,
    Headline,
    Note,
    PublicItem,
    Suggestion,
)
from hub.cases.models.clusters import Cluster, Dismissal, Membership, Seen, Shared

__all__ = [
    "Allocation",
    "BreakGlass",
    "Case",
    "CaseReport",
    "Cluster",
    "Dismissal",
    "Headline",
    "Membership",
    "Note",
    "PublicItem",
    "Seen",
    "Shared",
    "Suggestion",
]
