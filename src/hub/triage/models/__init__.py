"""Tables of triage."""

from hub.triage.models.belonging import ExitMove
from hub.triage.models.referring import Decision, Exit, Standing

__all__ = ["Decision", "Exit", "ExitMove", "Standing"]
