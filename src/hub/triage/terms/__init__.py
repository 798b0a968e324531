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
from hub.triage.terms.safeguarding import AtRisk, ReferralLine, ReferralState, Shared

__all__ = [
    "AS_TOLD",
    "Answer",
    "Assessment",
    "AtRisk",
    "ExitState",
    "Facts",
    "Guidance",
    "Needed",
    "Place",
    "Question",
    "ReferralLine",
    "ReferralState",
    "Scope",
    "Shared",
    "Standing",
    "ToAssess",
]
