"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.deciding import (
    check_decision,
    decide_crime,
    keep_worksheet,
    require_worksheet,
    save_decision,
)
from hub.triage.actions.referring import assess, confirm_exit, refuse_exit

__all__ = [
    "assess",
    "check_decision",
    "confirm_exit",
    "decide_crime",
    "keep_worksheet",
    "refuse_exit",
    "require_worksheet",
    "save_decision",
]
