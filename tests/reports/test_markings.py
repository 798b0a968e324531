"""A mark above OFFICIAL-SENSITIVE is found; the word in a sentence, a handle or a shout is not one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reports import rules


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("SECRET", "SECRET"),
        ("secret", "SECRET"),
        ("top secret", "TOP SECRET"),
        ("TOP-SECRET", "TOP SECRET"),
        ("UK TOP SECRET // EYES ONLY", "TOP SECRET"),
        ("They rang at nine.\n  Secret  \nThey rang again.", "SECRET"),
        ("Classification: SECRET", "SECRET"),
        ("This is from a SECRET paper.", "SECRET"),
        ("See the TOP SECRET annex for more", "TOP SECRET"),
        ("NOTES (SECRET) OF A CALL", "SECRET"),
        ("OFFICIAL-SENSITIVE", ""),
        ("OFFICIAL", ""),
        ("They told my secret to everybody.", ""),
        ("Secret messages were posted", ""),
        ("EVERYBODY KNOWS YOUR SECRET", ""),
        ("@secret", ""),
        ("https://x.com/SECRET/status/1", ""),
        ("SECRETARY", ""),
        ("", ""),
    ],
)
def test_a_higher_mark_is_told_from_the_word(text, mark):
    assert rules.higher_mark(text) == mark


@given(st.text(), st.text())
def test_a_mark_on_a_line_of_its_own_is_found_whatever_stands_around_it(before, after):
    assert rules.higher_mark(f"{before}\nSECRET\n{after}")


def test_who_typed_a_mark_is_told_what_to_do():
    assert "tell your security officer" in rules.refused_mark("SECRET")
