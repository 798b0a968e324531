"""The words of triage."""

from hub.triage.terms.belonging import (
    Answered,
    Belongs,
    Decided,
    ForceRule,
    Moved,
    Places,
    Proposal,
    Where,
    Whereabouts,
)
from hub.triage.terms.referring import (
    Answer,
    Assessment,
    ExitState,
    Facts,
    Place,
    Question,
    Scope,
    Standing,
    ToAssess,
)

__all__ = [
    "Answer",
    "Answered",
    "Assessment",
    "Belongs",
    "Decided",
    "ExitState",
    "Facts",
    "ForceRule",
    "Moved",
    "Place",
    "Places",
    "Proposal",
    "Question",
    "Scope",
    "Standing",
    "ToAssess",
    "Where",
    "Whereabouts",
]
