"""The dated data itself: whole, without gaps or overlaps, and honest about what is uncertain."""

import csv
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from hub.law import queries
from hub.law.rules.counting import stands
from hub.law.terms import Mode, Sure

LAW = queries.law()
with (Path(__file__).parent / "catalogue.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))
IDS = tuple(dict.fromkeys(each.id for each in LAW.offences))
OF_THE_FACTS = [
    "MCA1",
    "CA127-1",
    "CA127-2c",
    "OSA179",
    "OSA181",
    "OSA183",
    "OSA184",
    "SOA66A",
    "SOA66B",
    "POA4",
    "POA4A",
    "POA4B",
    "POA5",
    "PHA2",
    "PHA2A",
    "PHA4",
    "PHA4A",
    "OAPA16",
    "CDAM2",
    "POA18",
    "POA19",
    "POA20-22",
    "POA23",
    "POA29B-G",
    "TA06-1",
    "TA12-13",
    "SCA44-46",
    "CJPO51",
    "ORD",
    "CMA1",
    "BLK",
    "DPA170",
    "FOA3",
]


def test_statute_section_mode_and_penalty_of_each_form_are_as_the_table_says():
    of_today = {each.id: each for each in LAW.offences if each.standing.valid_to is None}
    forms = [
        (
            each.offence, of_today[each.offence].statute, of_today[each.offence].section, "yes" if each.aggravated else "no",
            each.mode.value, each.indictment, each.summary,
        )
        for each in LAW.forms
        if each.standing.valid_to is None
    ]  # fmt: skip
    assert sorted(forms) == sorted(tuple(row.values())[:-1] for row in EXPECTED)
    assert all(row["source"] for row in EXPECTED)


def spans(rows):
    """Since when each row stands and until when, in order."""
    return sorted((each.standing.valid_from, each.standing.valid_to or date.max) for each in rows)


def changes():
    """Every day on which something of the catalogue begins."""
    rows = [*LAW.offences, *LAW.forms, *LAW.aggravations, *LAW.bounds, *LAW.points, *LAW.patterns]
    return sorted({each.standing.valid_from for each in rows})


def test_every_offence_of_the_facts_stands_in_the_catalogue_in_their_order():
    assert list(IDS) == OF_THE_FACTS


@pytest.mark.parametrize("name", queries.TABLES)
def test_every_row_says_where_it_is_from_how_sure_it_is_and_when_to_look_again(name):
    for row in queries.shipped(name):
        assert row["source"]
        assert row["certainty"]
        assert row["sure"] in {each.value for each in Sure}
        assert date.fromisoformat(row["checked_at"]) < date.fromisoformat(row["check_again_at"])
        assert row["sure"] != Sure.UNCERTAIN or re.search("uncertain|not verified|check", row["certainty"])


@pytest.mark.parametrize("offence", IDS)
def test_the_wordings_of_an_offence_follow_each_other_without_gap_or_overlap(offence):
    found = spans(each for each in LAW.offences if each.id == offence)
    assert all(after[0] == before[1] + timedelta(days=1) for before, after in pairwise(found))


@pytest.mark.parametrize("offence", IDS)
def test_every_limb_of_an_offence_is_tried_in_one_way_on_each_of_its_days(offence):
    first, last = spans(each for each in LAW.offences if each.id == offence)[0][0], date.max
    forms = [each for each in LAW.forms if each.offence == offence]
    assert {each.aggravated for each in forms} >= {False}
    for limb in {(each.limb, each.aggravated) for each in forms}:
        found = spans(each for each in forms if (each.limb, each.aggravated) == limb)
        assert all(after[0] == before[1] + timedelta(days=1) for before, after in pairwise(found))
        assert found[-1][1] == last
        assert limb[1] or found[0][0] == first


def test_a_summary_form_has_a_limit_and_no_other_has():
    assert all(bool(each.limit) == (each.mode == Mode.SUMMARY) for each in LAW.forms)


def test_a_limit_has_its_bounds_on_every_day_of_the_form_that_it_is_the_limit_of():
    for form in LAW.forms:
        days = [form.standing.valid_from, form.standing.valid_to or date(2100, 1, 1)]
        for on in days if form.limit else []:
            assert [each for each in LAW.bounds if each.limit == form.limit and stands(each, on)], form


def test_a_strand_that_is_in_force_has_an_aggravated_form_on_each_of_its_days():
    for strand in [each for each in LAW.aggravations if each.commenced]:
        on = strand.standing.valid_from
        assert [
            each
            for each in LAW.forms
            if each.offence == strand.offence and each.aggravated and stands(each, on)
        ]


def test_what_nobody_has_verified_says_so_and_is_never_taken_for_law():
    unsure = [each for each in LAW.aggravations if not each.commenced]
    assert {each.strand for each in unsure} == {"sexual-orientation", "disability", "transgender", "sex"}
    assert all(each.standing.sure == Sure.UNCERTAIN for each in unsure)


def test_every_offence_tells_what_to_prove_a_defence_and_the_limits_of_free_speech_on_each_of_its_days():
    for on in changes():
        for entry in queries.page(on, limit=500)[0]:
            assert entry.prove, (entry.offence.id, on)
            assert entry.defences, (entry.offence.id, on)
            assert entry.speech, (entry.offence.id, on)
            assert entry.forms, (entry.offence.id, on)


def test_hostility_is_for_the_sentence_of_every_offence_and_must_be_proved_for_an_aggravated_form():
    for entry in queries.page(date(2026, 11, 25), limit=500)[0]:
        (uplift,) = entry.sentence
        assert "Sentencing Act 2020 s.66" in uplift
        assert ("aggravated form itself" in uplift) == bool(entry.aggravated)
        assert any("CDA 1998 s.28" in each for each in entry.prove) == bool(entry.aggravated)


def test_what_is_uncertain_is_told_with_the_day_to_check_it_again():
    told = queries.uncertain()
    assert {each.partition(":")[0] for each, _, _ in told} == {
        "offences", "forms", "aggravations", "outcome conditions",
    }  # fmt: skip
    assert all(why and date.fromisoformat(again) > date(2026, 11, 23) for _, why, again in told)


def test_the_attorney_general_and_the_director_consent_where_the_law_asks_it():
    consents = {each.id: each.consent for each in LAW.offences}
    general = {each for each, said in consents.items() if said.startswith("Attorney General")}
    assert general == {"POA18", "POA19", "POA20-22", "POA23", "POA29B-G"}
    director = {each for each, said in consents.items() if "Director of Public Prosecutions" in said}
    assert director == {"TA06-1", "TA12-13", "DPA170"}


def test_the_general_limit_of_a_magistrates_court_is_that_of_the_day():
    assert queries.general_limit(date(2024, 11, 17)) == "6 months"
    assert queries.general_limit(date(2024, 11, 18)) == "12 months"
    assert queries.general_limit(date(1970, 1, 1)) == ""


@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_of_offences_tell_each_once_in_the_order_of_the_catalogue(size):
    on, told, after = date(2026, 4, 1), [], ""
    while True:
        found, after = queries.page(on, after=after, limit=size)
        told += [each.offence.id for each in found]
        if not after:
            break
    assert told == list(IDS)


def test_a_page_begins_only_where_an_earlier_one_ended():
    with pytest.raises(ValueError, match="POA4B"):
        queries.page(date(2026, 3, 31), after="POA4B")
