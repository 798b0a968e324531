"""What is masked, where a name may stand, and how long an original is kept: decided from values."""

from hub.aside.rules.columns import CANNOT_HOLD, COLUMNS, FUNCTION, REASON, SUGGESTIONS, TAKEN
from hub.aside.rules.masking import MASK, known, mask, mask_given, mask_value, neutral
from hub.aside.rules.periods import (
    ORIGINAL_MOVES,
    SUBMISSION_MOVES,
    ask_until,
    held_too_long,
    keeps,
    kept_until,
    latest_expiry,
    regime_on,
)

__all__ = [
    "CANNOT_HOLD",
    "COLUMNS",
    "FUNCTION",
    "MASK",
    "ORIGINAL_MOVES",
    "REASON",
    "SUBMISSION_MOVES",
    "SUGGESTIONS",
    "TAKEN",
    "ask_until",
    "held_too_long",
    "keeps",
    "kept_until",
    "known",
    "latest_expiry",
    "mask",
    "mask_given",
    "mask_value",
    "neutral",
    "regime_on",
]
