"""The words of triage."""

from hub.triage.terms.dangers import AS_TOLD, Guidance, Needed
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
    "AS_TOLD",
    "Answer",
    "Assessment",
    "ExitState",
    "Facts",
    "Guidance",
    "Needed",
    "Place",
    "Question",
    "Scope",
    "Standing",
    "ToAssess",
]
