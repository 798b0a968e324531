"""Tables of triage."""

from hub.triage.models.referring import Decision, Exit, Standing
from hub.triage.models.safeguarding import Referral, ReferralAttempt

__all__ = ["Decision", "Exit", "Referral", "ReferralAttempt", "Standing"]
