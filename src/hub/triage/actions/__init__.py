"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.referring import assess, confirm_exit, refuse_exit

__all__ = ["assess", "confirm_exit", "refuse_exit"]
