"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.belonging import acknowledge, appeal, decide_force, dispute, say_where, send, settle
from hub.triage.actions.deciding import (
    check_decision,
    decide_crime,
    go_ahead,
    keep_worksheet,
    require_worksheet,
    save_decision,
)
from hub.triage.actions.looking import draw, read_again
from hub.triage.actions.referring import assess, confirm_exit, refuse_exit
from hub.triage.actions.risk import assess_risk, assess_victim, set_priority
from hub.triage.actions.safeguarding import (
    ask_referral,
    claim_referral,
    decide_referral,
    hear_of_referral,
    settle_referral,
)

__all__ = [
    "acknowledge",
    "appeal",
    "ask_referral",
    "assess",
    "assess_risk",
    "assess_victim",
    "check_decision",
    "claim_referral",
    "confirm_exit",
    "decide_crime",
    "decide_force",
    "decide_referral",
    "dispute",
    "draw",
    "go_ahead",
    "hear_of_referral",
    "keep_worksheet",
    "read_again",
    "refuse_exit",
    "require_worksheet",
    "save_decision",
    "say_where",
    "send",
    "set_priority",
    "settle",
    "settle_referral",
]
