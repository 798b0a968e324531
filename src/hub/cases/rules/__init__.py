"""Which case a report belongs to, who may open it, what is next, and what belongs together."""

from hub.cases.rules.cases import (
    GIVEN_MOVES,
    GLASS,
    MOVES,
    headline_for,
    next_step,
    place_public,
    place_victim,
    relation,
    state_for,
)
from hub.cases.rules.clusters import evidence, words

__all__ = [
    "GIVEN_MOVES",
    "GLASS",
    "MOVES",
    "evidence",
    "headline_for",
    "next_step",
    "place_public",
    "place_victim",
    "relation",
    "state_for",
    "words",
]
