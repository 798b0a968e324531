"""Which case a report belongs to, who may open it, what is next, what it has come to, and what belongs together."""

from hub.cases.rules.cases import (
    ENDED,
    GIVEN_MOVES,
    GLASS,
    MOVES,
    OPEN,
    STAGE_MOVES,
    headline_for,
    next_step,
    owed,
    place_public,
    place_victim,
    relation,
    state_for,
    to_change,
    with_principal,
)
from hub.cases.rules.clusters import evidence, repeats, words
from hub.cases.rules.walls import interested, shut

__all__ = [
    "ENDED",
    "GIVEN_MOVES",
    "GLASS",
    "MOVES",
    "OPEN",
    "STAGE_MOVES",
    "evidence",
    "headline_for",
    "interested",
    "next_step",
    "owed",
    "place_public",
    "place_victim",
    "relation",
    "repeats",
    "shut",
    "state_for",
    "to_change",
    "with_principal",
    "words",
]
