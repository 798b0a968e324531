"""Who may open a case, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases import rules
from hub.cases.terms import Given, Relation, Standing
from hub.people.terms import Actor, Role

BO, RUTH = Actor(Role.HUB_OFFICER, "bo", "", 1), Actor(Role.HUB_OFFICER, "ruth", "", 2)
GITA, CHANDRA = Actor(Role.INSPECTOR, "gita", "", 3), Actor(Role.BOROUGH_OFFICER, "chandra", "CE", 4)
AUD, ADI = Actor(Role.AUDITOR, "aud", "", 5), Actor(Role.ADMINISTRATOR, "adi", "", 6)
OLU = Actor(Role.OPERATOR, "olu")


@pytest.mark.parametrize(
    ("by", "holder", "officer", "how", "unit", "expected"),
    [
        (BO, None, None, "to-unit", "CE", Relation.FREE),
        (BO, 1, None, "to-unit", "CE", Relation.HOLDS),
        (BO, 2, None, "to-unit", "CE", Relation.NONE),
        (BO, None, None, "", "", Relation.FREE),
        (GITA, None, None, "to-unit", "CE", Relation.SUPERVISES),
        (GITA, 1, None, "to-unit", "CE", Relation.SUPERVISES),
        (GITA, 3, None, "to-unit", "CE", Relation.HOLDS),
        (CHANDRA, None, None, "to-unit", "CE", Relation.NONE),
        (CHANDRA, None, 4, "offered", "CE", Relation.OFFERED),
        (CHANDRA, 1, 4, "accepted", "CE", Relation.OFFICER),
        (CHANDRA, None, 4, "accepted", "NE", Relation.NONE),
        (CHANDRA, None, 9, "accepted", "CE", Relation.NONE),
        (AUD, None, None, "", "", Relation.NONE),
        (ADI, None, None, "", "", Relation.NONE),
        (OLU, None, None, "", "", Relation.NONE),
    ],
)
def test_what_somebody_has_to_do_with_a_case(by, holder, officer, how, unit, expected):
    assert rules.relation(by, Standing(unit, holder, officer, how)) == expected


STANDINGS = st.builds(
    Standing,
    st.sampled_from(["", "CE", "NE"]),
    st.none() | st.integers(1, 6),
    st.none() | st.integers(1, 6),
    st.sampled_from(["", *Given.values]),
)


@given(by=st.sampled_from([AUD, ADI, OLU]), standing=STANDINGS)
def test_whoever_does_not_work_on_cases_never_has_a_part_in_one(by, standing):
    assert rules.relation(by, standing) == Relation.NONE


@given(standing=STANDINGS)
def test_a_borough_officer_has_no_part_in_another_units_case(standing):
    if standing.unit != "CE":
        assert rules.relation(CHANDRA, standing) == Relation.NONE


@given(standing=STANDINGS)
def test_the_inspector_always_has_a_part(standing):
    assert rules.relation(GITA, standing) != Relation.NONE
