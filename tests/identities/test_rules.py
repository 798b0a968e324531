"""When two tellings speak of one person."""

from datetime import date

import pytest

from hub.identities import rules
from hub.identities.terms import PersonGiven

BORN = date(1990, 1, 2)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (PersonGiven("Amina Khan", BORN), PersonGiven("Ms AMINA  Khan", BORN), True),
        (
            PersonGiven("Amina Khan", email="a@example.org"),
            PersonGiven("amina khan", email="A@EXAMPLE.org "),
            True,
        ),
        (
            PersonGiven("Zo\u00eb O'Neil", phone="07700 900123"),
            PersonGiven("Zoe ONeil", phone="+44 7700 900 123"),
            True,
        ),
        (
            PersonGiven("Amina Khan", email="a@example.org"),
            PersonGiven("Bilal Khan", email="a@example.org"),
            False,
        ),
        (
            PersonGiven("Amina Khan", phone="07700 900123"),
            PersonGiven("Bilal Khan", phone="07700 900123"),
            False,
        ),
        (PersonGiven("", email="a@example.org"), PersonGiven("Amina Khan", email="a@example.org"), True),
        (PersonGiven("", phone="07700900123"), PersonGiven("Amina Khan", phone="07700900123"), False),
        (PersonGiven("Amina Khan"), PersonGiven("Amina Khan"), False),
        (PersonGiven("Amina Khan", BORN), PersonGiven("Amina Khan", date(1990, 1, 3)), False),
        (PersonGiven("\u0645\u062d\u0645\u062f", BORN), PersonGiven("\u0645\u062d\u0645\u062f", BORN), True),
    ],
)
def test_who_is_one_person(one, two, same):
    shared = {kind for kind, text in rules.marks(one)} & {
        kind for kind, text in rules.marks(two) if (kind, text) in rules.marks(one)
    }
    assert rules.same_person(shared, both_named=one.named and two.named) is same
