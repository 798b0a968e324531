from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.cli.demonstration import reports
from hub.cli.importing import files
from hub.content import rules as content_rules
from hub.content.terms import ContentGiven
from hub.places import queries as places
from hub.places import rules as place_rules
from hub.places.terms import AreaKind
from hub.reports import rules
from hub.reports.terms import Channel, Religion, ReporterRole, Safe, Strand, Telling
from hub.triage import rules as triage_rules
from hub.triage.terms import Facts, Place, Scope

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
ATLAS = places.atlas()
LONDON = ZoneInfo("Europe/London")
ROWS = tuple(reports.rows(NOW))


def read(row):
    return rules.read(
        row, now=NOW, known_area=lambda text: place_rules.read_area(text, ATLAS).kind != AreaKind.UNKNOWN,
        allowed_areas="a borough",
    )  # fmt: skip


TELLINGS = [found for row in ROWS if isinstance(found := read(row), Telling)]


def assessed(telling):
    found = place_rules.locate(
        ATLAS,
        place_rules.read_postcode(telling.postcode),
        place_rules.read_area(telling.borough, ATLAS),
        None,
    )
    place = Place(
        found.borough_slug, found.unit, found.force, found.outside, found.force_to_be_named, found.rule, found.reason,
        found.ask, found.candidates,
    )  # fmt: skip
    return triage_rules.assess(
        Facts(
            telling.online, tuple(telling.strands), telling.no_hate_element, religion_without_strand=False,
            immediate=telling.immediate_danger, place=place,
        )
    )  # fmt: skip


ASSESSED = [assessed(each) for each in TELLINGS]


def test_it_is_the_same_file_for_the_same_moment():
    assert tuple(reports.rows(NOW)) == ROWS
    assert tuple(reports.rows(NOW + timedelta(days=1))) != ROWS


def test_it_is_long_enough_and_a_few_rows_are_to_be_rejected():
    assert len(TELLINGS) >= 320
    assert 3 <= len(ROWS) - len(TELLINGS) <= 10


def test_every_channel_role_strand_religion_and_safety_is_there():
    assert {each.channel for each in TELLINGS} == set(Channel)
    assert {each.reporter_role for each in TELLINGS} == {None, *ReporterRole}
    assert {strand for each in TELLINGS for strand in each.strands} == set(Strand)
    assert {religion for each in TELLINGS for religion in each.targeted_religion} == set(Religion)
    assert {each.safe_to_contact for each in TELLINGS} == {None, *Safe}
    assert {each.consent_support for each in TELLINGS} == {None, True, False}
    assert {"ur", "bn", "pl", "so", "ar"} <= {each.language for each in TELLINGS}


def test_every_borough_and_command_unit_is_there():
    assert {each.borough for each in ASSESSED} - {""} == set(ATLAS.boroughs)
    assert {each.unit for each in ASSESSED} - {""} == set(ATLAS.units)


def test_every_kind_of_exit_is_proposed_and_some_forces_wait_to_be_known():
    exits = {each.exit for each in ASSESSED}
    wanted = {
        "city-of-london-police",
        "kent-police",
        "police-scotland",
        "other-force",
        "not-uk",
        "not-online",
    }
    assert wanted | {"no-hate-element"} <= exits
    assert {each.scope for each in ASSESSED} == set(Scope)


def test_danger_is_told_from_in_and_out_of_london_and_from_nowhere():
    assert {each.scope for each in ASSESSED if each.immediate} == set(Scope)


def test_one_post_is_told_by_forty_who_were_not_its_target_and_another_by_twelve_who_were():
    posts = Counter(
        (content_rules.post_of(url), rules.own_victim(each)) for each in TELLINGS for url in each.content_urls
    )
    assert posts[("x", "1000000000000000123"), False] == 40
    assert posts[("tiktok", "7000000000000000456"), True] == 12


