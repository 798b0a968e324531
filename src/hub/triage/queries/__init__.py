"""Reading triage: where reports stand, and why."""

from hub.triage.queries.dangers import dangers, shipped_dangers
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

__all__ = [
    "Line",
    "Reported",
    "Totals",
    "WaitingExit",
    "WayOut",
    "by_borough",
    "count_to_authorise",
    "dangers",
    "exits",
    "ledger",
    "open_referrals",
    "referral",
    "referral_subjects",
    "referrals",
    "reported",
    "shipped_dangers",
    "standing",
    "totals",
    "waiting_exits",
]
