"""Decisions about accounts, from values alone."""

import pytest

from hub.people import rules


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hub-officer:U-1", "hub-officer:U-1", True),
        ("hub-officer:U-1", "inspector:U-1", True),
        ("hub-officer:U-1", "hub-officer:U-2", False),
        ("operator:root", "hub-officer:U-1", False),
    ],
)
def test_the_second_person_is_never_the_first_whatever_part_they_play(one, other, same):
    assert rules.same_person(one, other) == same
