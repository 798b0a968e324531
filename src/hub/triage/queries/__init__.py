"""Reading triage: where reports stand, and why."""

from hub.triage.queries.deciding import (
    Unsent,
    another_look_until,
    crime_decisions,
    decision_subjects,
    look_again_until,
    second_checks,
    unsent,
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

__all__ = [
    "Line",
    "Reported",
    "Totals",
    "Unsent",
    "WaitingExit",
    "WayOut",
    "another_look_until",
    "by_borough",
    "crime_decisions",
    "decision_subjects",
    "exits",
    "ledger",
    "look_again_until",
    "reported",
    "second_checks",
    "standing",
    "totals",
    "unsent",
    "waiting_exits",
    "worksheet",
]
