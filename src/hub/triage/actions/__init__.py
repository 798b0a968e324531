"""Recording what triage says, and an officer's word on it."""

from hub.triage.actions.deciding import (
    check_decision,
    decide_crime,
    keep_worksheet,
    require_worksheet,
    save_decision,
)
from hub.triage.actions.referring import assess, confirm_exit, refuse_exit
from hub.triage.actions.safeguarding import (
    ask_referral,
    claim_referral,
    decide_referral,
    hear_of_referral,
    settle_referral,
)

__all__ = ['ask_referral', 'assess', 'check_decision', 'claim_referral', 'confirm_exit', 'decide_crime', 'decide_referral', 'hear_of_referral', 'keep_worksheet', 'refuse_exit', 'require_worksheet', 'save_decision', 'settle_referral']
