"""What moves an exhibit from one state to the next."""

from collections.abc import Mapping

from hub.common.refusals import NotNow
from hub.evidence.terms import State

# Whatever is still there can be destroyed, and put in quarantine; what is there waits for its scan again when it leaves.
MOVES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.CLEAN, State.INFECTED, State.QUARANTINED, State.DESTROYED}),
    State.CLEAN: frozenset({State.QUARANTINED, State.DESTROYED}),
    State.INFECTED: frozenset({State.QUARANTINED, State.DESTROYED}),
    State.QUARANTINED: frozenset({State.WAITING, State.DESTROYED}),
    State.DESTROYED: frozenset(),
}
STANDING = frozenset(MOVES) - {State.DESTROYED}


def moves(reference: str, before: State, after: State) -> State:
    """The state after a move; refused where there is no such move."""
    if after not in MOVES[before]:
        raise NotNow(f"{reference} is {before.label} and cannot become {after.label}. Nothing was changed.")
    return after
