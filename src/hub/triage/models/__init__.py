"""Tables of triage."""

from hub.triage.models.deciding import CrimeDecision, SecondCheck, UnsentDecision, Worksheet
from hub.triage.models.referring import Decision, Exit, Standing

__all__ = ["CrimeDecision", "Decision", "Exit", "SecondCheck", "Standing", "UnsentDecision", "Worksheet"]
