"""Tables of cases."""

from hub.cases.models.cases import (
    Allocation,
    BreakGlass,
    Candidate,
    Case,
    CaseReport,
    Headline,
    Note,
    Outcome,
    PublicItem,
    Suggestion,
)
from hub.cases.models.clusters import Cluster, Dismissal, Membership, Seen, Shared
from hub.cases.models.walls import Wall

__all__ = [
    "Allocation",
    "BreakGlass",
    "Candidate",
    "Case",
    "CaseReport",
    "Cluster",
    "Dismissal",
    "Headline",
    "Membership",
    "Note",
    "Outcome",
    "PublicItem",
    "Seen",
    "Shared",
    "Suggestion",
    "Wall",
]
