"""When two tellings speak of one person."""

import re
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_names_and_contacts_are_masked_wherever_they_stand_in_a_text():
    person = PersonGiven("Amina  Khan", email="a@example.org", phone="07700 900123")
    text = "AMINA\nKHAN (a@Example.org, 07700 900123) and Aminakhan"
    assert rules.mask(text, [person]) == "[name] ([e-mail], [telephone]) and Aminakhan"


@pytest.mark.parametrize("written", ["\u0130pek Kaya", "\u0131pek Kaya", "IPEK \u212aAYA", "ipek kaya"])
def test_a_name_is_masked_in_letters_that_a_pattern_takes_for_its_own(written):
    assert rules.mask(f"by {written}.", [PersonGiven("Ipek Kaya")]) == "by [name]."


def test_every_letter_that_a_pattern_takes_for_a_plain_one_is_looked_for():
    pattern = re.compile("[a-z]", re.IGNORECASE)
    for letter in filter(pattern.fullmatch, map(chr, range(sys.maxunicode + 1))):
        for plain in filter(
            re.compile(re.escape(letter), re.IGNORECASE).fullmatch, "abcdefghijklmnopqrstuvwxyz"
        ):
            assert rules._may_hold(rules._plain(letter), plain)


_LETTERS = st.text(st.sampled_from("aiksAIKS\u0130\u0131\u017f\u212a\u00df\u00e9 .1"), max_size=12)


@given(text=_LETTERS, name=_LETTERS)
def test_looking_first_never_leaves_a_name_in_a_text(text, name):
    words = name.split()
    if len("".join(words)) > 1:
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
        everywhere = re.sub(pattern, "[name]", text, flags=re.IGNORECASE)
        assert rules.mask(text, [PersonGiven(name)]) == everywhere
