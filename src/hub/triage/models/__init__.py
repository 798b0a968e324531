"""Tables of triage."""

from hub.triage.models.belonging import ExitMove
from hub.triage.models.deciding import CrimeDecision, SecondCheck, UnsentDecision, Worksheet
from hub.triage.models.looking import SecondLook
from hub.triage.models.referring import Decision, Exit, Standing
from hub.triage.models.risk import PriorityWord, RiskAssessment, RiskLimb, VictimAnswer, VictimAssessment
from hub.triage.models.safeguarding import Referral, ReferralAttempt

__all__ = [
    "CrimeDecision",
    "Decision",
    "Exit",
    "ExitMove",
    "PriorityWord",
    "Referral",
    "ReferralAttempt",
    "RiskAssessment",
    "RiskLimb",
    "SecondCheck",
    "SecondLook",
    "Standing",
    "UnsentDecision",
    "VictimAnswer",
    "VictimAssessment",
    "Worksheet",
]
