"""A row becomes a telling, or every reason why not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.common import clock
from hub.reports import rules
from hub.reports.rules.values import urls
from hub.reports.terms import Channel, Religion, ReporterRole, Safe, Strand, Telling
from tests.walks import AMINA, read, row

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def told(**given_columns: str) -> Telling:
    found = read(row(1, reported_at="2026-11-23T10:00:00Z") | given_columns, NOW)
    assert isinstance(found, Telling), found
    return found


def refused(**given_columns: str) -> tuple[str, ...]:
    found = read(row(1, reported_at="2026-11-23T10:00:00Z") | given_columns, NOW)
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_is_read_in_any_spelling(channel):
    for spelt in (
        channel.value,
        channel.value.upper(),
        channel.value.replace("-", " "),
        channel.value.replace("-", "_"),
    ):
        assert told(channel=spelt).channel == channel


@pytest.mark.parametrize("role", ReporterRole)
def test_every_role_is_read_in_any_spelling(role):
    assert told(reporter_role=role.value.replace("-", "").title()).reporter_role == role


@pytest.mark.parametrize("strand", [each for each in Strand if each != Strand.RELIGION])
def test_every_strand_is_read(strand):
    assert told(strands=strand.label.replace(" identity", "")).strands == (strand,)


@pytest.mark.parametrize("religion", Religion)
def test_religion_needs_the_religion_that_is_targeted(religion):
    assert told(strands="Religion", targeted_religion=religion.label).targeted_religion == (religion,)
    assert "targeted_religion is missing" in refused(strands="religion")[0]


def test_none_stands_alone():
    assert told(strands="None").no_hate_element
    assert "none" in refused(strands="none;race")[0]
    assert not told(strands="").no_hate_element


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("YES", True),
        ("true", True),
        ("1", True),
        ("no", False),
        ("False", False),
        ("0", False),
        ("", None),
    ],
)
def test_yes_and_no(text, value):
    assert (
        told(online=text, immediate_danger=text, consent_support=text, victim_under_18=text).online is value
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("yes", Safe.YES),
        ("0", Safe.NO),
        ("E-Mail", Safe.EMAIL),
        ("email", Safe.EMAIL),
        ("phone", Safe.PHONE),
        ("", None),
    ],
)
def test_how_it_is_safe_to_make_contact(text, safe):
    assert told(safe_to_contact=text).safe_to_contact == safe


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("channel", "pigeon"), ("reporter_role", "king"), ("strands", "blue"), ("online", "maybe"),
        ("safe_to_contact", "perhaps"), ("targeted_religion", "jedi"), ("borough", "Atlantis"),
        ("reported_at", "yesterday"), ("reported_at", "2026-11-23"), ("reported_at", "2026-11-25T12:00:00Z"),
        ("reported_at", "31/02/2026 10:00"), ("reported_at", "29/03/2026 01:30"), ("posted_at", "soon"),
        ("victim_date_of_birth", "2030-01-01"), ("victim_date_of_birth", "1.1.1990"), ("reporter_email", "somebody at home"),
        ("what_happened", ""), ("source", " "), ("source_reference", ""), ("reported_at", ""),
        ("what_happened", "x" * 100_001), ("what_happened", "a\0b"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_its_column_named(column, text):
    reasons = refused(**{column: text})
    assert any(column in each for each in reasons)
    assert not any(text and len(text) > 3 and text in each for each in reasons), (
        "a reason never repeats what was written"
    )


def test_every_reason_is_told_at_once():
    assert len(refused(online="x", strands="y", reported_at="z")) == 3


@pytest.mark.parametrize(
    ("text", "moment", "assumed"),
    [
        ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00+00:00", False),
        ("2026-07-01T10:00:00+01:00", "2026-07-01T09:00:00+00:00", False),
        ("2026-07-01 10:00", "2026-07-01T09:00:00+00:00", True),
        ("01/07/2026 10:00", "2026-07-01T09:00:00+00:00", True),
        ("1/7/2026 9:05:30", "2026-07-01T08:05:30+00:00", True),
        ("25/10/2026 01:30", "2026-10-25T00:30:00+00:00", True),
    ],
)
def test_times_are_read_with_their_zone_or_as_londons(text, moment, assumed):
    found = told(reported_at=text)
    assert found.reported_at == datetime.fromisoformat(moment)
    assert found.zone_assumed is assumed
    assert bool(found.notes) is assumed


def test_addresses_are_separated_by_white_space_or_a_semicolon_before_http():
    assert urls("https://a.example/x;y https://b.example/;https://c.example/") == (
        "https://a.example/x;y", "https://b.example/", "https://c.example/",
    )  # fmt: skip


def test_unknown_columns_are_kept_and_named():
    found = told(favourite="tea")
    assert found.unknown_columns == ("favourite",)
    assert found.given["favourite"] == "tea"


@given(st.dictionaries(st.sampled_from(rules.COLUMNS), st.text(max_size=40)))
def test_no_row_breaks_the_reading(columns):
    found = read(columns, NOW)
    assert isinstance(found, Telling) or all(isinstance(each, str) and each for each in found)


@given(st.text(alphabet="'=+-@\t\rabc1", max_size=8))
def test_a_neutralised_cell_comes_back_as_it_was_and_no_spreadsheet_runs_it(text):
    shown = rules.neutralise(text)
    assert shown[:1] not in set("=+-@\t\r")
    assert rules.restore(shown) == text or not (text.startswith("'") or shown != text)


@pytest.mark.parametrize(
    ("given_columns", "own"),
    [
        ({"reporter_role": "victim"}, True), ({"reporter_role": ""}, True), ({"reporter_role": "on behalf"}, True),
        ({"reporter_role": "professional"}, True), ({"reporter_role": "witness"}, False),
        ({"reporter_role": "organisation"}, False), ({"reporter_role": "witness", "victim_name": "A B"}, True),
        ({"reporter_role": "witness", "victim_under_18": "no"}, True),
        ({"reporter_role": "witness", "victim_date_of_birth": "1990-01-01"}, True),
        ({"reporter_role": "organisation", "consent_support": "yes"}, True),
        ({"reporter_role": "organisation", "consent_partners": "Galop"}, True),
        ({"reporter_role": "organisation", "consent_support": "no"}, False),
    ],
)  # fmt: skip
def test_whose_a_report_is(given_columns, own):
    assert rules.own_victim(told(**given_columns)) is own


@pytest.mark.parametrize(
    ("born", "band"),
    [(date(2020, 1, 1), "under 13"), (date(2013, 11, 24), "13-17"), (date(2008, 11, 24), "18-24"),
     (date(2008, 11, 25), "13-17"), (date(1950, 1, 1), "65 or over")],
)  # fmt: skip
def test_the_age_band(born, band):
    assert rules.age_band(born, date(2026, 11, 24), None) == band


def test_history_is_older_than_thirty_days_and_nobody_is_in_danger():
    old = told(reported_at="2026-01-01T10:00:00Z")
    assert rules.historic_reasons(old, NOW) == ()
    assert rules.historic_reasons(told(), NOW)
    assert rules.historic_reasons(told(reported_at="2026-01-01T10:00:00Z", immediate_danger="yes"), NOW)
    assert clock.now() - old.reported_at > timedelta(days=30)


def test_somebody_named_is_not_anonymous():
    assert rules.is_anonymous(told())
    for column, text in AMINA.items():
        if column != "safe_to_contact":
            assert not rules.is_anonymous(told(**{column: text}))
