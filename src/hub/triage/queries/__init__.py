"""Reading triage: where reports stand, and why."""

from hub.triage.queries.dangers import dangers, shipped_dangers
from hub.triage.queries.deciding import (
    Beside,
    Unsent,
    another_look_until,
    beside,
    crime_decisions,
    decision_subjects,
    look_again_until,
    second_checks,
    shipped,
    worksheet,
)
from hub.triage.queries.referring import (
    Line,
    Reported,
    Totals,
    WaitingExit,
    WayOut,
    by_borough,
    exits,
    ledger,
    reported,
    standing,
    totals,
    waiting_exits,
)
from hub.triage.queries.safeguarding import (
    count_to_authorise,
    open_referrals,
    referral,
    referral_subjects,
    referrals,
)

__all__ = ['Beside', 'Line', 'Reported', 'Totals', 'Unsent', 'WaitingExit', 'WayOut', 'another_look_until', 'beside', 'by_borough', 'count_to_authorise', 'crime_decisions', 'dangers', 'decision_subjects', 'exits', 'ledger', 'look_again_until', 'open_referrals', 'referral', 'referral_subjects', 'referrals', 'reported', 'second_checks', 'shipped', 'shipped_dangers', 'standing', 'totals', 'waiting_exits', 'worksheet']
