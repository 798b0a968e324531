"""Where somebody lives: the table that lawyers can read, and what holds for anything anybody writes."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.places import queries, rules
from hub.places.terms import ExactRow

ATLAS = queries.atlas()
TABLE = list(
    csv.DictReader((Path(__file__).parent / "expected_places.csv").read_text(encoding="utf-8").splitlines())
)


def locate(postcode: str, borough: str = "", exact: ExactRow | None = None):
    return rules.locate(ATLAS, rules.read_postcode(postcode), rules.read_area(borough, ATLAS), exact)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['postcode']}|{row['borough']}")
def test_a_place_is_found_as_the_table_says(row):
    found = locate(row["postcode"], row["borough"])
    assert found.borough_slug == row["expected_borough"]
    assert found.force == row["expected_force"]
    assert found.outside == row["outside"]
    assert bool(found.ask) == (row["asks"] == "yes")
    assert found.reason
    assert found.rule


@pytest.mark.parametrize("borough", ATLAS.boroughs.values(), ids=lambda each: each.slug)
def test_every_borough_has_its_unit_or_is_the_citys(borough):
    found = locate("", borough.name)
    assert found.borough_slug == borough.slug
    assert found.unit == ("" if borough.slug == "city-of-london" else borough.unit)
    assert (found.unit in ATLAS.units) == (borough.slug != "city-of-london")


@given(st.text(), st.text())
def test_nothing_anybody_writes_breaks_it_and_it_never_names_a_borough_it_was_not_told(postcode, borough):
    found = locate(postcode, borough)
    if found.borough_slug:
        assert found.borough_slug in found.candidates


@given(st.sampled_from(sorted(ATLAS.outward)))
def test_a_district_with_several_candidates_is_never_guessed(outward):
    found = locate(outward)
    if len(ATLAS.outward[outward].boroughs) > 1 or ATLAS.outward[outward].outside != "none":
        assert not found.borough_slug
        assert found.ask


@pytest.mark.parametrize(
    ("exact", "borough", "force", "outside"),
    [
        (ExactRow("lambeth", "metropolitan-police", "E"), "lambeth", "metropolitan-police", ""),
        (
            ExactRow("city-of-london", "city-of-london-police", "E"),
            "city-of-london",
            "city-of-london-police",
            "other-force",
        ),
        (ExactRow("", "kent-police", "E"), "", "kent-police", "other-force"),
        (ExactRow("", "", "E"), "", "", "other-force"),
        (ExactRow("", "", ""), "", "", "not-uk"),
        (ExactRow("", "metropolitan-police", "E"), "", "metropolitan-police", ""),
    ],
)
def test_the_postcode_table_decides_where_it_is_loaded(exact, borough, force, outside):
    found = locate("SW16 1AA", "", exact)
    assert (found.borough_slug, found.force, found.outside) == (borough, force, outside)
