"""Reading triage: where reports stand, and why."""

from hub.triage.queries.belonging import Belonging, belongs, force_rules, shipped_force_rules
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
    "Belonging",
    "Line",
    "Reported",
    "Totals",
    "WaitingExit",
    "WayOut",
    "belongs",
    "by_borough",
    "exits",
    "force_rules",
    "ledger",
    "reported",
    "shipped_force_rules",
    "standing",
    "totals",
    "waiting_exits",
]
