"""What triage may say by itself: pure answers, each with its reason."""

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
    "online",
    "proposed_exit",
]
