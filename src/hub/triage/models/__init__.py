"""Tables of triage."""

from hub.triage.models.looking import SecondLook
from hub.triage.models.referring import Decision, Exit, Standing
from hub.triage.models.risk import PriorityWord, RiskAssessment, RiskLimb, VictimAnswer, VictimAssessment

__all__ = [
    "Decision",
    "Exit",
    "PriorityWord",
    "RiskAssessment",
    "RiskLimb",
    "SecondLook",
    "Standing",
    "VictimAnswer",
    "VictimAssessment",
]
