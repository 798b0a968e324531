"""Which services fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.support import queries, rules
from hub.support.terms import Wanted

DIRECTORY = queries.directory()
STRANDS = (
    "race",
    "religion",
    "sexual-orientation",
    "disability",
    "transgender",
    "sex",
    "age",
    "alternative-subculture",
    "other",
)


def match(
    *, outside=False, strands=(), religions=(), borough="hackney", under_18=None, language=""
) -> list[str]:
    wanted = Wanted(strands, religions, borough, under_18, language)
    return [each.slug for each in rules.match(DIRECTORY, wanted, outside_london=outside)]


@pytest.mark.parametrize(
    ("wanted", "first", "never"),
    [
        ({"strands": ("religion",), "religions": ("jewish",)}, "cst", "tell-mama"),
        ({"strands": ("religion",), "religions": ("muslim",)}, "tell-mama", "cst"),
        ({"strands": ("sexual-orientation",)}, "galop", "cst"),
        ({"strands": ("disability",)}, "choice-in-hackney", "real-tower-hamlets"),
        ({"strands": ("disability",), "borough": "tower-hamlets"}, "real-tower-hamlets", "choice-in-hackney"),
        ({"strands": ("race",), "outside": True, "borough": ""}, "on-your-side", "catch"),
        ({"strands": (), "under_18": False}, "report-harmful-content", "childline"),
    ],
)
def test_the_fitting_service_comes_first_and_one_that_does_not_fit_never(wanted, first, never):
    found = match(**wanted)
    assert found[0] == first
    assert never not in found


@given(
    st.lists(st.sampled_from(STRANDS), unique=True), st.sampled_from(["", "hackney", "city-of-london"]), st.booleans(),
    st.sampled_from([True, False, None]),
)  # fmt: skip
def test_nobody_is_ever_offered_nothing_and_every_offer_has_its_reasons(strands, borough, outside, under_18):
    wanted = Wanted(tuple(strands), (), borough, under_18, "")
    found = rules.match(DIRECTORY, wanted, outside_london=outside)
    assert found
    assert all(each.reasons for each in found)
    assert len({each.slug for each in found}) == len(found)


def test_every_entry_says_when_it_was_checked_or_that_it_was_not():
    assert all((each.assured_date is None) == (not each.url) for each in DIRECTORY.services)
