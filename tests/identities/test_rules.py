"""When two tellings speak of one person."""

import re
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.identities import rules
from hub.identities.terms import MarkKind, PersonGiven

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


def test_a_telephone_that_cannot_be_is_no_mark():
    assert rules.normal_phone("123") == rules.normal_phone("not a number") == ""
    assert rules.marks(PersonGiven("Ada Invented", phone="123")) == ()


words = st.text(st.characters(categories=["L", "N"]), min_size=2, max_size=12)


@given(st.text(max_size=40), st.text(max_size=40), words, words)
def test_a_name_that_stands_by_itself_in_a_text_is_never_left_in_the_working_copy(before, after, first, last):
    masked = rules.mask(f"{before} {first}  {last} {after}", [PersonGiven(f"{first} {last}")])
    assert f"{first}  {last}" not in masked.split("[name]", 1)[0].removeprefix(before)
    assert "[name]" in masked


people = st.builds(
    PersonGiven,
    st.sampled_from(["", "Ada Invented", "ada  INVENTED", "Ben Invented"]),
    st.sampled_from([None, BORN]),
    st.sampled_from(["", "a@example.org", "A@example.org"]),
    st.sampled_from(["", "07700 900123", "+44 7700 900123"]),
)


@given(people, people)
def test_who_is_one_person_does_not_hang_on_who_came_first_and_two_names_never_are(one, two):
    def same(first, second):
        known = dict(rules.marks(second))
        shared = {kind for kind, text in rules.marks(first) if known.get(kind) == text}
        return rules.same_person(shared, both_named=first.named and second.named)

    assert same(one, two) == same(two, one)
    if one.named and two.named and rules.normal_name(one.name) != rules.normal_name(two.name):
        assert not same(one, two)


def test_names_and_contacts_are_masked_wherever_they_stand_in_a_text():
    person = PersonGiven("Amina  Khan", email="a@example.org", phone="07700 900123")
    text = "AMINA\nKHAN (a@Example.org, 07700 900123) and Aminakhan"
    assert rules.mask(text, [person]) == "[name] ([e-mail], [telephone]) and Aminakhan"


ZEB = PersonGiven("Zeb Qu\u00e9", email="zeb.q+hub@example.org", phone="07700 900456")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/?mail=zeb.q%2Bhub%40example.org&page=2", "https://a.example/?mail=[e-mail]&page=2"),
        ("https://a.example/?u=mailto%3AZEB.Q+hub@example.org", "https://a.example/?u=mailto%3A[e-mail]"),
        ("https://a.example/?q=Zeb+Qu%C3%A9", "https://a.example/?q=[name]"),
        ("https://a.example/?q=zeb%20qu\u00e9#top", "https://a.example/?q=[name]#top"),
        ("https://wa.example/447700900456", "https://wa.example/[telephone]"),
        ("https://a.example/?tel=%2B44%207700%20900456", "https://a.example/?tel=[telephone]"),
        ("https://a.example/?tel=tel%3A07700900456", "https://a.example/?tel=tel%3A[telephone]"),
    ],
)  # fmt: skip
def test_an_address_names_nobody_however_it_writes_them(address, kept):
    assert rules.mask_address(address, [ZEB]) == kept


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/zeb/status/1791234567890123456?s=20", "https://facebook.com/zeb.que/posts/1234567",
        "https://example.org/%D9%85%20b+c?a=%40zeb", "https://077009004561.example/", "",
    ],
)  # fmt: skip
def test_a_handle_in_an_address_stays_and_so_does_everything_else(address):
    assert rules.mask_address(address, [ZEB, PersonGiven("Zeb")]) == address


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("zeb_qu\u00e9's_aunt", "[name]'s aunt"), ("Zeb Qu\u00e9", "[name]"), ("zeb.q+hub@example.org", "[e-mail]"),
        ("tel_07700-900456", "tel [telephone]"), ("their_aunt", "their_aunt"),
    ],
)  # fmt: skip
def test_what_a_column_is_called_names_nobody(label, kept):
    assert rules.mask_label(label, [ZEB]) == kept


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


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [("", "", True), ("Amina Khan", "", True), ("Amina Khan", "Bilal Khan", False)],
)
def test_a_contact_that_two_names_have_used_is_nobodys_in_particular(one, two, same):
    shared = {MarkKind.EMAIL}
    both = bool(one and two)
    assert rules.same_person(shared, both_named=both) is same
    assert rules.same_person(shared, both_named=both, two_names=True) is False
    assert rules.same_person({MarkKind.NAME_AND_EMAIL}, both_named=True, two_names=True) is True


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


@given(
    st.sampled_from(["", "yes", "no", "e-mail", "phone"]),
    st.sampled_from(["", "yes", "no", "e-mail", "phone"]),
)
def test_what_is_said_later_never_makes_more_safe(own, said):
    ways = {"": {"e", "p"}, "yes": {"e", "p"}, "no": set(), "e-mail": {"e"}, "phone": {"p"}}
    assert ways[rules.narrower(own, said)] == ways[own] & ways[said]


@pytest.mark.parametrize("typed", ["07700 900456", "07700900456", "+44 7700 900456", "0044 (0)7700-900456"])
@pytest.mark.parametrize(
    "written",
    [
        "07700 900456",
        "07700900456",
        "07700-900-456",
        "+447700900456",
        "+44 (0)7700 900 456",
        "0044 7700 900456",
        "7700 900456",
    ],
)
def test_a_telephone_number_is_masked_however_it_is_written(typed, written):
    assert rules.mask(f"Ring {written}, please", [PersonGiven("", phone=typed)]) == "Ring [telephone], please"


@pytest.mark.parametrize(
    "text", ["07700 900457", "1077009004560", "07700 90045", "order 0770090045612", "a07700900456"]
)
def test_another_number_is_not(text):
    assert rules.mask(text, [PersonGiven("", phone="07700 900456")]) == text
