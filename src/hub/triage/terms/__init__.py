"""The words of triage."""

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

__all__ = ["Answer", "Assessment", "ExitState", "Facts", "Place", "Question", "Scope", "Standing", "ToAssess"]
