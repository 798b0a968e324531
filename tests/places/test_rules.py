import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.places import queries, rules
from hub.places.terms import Area, AreaKind, ExactRow, Located, PostcodeKind, ReadPostcode

ATLAS = queries.atlas()
with (Path(__file__).parent / "expected_places.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))


def located(postcode: str = "", borough: str = "", exact: ExactRow | None = None) -> Located:
    read, area = rules.read_postcode(postcode), rules.read_area(borough, ATLAS)
    return rules.locate(ATLAS, read, area, exact)


def in_table(row: dict[str, str]) -> ExactRow | None:
    if not row["table_borough"] and not row["table_force"]:
        return None
    return ExactRow(row["table_borough"], row["table_force"], "E", "ONSPD invented")


@pytest.mark.parametrize(
    "row", EXPECTED, ids=lambda row: f"{row['postcode']}|{row['borough_told']}|{row['why']}"
)
def test_a_place_is_decided_as_the_table_of_expectations_says(row):
    assert row["borough_told"] == "" or rules.read_area(row["borough_told"], ATLAS).kind != AreaKind.UNKNOWN
    found = located(row["postcode"], row["borough_told"], in_table(row))
    assert {
        "borough": found.borough_slug,
        "unit": found.unit,
        "force": found.force,
        "outside": found.outside,
        "force_to_be_named": "yes" if found.force_to_be_named else "no",
        "must_ask": "yes" if found.ask else "no",
    } == {
        name: row[name] for name in ("borough", "unit", "force", "outside", "force_to_be_named", "must_ask")
    }
    assert found.reason.endswith(".")
    assert found.rule


def test_no_expectation_stands_twice():
    told = [tuple(row.values())[:4] for row in EXPECTED]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("slug", sorted(ATLAS.boroughs))
def test_each_borough_alone_decides_its_unit_and_force(slug):
    borough = ATLAS.boroughs[slug]
    for spelt in (borough.name, borough.name.upper(), f"London Borough of {borough.name}", slug):
        found = located(borough=spelt)
        assert (found.borough_slug, found.unit, found.force) == (slug, borough.unit, borough.force)
        assert not found.ask
    assert bool(borough.unit) == (borough.force == rules.METROPOLITAN)
    assert slug == "city-of-london" or ATLAS.units[borough.unit].force == borough.force


@pytest.mark.parametrize("slug", sorted(set(ATLAS.forces) - {rules.METROPOLITAN, "city-of-london-police"}))
def test_each_other_force_named_is_the_exit(slug):
    found = located(borough=ATLAS.forces[slug])
    assert (found.force, found.outside, found.force_to_be_named) == (slug, "other-force", False)


def test_the_shipped_tables_are_whole():
    assert len(ATLAS.boroughs) == 33
    assert len(ATLAS.units) == 12
    assert {each.unit for each in ATLAS.boroughs.values()} == {*ATLAS.units, ""}
    assert {each.force for each in ATLAS.boroughs.values()} <= set(ATLAS.forces)
    assert {each for row in ATLAS.outward.values() for each in row.boroughs} == set(ATLAS.boroughs)
    assert {row.outside for row in ATLAS.outward.values()} == {"none", "fringe", "mostly"}
    assert len(queries.force_codes()) == len(ATLAS.forces)


def test_sw16_names_its_four_boroughs():
    found = located("SW16 1AA")
    assert found.candidates == ("lambeth", "merton", "croydon", "wandsworth")
    assert "Lambeth, Merton, Croydon, Wandsworth" in found.reason


def test_a_reason_tells_which_table_it_rests_on():
    assert ATLAS.edition in located("SW16").reason
    assert ATLAS.edition in located("E8").reason
    table = ExactRow("lambeth", rules.METROPOLITAN, "E", "ONSPD invented")
    assert (
        located("SW16 1AA", exact=table).reason == "The postcode table (ONSPD invented) puts it in Lambeth."
    )
    assert (
        located("SW16 1AA", exact=replace(table, edition="")).reason
        == "The postcode table puts it in Lambeth."
    )


def test_the_report_ruling_out_the_city_leaves_the_other_candidates():
    assert located("EC1A 1BB", "Metropolitan Police").candidates == ("islington", "camden", "hackney")


def test_a_postcode_that_cannot_be_read_is_told_apart_from_none():
    assert located("not sure").reason != located("").reason


@pytest.mark.parametrize(
    ("exact", "force", "outside"),
    [
        (ExactRow("", "", ""), "", "not-uk"),
        (ExactRow("", "", "S"), "police-scotland", "other-force"),
        (ExactRow("", "", "N"), "police-service-of-northern-ireland", "other-force"),
        (ExactRow("", "", "W"), "", "other-force"),
        (ExactRow("", "gwent-police", ""), "gwent-police", "other-force"),
        (ExactRow("city-of-london", rules.METROPOLITAN, "E"), rules.METROPOLITAN, ""),
    ],
)
def test_the_postcode_table_decides_by_its_own_columns(exact, force, outside):
    found = located("SW16 1AA", exact=exact)
    assert (found.force, found.outside, found.unit) == (force, outside, "")
    assert found.force_to_be_named == (outside == "other-force" and not force)


def test_a_district_with_one_uncertain_borough_is_not_named():
    code, row = "E8", ATLAS.outward["E8"]
    atlas = replace(ATLAS, outward={code: replace(row, substantial=())})
    found = rules.locate(atlas, ReadPostcode(PostcodeKind.OUTWARD, outward=code), Area(AreaKind.BLANK), None)
    assert (found.borough_slug, found.force) == ("", rules.METROPOLITAN)
    assert "may lie in Hackney" in found.reason
    assert found.ask


@pytest.mark.parametrize(
    ("typed", "kind", "postcode", "outward"),
    [
        ("", PostcodeKind.BLANK, "", ""),
        ("sw161aa", PostcodeKind.FULL, "SW16 1AA", "SW16"),
        ("sw16-1aa.", PostcodeKind.FULL, "SW16 1AA", "SW16"),
        ("SW16\u00a01AA", PostcodeKind.FULL, "SW16 1AA", "SW16"),
        ("w1a 1aa", PostcodeKind.FULL, "W1A 1AA", "W1A"),
        ("E1 6AN", PostcodeKind.FULL, "E1 6AN", "E1"),
        ("SW1A", PostcodeKind.OUTWARD, "", "SW1A"),
        ("SW1A 1", PostcodeKind.PARTIAL, "", "SW1A"),
        ("SW1A 1A", PostcodeKind.PARTIAL, "", "SW1A"),
        ("N11A", PostcodeKind.UNREADABLE, "", ""),
        ("E123", PostcodeKind.UNREADABLE, "", ""),
        ("BFPO12", PostcodeKind.OUTWARD, "", "BFPO"),
        ("GY1 1AA", PostcodeKind.CROWN_DEPENDENCY, "", "GY1"),
        ("D02 AF30", PostcodeKind.FOREIGN, "", ""),
        ("outside the UK", PostcodeKind.FOREIGN, "", ""),
        ("LS1A 1AA", PostcodeKind.UNREADABLE, "", ""),
        ("123", PostcodeKind.UNREADABLE, "", ""),
    ],
)
def test_a_postcode_is_read_for_what_it_is(typed, kind, postcode, outward):
    assert rules.read_postcode(typed) == ReadPostcode(kind, postcode, outward)


@pytest.mark.parametrize("typed", ["Atlantis", "London", "Durhamshire", "Yorkshire", "!", "E8"])
def test_an_area_that_is_not_known_is_never_taken_for_one(typed):
    found = rules.read_area(typed, ATLAS)
    assert found.kind in {AreaKind.UNKNOWN, AreaKind.BLANK}
    assert rules.locate(ATLAS, ReadPostcode(PostcodeKind.BLANK), found, None).rule == "no-place"


def test_what_may_stand_for_a_borough_is_told_in_full():
    words = rules.allowed_areas(ATLAS)
    assert all(each.name in words for each in ATLAS.boroughs.values())
    assert "outside London, outside UK" in words


def test_no_name_of_a_borough_is_also_the_name_of_a_force():
    assert not set(ATLAS.borough_names) & set(ATLAS.force_names)


POSTCODES = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]?( ?[0-9][A-Za-z]{0,2})?", fullmatch=True),
    st.sampled_from(sorted(ATLAS.outward)),
    st.sampled_from([row["postcode"] for row in EXPECTED]),
)
AREAS = st.one_of(
    st.text(max_size=30),
    st.sampled_from([each.name for each in ATLAS.boroughs.values()]),
    st.sampled_from(list(ATLAS.forces.values())),
    st.sampled_from(["", "outside London", "outside UK"]),
)
EXACT = st.one_of(
    st.none(),
    st.builds(
        ExactRow,
        st.sampled_from(["", *ATLAS.boroughs]),
        st.sampled_from(["", *ATLAS.forces]),
        st.sampled_from(["", *"EWSN"]),
    ),
)


