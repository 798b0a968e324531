"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.referring import assess, confirm_exit, refuse_exit
from hub.triage.actions.safeguarding import (
    ask_referral,
    claim_referral,
    decide_referral,
    hear_of_referral,
    settle_referral,
)

__all__ = [
    "ask_referral",
    "assess",
    "claim_referral",
    "confirm_exit",
    "decide_referral",
    "hear_of_referral",
    "refuse_exit",
    "settle_referral",
]
