"""What triage may say by itself: pure answers, each with its reason."""

from hub.triage.rules.dangers import in_force, needed, reach, report_of_danger, titles
from hub.triage.rules.referring import (
    EXIT_MOVES,
    METROPOLITAN,
    NO_HATE_ELEMENT,
    NOT_ONLINE,
    NOT_UK,
    OTHER_FORCE,
    VERSION,
    asks,
    assess,
    borough,
    danger,
    force,
    hate,
    online,
    proposed_exit,
)
from hub.triage.rules.safeguarding import BASES, REFERRAL_MOVES, first_state, passed_on

__all__ = [
    "BASES",
    "EXIT_MOVES",
    "METROPOLITAN",
    "NOT_ONLINE",
    "NOT_UK",
    "NO_HATE_ELEMENT",
    "OTHER_FORCE",
    "REFERRAL_MOVES",
    "VERSION",
    "asks",
    "assess",
    "borough",
    "danger",
    "first_state",
    "force",
    "hate",
    "in_force",
    "needed",
    "online",
    "passed_on",
    "proposed_exit",
    "reach",
    "report_of_danger",
    "titles",
]
