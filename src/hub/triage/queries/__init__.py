"""Reading triage: where reports stand, and why."""

from hub.triage.queries.belonging import force_rules, moves, places, shipped_force_rules, with_exit
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
    "exits",
    "force_rules",
    "ledger",
    "moves",
    "places",
    "reported",
    "shipped_force_rules",
    "standing",
    "totals",
    "waiting_exits",
    "with_exit",
]
