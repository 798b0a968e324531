"""What a masked text may still say: plain words, and nobody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aside import queries, rules
from hub.aside.rules.masking import MASK
from hub.aside.terms import Kept

WORDS = queries.plain_words()

TABLE = (
    # what was written, what is known of the account, what is left
    ("He shouted at me outside my home.", (), "He shouted at me outside my home."),
    ("Dave Smith shouted at me.", (), "[masked] shouted at me."),
    ("It was Dave, from number 12.", (), "It was [masked], from number [masked]."),
    ("dave smith did it", (), "[masked] did it"),
    ("The Man at the door", (), "The [masked] at the door"),
    ("I know him. I'm sure.", (), "I know him. I'm sure."),
    ("Will said he will. May may come.", (), "[masked] said he [masked] come."),
    ("Mark my words, Rose and Hope", (), "[masked] my words, [masked] and [masked]"),
    ("my neighbour's dog and Dave's car", (), "my neighbour's [masked] and [masked] car"),
    ("write to dave@example.org or +44 7700 900123", (), "write to [masked] or [masked]"),
    ("see https://x.com/dave/status/1 and x.com/dave", (), "see [masked] and [masked]"),
    ("@angry_man wrote it", (), "[masked] wrote it"),
    ("the angry man wrote it", ("@angry_man",), "the [masked] wrote it"),
    ("THE ANGRY-MAN wrote it", ("angry man",), "[masked] wrote it"),
    ("\u041c\u0430\u0440\u0438\u044f said", (), "[masked] said"),
    ("\u062f\u064a\u0641 \u0633\u0645\u064a\u062b", (), "[masked]"),
    ("Jos\u00e9 came", (), "[masked] came"),
    ("he is 42 and lives at 7", (), "he is [masked] and lives at [masked]"),
    ("my father-in-law came back", (), "my [masked] came back"),
    ("[name] called me on [telephone]", (), "[name] called me on [telephone]"),
    ("d.a.v.e", (), "[masked]"),
    ("well\u200bknown", (), "[masked]"),
    ("nobody is here", ("___",), "nobody is here"),
    ("", (), ""),
)  # fmt: skip


@pytest.mark.parametrize(("text", "identifiers", "left"), TABLE)
def test_what_is_left_of_a_text(text, identifiers, left):
    assert " ".join(rules.mask(text, WORDS, identifiers).split()) == left


texts = st.text(max_size=80) | st.lists(
    st.sampled_from([*sorted(WORDS)[::37], "Dave", "SMITH", "dave", "o'brien", "\n", ".", "!", "42", "[masked]", "-", "\u2019s"])
).map(" ".join)  # fmt: skip


@given(texts, st.lists(st.text(min_size=3, max_size=12), max_size=3))
def test_no_word_outside_the_list_is_left(text, identifiers):
    left = rules.mask(text, WORDS, identifiers)
    bare = re.sub(r"\[(?:masked|name|e-mail|telephone)\]", " ", left)
    for word in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", bare):
        small = word.lower().replace("\u2019", "'")
        assert small in WORDS or small.removesuffix("'s") in WORDS, (text, left)
        assert word.isascii() or "\u2019" in word


@given(texts)
def test_masking_twice_changes_nothing(text):
    once = rules.mask(text, WORDS)
    assert rules.mask(once, WORDS) == once


@given(texts, st.sampled_from(["@quark_zeb", "quark zeb", "Quark-Zeb"]))
def test_what_is_known_of_the_account_is_never_left_however_it_is_spelled(text, identifier):
    left = rules.mask(f"{text} QUARK zeb {text} quark_zeb", WORDS, (identifier,))
    assert "quark" not in left.lower()


def test_masks_beside_each_other_become_one():
    assert rules.mask("Dave Michael Smith, of Leeds", WORDS) == "[masked], of [masked]"
    assert rules.mask("Dave, Michael", WORDS) == MASK


def test_no_plain_word_is_a_common_name():
    names = [
        "mark",
        "will",
        "rose",
        "may",
        "hope",
        "young",
        "king",
        "smith",
        "baker",
        "grant",
        "frank",
        "bill",
        "jack",
        "dean",
        "grace",
        "faith",
        "joy",
        "dawn",
        "april",
        "june",
    ]
    assert not WORDS.keys() & set(names)
    assert 800 <= len(WORDS) <= 2_000
    assert set(WORDS.values()) == set(Kept)
    assert all(word == word.lower() and word.isascii() for word in WORDS)


def test_the_columns_of_a_telling_keep_what_was_read_into_closed_lists():
    told = {
        "strands": "race; religion", "online": "Yes", "posted_at": "2026-11-24 10:00", "borough": "Hackney",
        "platform": "YouTube", "account_handle": "@dave", "content_urls": "https://x.com/dave", "wants": "Stop Dave",
    }  # fmt: skip
    left = rules.mask_given(told, lambda text: rules.mask(text, WORDS), {"youtube"})
    assert left == {
        **told, "account_handle": MASK, "content_urls": MASK, "wants": f"Stop {MASK}",
    }  # fmt: skip
    assert rules.mask_given({"platform": "Dave's own site"}, lambda _: MASK, {"x"}) == {"platform": MASK}


def test_references_and_times_of_ours_stay_inside_json():
    hide = lambda text: rules.mask(text, WORDS)  # noqa: E731 - the shortest way to say it here
    given_ = {"a": ["R-7K3M9-QXT4H", "Dave"], "b": {"at": "2026-11-24T10:00:00+00:00"}, "c": 7, "d": None}
    assert rules.mask_value(given_, hide) == {**given_, "a": ["R-7K3M9-QXT4H", MASK]}
    assert rules.mask_value("20261124", hide) == MASK


def test_what_is_known_is_the_longest_first_and_never_a_single_letter():
    told = {"account_handle": "@x", "account_id": "12345", "content_urls": "https://x.com/d/status/1 x.com"}
    assert rules.known(told, ["dave"]) == ("https://x.com/d/status/1", "12345", "x.com", "dave")
