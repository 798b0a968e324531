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
        (PersonGiven("", phone="07700900123"), PersonGiven("Amina Khan", phone="07700900123"), True),
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


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [("", "", True), ("Amina Khan", "", True), ("Amina Khan", "Bilal Khan", False)],
)
def test_a_contact_that_two_names_have_used_is_nobodys_in_particular(one, two, same):
    shared = {rules.MarkKind.EMAIL}
    both = bool(one and two)
    assert rules.same_person(shared, both_named=both) is same
    assert rules.same_person(shared, both_named=both, two_names=True) is False
    assert rules.same_person({rules.MarkKind.NAME_AND_EMAIL}, both_named=True, two_names=True) is True


@pytest.mark.parametrize(
    ("names", "since"),
    [([], None), ([(3, b"a")], None), ([(4, b"a"), (3, b"a")], None), ([(9, b"b"), (3, b"a"), (5, b"b")], 5)],
)
def test_a_contact_has_two_names_from_the_person_who_brought_the_second(names, since):
    assert rules.two_names_from(names) == since


@pytest.mark.parametrize(
    ("own", "latest", "safe"),
    [
        ("yes", "", "yes"), ("", "yes", "yes"), ("", "no", "no"), ("yes", "no", "no"), ("no", "yes", "no"),
        ("phone", "", "phone"), ("e-mail", "phone", "phone"), ("e-mail", "yes", "e-mail"), ("", "", ""),
    ],
)  # fmt: skip
def test_the_narrower_of_a_persons_own_answer_and_the_latest_one_counts(own, latest, safe):
    assert rules.safe_now(own, latest) == safe


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123 (mobile)", "+447700900123"), ("home: 020 7946 0123", "+442079460123"),
        ("07700 900123 or 07700 900124", "+447700900123"), ("ask my sister", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_among_words(typed, number):
    assert rules.normal_phone(typed) == number