@given(POSTCODES, AREAS, EXACT)
def test_any_words_are_answered_with_a_reason_and_a_question_where_something_is_open(postcode, area, exact):
    found = located(postcode, area, exact)
    assert found.reason
    assert found.outside in {"", "other-force", "not-uk"}
    open_ = not found.borough_slug and not found.outside
    assert bool(found.ask) == (open_ or found.rule == "contradiction")
    assert not found.force_to_be_named or (found.outside == "other-force" and not found.force)
    assert not found.unit or found.unit == ATLAS.boroughs[found.borough_slug].unit
    assert found.force != rules.METROPOLITAN or not found.outside
    assert "  " not in found.reason


@given(POSTCODES, AREAS)
def test_a_borough_is_only_ever_one_that_was_told_or_a_candidate(postcode, area):
    found = located(postcode, area)
    told = rules.read_area(area, ATLAS)
    row = rules.district(ATLAS, rules.read_postcode(postcode).outward)
    candidates = row[1].boroughs if row else ()
    assert set(found.candidates) <= {*candidates, told.slug}
    assert found.borough_slug in {"", told.slug, *(candidates if len(candidates) == 1 else ())}


def certainty(found: Located) -> int:
    return bool(found.borough_slug) + bool(found.force)


@given(st.sampled_from(sorted(ATLAS.outward)), st.sampled_from(sorted(ATLAS.boroughs)), AREAS)
def test_one_more_uncertain_candidate_never_makes_the_answer_more_certain(code, extra, area):
    row = ATLAS.outward[code]
    assume(extra not in row.boroughs)
    told = rules.read_area(area, ATLAS)
    assume(told.slug != extra)  # else the report itself says that it is there
    wider = replace(ATLAS, outward={**ATLAS.outward, code: replace(row, boroughs=(*row.boroughs, extra))})
    postcode = ReadPostcode(PostcodeKind.OUTWARD, outward=code)
    before, after = (rules.locate(atlas, postcode, told, None) for atlas in (ATLAS, wider))
    assert certainty(after) <= certainty(before)


