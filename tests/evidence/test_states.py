"""What moves an exhibit."""

from itertools import product

import pytest

from hub.common.refusals import NotNow
from hub.evidence import rules
from hub.evidence.terms import State


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_an_exhibit_moves_as_its_table_says_and_no_other_way(before, after):
    if after in rules.MOVES[before]:
        assert rules.moves("M-1", before, after) == after
    else:
        with pytest.raises(NotNow, match="Nothing was changed"):
            rules.moves("M-1", before, after)


def test_what_is_destroyed_stays_destroyed_and_only_what_is_released_waits_again():
    assert rules.MOVES[State.DESTROYED] == frozenset()
    assert {state for state, found in rules.MOVES.items() if State.WAITING in found} == {State.QUARANTINED}
    assert set(rules.MOVES) == set(State)
