"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.looking import draw, read_again
from hub.triage.actions.referring import assess, confirm_exit, refuse_exit
from hub.triage.actions.risk import assess_risk, assess_victim, set_priority

__all__ = [
    "assess",
    "assess_risk",
    "assess_victim",
    "confirm_exit",
    "draw",
    "read_again",
    "refuse_exit",
    "set_priority",
]