@given(st.sampled_from(sorted(ATLAS.outward)))
def test_the_met_is_named_only_where_no_candidate_is_another_forces(code):
    found, row = located(code), ATLAS.outward[code]
    sure = row.outside == "none" and "city-of-london" not in row.boroughs
    assert (found.force == rules.METROPOLITAN) == sure


@given(st.sampled_from(sorted(ATLAS.outward)), st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True), AREAS)
def test_a_reason_never_tells_the_second_half_of_a_postcode(outward, inward, area):
    assert rules.read_postcode(outward + inward).postcode == f"{outward} {inward}"
    assert f"{outward} {inward}" not in located(outward + inward, area).reason


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("TowerHamlets", AreaKind.BOROUGH, "tower-hamlets"), ("WALTHAMFOREST", AreaKind.BOROUGH, "waltham-forest"),
        ("kensingtonandchelsea", AreaKind.BOROUGH, "kensington-and-chelsea"), ("CityOfLondon", AreaKind.BOROUGH, "city-of-london"),
        ("outsideuk", AreaKind.ABROAD, ""), ("OutsideLondon", AreaKind.OUTSIDE_LONDON, ""),
        ("greatermanchester", AreaKind.FORCE, "greater-manchester-police"), ("Towerhamlet", AreaKind.UNKNOWN, ""),
    ],
)  # fmt: skip
def test_an_area_is_read_without_its_spaces(typed, kind, name):
    found = rules.read_area(typed, ATLAS)
    assert (found.kind, found.slug) == (kind, name)
