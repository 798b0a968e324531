"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.belonging import acknowledge, decide_force, dispute, say_where, send, settle
from hub.triage.actions.referring import assess, confirm_exit, refuse_exit

__all__ = [
    "acknowledge",
    "assess",
    "confirm_exit",
    "decide_force",
    "dispute",
    "refuse_exit",
    "say_where",
    "send",
    "settle",
]
