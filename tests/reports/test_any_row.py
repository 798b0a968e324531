"""What may be said of a telling, and what holds for any row and any text."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reports import rules
from hub.reports.rules import values
from hub.reports.terms import Telling
from tests.reports.rows import NOW, told

# -- what may be said of a telling


@pytest.mark.parametrize("column", ["reporter_name", "reporter_phone", "victim_name"])
def test_any_name_or_contact_makes_a_telling_of_somebody(column):
    assert rules.is_anonymous(told(victim_date_of_birth="1990-01-01", account_handle="@invented"))
    assert not rules.is_anonymous(told(**{column: "7 Invented"}))
    assert not rules.is_anonymous(told(reporter_email="a@b.example"))


@pytest.mark.parametrize(
    ("more", "own"),
    [
        ({}, True), ({"reporter_role": "victim"}, True), ({"reporter_role": "on behalf"}, True),
        ({"reporter_role": "professional"}, True), ({"reporter_role": "witness"}, False),
        ({"reporter_role": "organisation"}, False), ({"reporter_role": "witness", "victim_name": "N."}, True),
        ({"reporter_role": "witness", "victim_date_of_birth": "1990-01-01"}, True),
        ({"reporter_role": "witness", "victim_under_18": "no"}, True),
        ({"reporter_role": "witness", "victim_gender": "woman"}, True),
        ({"reporter_role": "witness", "Victim Gender": "woman"}, True),
        ({"reporter_role": "witness", "victim_name": " "}, False),
        ({"reporter_role": "witness", "consent_support": "yes"}, True),
        ({"reporter_role": "witness", "consent_support": "no"}, False),
        ({"reporter_role": "organisation", "consent_partners": "Galop"}, True),
        ({"reporter_role": "witness", "reporter_name": "N."}, False),
    ],
)  # fmt: skip
def test_a_telling_has_its_own_victim_or_is_for_the_public(more, own):
    assert rules.own_victim(told(**more)) is own


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, "under 13"), (12, "under 13"), (13, "13-17"), (17, "13-17"), (18, "18-24"), (24, "18-24"), (25, "25-34"),
     (35, "35-44"), (45, "45-54"), (55, "55-64"), (64, "55-64"), (65, "65 or over"), (120, "65 or over")],
)  # fmt: skip
def test_a_birth_date_falls_in_a_band_on_the_birthday_itself(years, band):
    assert rules.age_band(date(2026 - years, 11, 24), date(2026, 11, 24), None) == band


@pytest.mark.parametrize(("child", "band"), [(True, "under 18"), (False, "18 or over"), (None, "")])
def test_without_a_birth_date_the_band_is_what_was_answered(child, band):
    assert rules.age_band(None, date(2026, 11, 24), child) == band


@pytest.mark.parametrize(
    ("more", "child"),
    [({"victim_date_of_birth": "2008-11-25"}, True), ({"victim_date_of_birth": "2008-11-24"}, False),
     ({"victim_under_18": "yes"}, True), ({"victim_under_18": "no"}, False), ({}, None),
     ({"victim_date_of_birth": "2015-01-01", "victim_under_18": "no"}, True),
     ({"victim_date_of_birth": "1990-01-01", "victim_under_18": "yes"}, True),
     ({"victim_date_of_birth": "1990-01-01", "victim_under_18": "no"}, False),
     ({"victim_date_of_birth": "2008-06-02", "reported_at": "2026-06-01T22:59Z"}, True),
     ({"victim_date_of_birth": "2008-06-02", "reported_at": "2026-06-01T23:00Z"}, False)],
)  # fmt: skip
def test_whether_the_victim_is_a_child(more, child):
    assert rules.under_18(told(**more)) is child


@pytest.mark.parametrize(
    ("told_then", "band", "later", "child"),
    [(True, "35-44", [], True), (None, "under 13", [], True), (False, "13-17", [], True), (None, "under 18", [], True),
     (False, "18-24", [], False), (None, "", ["suspect-child"], False), (None, "", ["victim-under-18"], True)],
)  # fmt: skip
def test_a_report_on_record_has_a_child_by_its_mark_its_band_or_a_later_fact(told_then, band, later, child):
    assert rules.victim_under_18(told=told_then, band=band, later=later) is child


def test_the_columns_that_differ_are_named():
    assert rules.differences({"a": "1", "b": "2"}, {"b": "3", "c": "4", "d": ""}) == ("a", "b", "c")
    assert rules.differences({"a": "1"}, {"a": "1"}) == ()


def test_a_telling_is_written_down_in_one_way():
    assert rules.canonical({"b": "\u00e9", "a": "1", "c": ""}) == rules.canonical({"a": "1", "b": "\u00e9"})
    assert json.loads(rules.canonical({"b": "\u00e9", "c": ""})) == {"b": "\u00e9"}


def test_history_refuses_what_is_urgent_or_recent():
    assert rules.historic_reasons(told(reported_at="2020-01-01T00:00Z"), NOW) == ()
    found = rules.historic_reasons(told(immediate_danger="yes"), NOW)
    assert len(found) == 2
    assert all("without --historic" in each for each in found)


# -- for any input

_TEXT = st.text(st.characters(), max_size=30)
_TYPED = st.one_of(
    _TEXT,
    st.sampled_from(["yes", "none", "none;race", "religion", "25/10/2026 01:30", "0001-01-01T00:00+14:00", "a@b.example", "'=x"]),
    st.datetimes().map(lambda each: each.isoformat()),
)  # fmt: skip


@given(st.dictionaries(st.one_of(st.sampled_from(rules.COLUMNS), _TEXT), _TYPED))
def test_any_row_becomes_a_telling_or_reasons(row):
    found = rules.read(row, now=NOW, known_area=bool, allowed_areas="any")
    if isinstance(found, Telling):
        assert found.given == {name: text for name, text in row.items() if text}
        assert rules.canonical(found.given) == rules.canonical(row)
        assert found.reported_at <= NOW + timedelta(minutes=5)
    else:
        assert found
        assert all(each.strip() for each in found)


@given(st.dictionaries(st.sampled_from(rules.COLUMNS), _TYPED))
def test_a_name_an_address_and_a_number_are_never_in_a_reason(row):
    person = {
        "reporter_name": "Zyx Invented",
        "reporter_email": "zyx@@example",
        "reporter_phone": "07700 900777",
    }
    found = rules.read({**row, **person}, now=NOW, known_area=bool, allowed_areas="any")
    assert isinstance(found, tuple)
    assert not any(secret in "".join(found) for secret in ("Zyx", "zyx@", "900777"))


@given(st.text("'=+-@\t\rab"))
def test_a_neutralised_cell_comes_back_as_it_was_and_runs_nothing(text):
    safe = rules.neutralise(text)
    assert rules.restore(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("'=1", "=1"), ("'+44", "+44"), ("'-", "-"), ("'@a", "@a"), ("'tis", "'tis"), ("''=1", "'=1"), ("'", "'"), ("=1", "=1"), ("", "")],
)  # fmt: skip
def test_one_apostrophe_is_taken_off_before_a_formula_only(typed, kept):
    assert rules.restore(typed) == kept


@given(st.text())
def test_spelling_a_value_differently_is_the_same_value(text):
    assert values.alike(f" {text.lower()}_-") == values.alike(text.lower())
