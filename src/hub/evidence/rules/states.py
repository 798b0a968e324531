"""What moves an exhibit from one state to the next."""

from collections.abc import Mapping

from hub.common.refusals import NotNow
from hub.evidence.terms import State

# Whatever is still there can be destroyed.
MOVES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.CLEAN, State.INFECTED, State.DESTROYED}),
    State.CLEAN: frozenset({State.DESTROYED}),
    State.INFECTED: frozenset({State.DESTROYED}),
    State.DESTROYED: frozenset(),
}
STANDING = frozenset(MOVES) - {State.DESTROYED}


def moves(reference: str, before: State, after: State) -> State:
    """The state after a move; refused where there is no such move."""
    if after not in MOVES[before]:
        raise NotNow(f"{reference} is {before.label} and cannot become {after.label}. Nothing was changed.")
    return after
