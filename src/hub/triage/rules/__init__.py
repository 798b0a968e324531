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

__all__ = [
    "EXIT_MOVES",
    "METROPOLITAN",
    "NOT_ONLINE",
    "NOT_UK",
    "NO_HATE_ELEMENT",
    "OTHER_FORCE",
    "VERSION",
    "asks",
    "assess",
    "borough",
    "danger",
    "force",
    "hate",
    "in_force",
    "needed",
    "online",
    "proposed_exit",
    "reach",
    "report_of_danger",
    "titles",
]
