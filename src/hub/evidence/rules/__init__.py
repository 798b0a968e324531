"""What is decided about exhibits: how they are sealed, what moves them, and of what type they are."""

from hub.evidence.rules.sealing import PIECE, about, cut, opened, sealed, sealed_size
from hub.evidence.rules.states import MOVES, STANDING, moves
from hub.evidence.rules.types import mislabelled, type_of

__all__ = [
    "MOVES",
    "PIECE",
    "STANDING",
    "about",
    "cut",
    "mislabelled",
    "moves",
    "opened",
    "sealed",
    "sealed_size",
    "type_of",
]
