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

__all__ = [
    "Line",
    "Reported",
    "Totals",
    "WaitingExit",
    "WayOut",
    "by_borough",
    "dangers",
    "exits",
    "ledger",
    "reported",
    "shipped_dangers",
    "standing",
    "totals",
    "waiting_exits",
]
