"""Tables of triage."""

from hub.triage.models.deciding import CrimeDecision, SecondCheck, UnsentDecision, Worksheet
from hub.triage.models.referring import Decision, Exit, Standing
from hub.triage.models.safeguarding import Referral, ReferralAttempt

__all__ = ['CrimeDecision', 'Decision', 'Exit', 'Referral', 'ReferralAttempt', 'SecondCheck', 'Standing', 'UnsentDecision', 'Worksheet']