def test_a_telling_comes_again_the_same_and_again_changed():
    again = [
        row for row in ROWS if [each["source_reference"] for each in ROWS].count(row["source_reference"]) > 1
    ]
    assert len(again) == 3
    assert again[0] == again[1] != again[2]


def test_one_victim_comes_by_several_channels_with_one_item_and_with_another():
    told = [each for each in TELLINGS if each.reporter_name == "Noor Imaginary"]
    items = {
        (each.channel, item.key)
        for each in told
        for item in content_rules.items(ContentGiven(urls=each.content_urls))
    }
    assert len({channel for channel, _ in items}) == 3
    assert len({key for _, key in items}) == 2


def test_people_are_told_of_in_every_way():
    assert any(rules.is_anonymous(each) for each in TELLINGS)
    assert any(each.victim_name and not each.reporter_name for each in TELLINGS)
    assert any(each.reporter_phone and not each.reporter_email for each in TELLINGS)
    assert any(rules.under_18(each) for each in TELLINGS)
    assert any(each.crime_reference for each in TELLINGS)
    assert any(each.consent_partners for each in TELLINGS)
    assert any(each.zone_assumed for each in TELLINGS)
    assert any(len(each.strands) > 1 for each in TELLINGS)
    assert any(len(each.content_urls) > 1 for each in TELLINGS)
    assert any(each.account_id for each in TELLINGS)


def test_the_cases_are_there_on_which_the_law_is_tried():
    age = {(NOW - each.posted_at).days for each in TELLINGS if each.posted_at}
    assert {170, 179, 200} <= age
    posted = {
        each.posted_at.astimezone(LONDON).date()
        for each in TELLINGS
        if each.posted_at and Strand.SEX in each.strands
    }
    assert {date(2026, 3, 31), date(2026, 4, 1)} <= posted
    assert any(each.immediate_danger and each.reported_at.hour == 3 for each in TELLINGS)
    assert any("names nobody and threatens nobody" in each.what_happened for each in TELLINGS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["source_reference"])
def test_nobody_in_it_exists_and_it_says_so(row):
    assert row["what_happened"].lstrip("=").startswith("Invented report:") or not row["what_happened"]
    assert row["content_text"].strip().casefold().startswith("invented") or not row["content_text"]
    assert row["reporter_email"].endswith("@example.org") or not row["reporter_email"]
    assert row["reporter_phone"].startswith(("07700 900", "020 7946 0")) or not row["reporter_phone"]


def test_the_file_is_read_back_as_it_was_made(tmp_path):
    path = tmp_path / "invented.csv"
    assert reports.write(path, NOW) == len(ROWS)
    source = files.open_source(path)
    with source.binary:
        found = [each.values for each in files.rows(source)]
    assert [{name: text for name, text in each.items() if text} for each in found] == [
        {name: text for name, text in each.items() if text} for each in ROWS
    ]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_victim_here_is_the_account_that_another_report_is_about():
    (victim,) = [each for each in TELLINGS if each.reporter_name == "Vic Pretend"]
    (other,) = [each for each in TELLINGS if each.account_handle == "@vic_pretend"]
    assert (rules.own_victim(victim), rules.own_victim(other)) == (True, True)
    assert victim.reporter_name != other.reporter_name
    assert victim.account_handle not in {"", other.account_handle}


def test_of_sw16_the_force_is_known_and_the_borough_is_asked_unless_it_is_one_of_its_four():
    found = {
        each.postcode: (rated.scope, rated.borough, rated.force)
        for each, rated in zip(TELLINGS, ASSESSED, strict=True)
        if each.postcode in {"SW16 1AA", "SW16"}
    }
    assert found == dict.fromkeys(("SW16 1AA", "SW16"), (Scope.IN, "", "metropolitan-police"))
    merton, hackney = (
        rated for each, rated in zip(TELLINGS, ASSESSED, strict=True) if each.postcode == "SW16 2BB"
    )
    assert (merton.borough, hackney.borough) == ("merton", ""), "Hackney has no part of it: it is asked"
