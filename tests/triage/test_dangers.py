"""The ten immediate escalations: all of them, each with its source, and what a control room is told."""

from datetime import date

import pytest

from hub.duties.terms import Danger
from hub.triage import queries, rules
from hub.triage.rules import dangers

TOLD = {
    "reporter_role": "victim", "reporter_name": "Amina Invented", "reporter_phone": "07700 900123",
    "reporter_email": "amina@example.org", "safe_to_contact": "yes", "what_happened": "Invented words.",
    "postcode": "E8 1EA", "borough": "Hackney",
}  # fmt: skip


def test_every_kind_of_danger_stands_in_the_dated_table_once_and_none_is_invented():
    assert [each.id for each in queries.dangers()] == [each.value for each in Danger]
    assert len(Danger) == 10


@pytest.mark.parametrize("row", queries.shipped_dangers(), ids=lambda each: each["id"])
def test_every_kind_says_what_to_do_first_whom_to_tell_and_how_sure_that_is(row):
    assert all(row[each].strip() for each in row if each != "valid_to")
    assert date.fromisoformat(row["valid_from"]) <= date.fromisoformat(row["checked_at"])


def test_a_kind_that_is_not_in_force_is_not_known():
    known = queries.dangers()
    assert dangers.in_force(known, date(1999, 1, 1)) == ()
    assert rules.titles(known, ()) == "Immediate danger, not named yet"
    assert (
        rules.titles(known, ("self-harm", "child"))
        == "Child at risk or images of child abuse; Suicide or self-harm"
    )


@pytest.mark.parametrize(
    ("told", "safe_now", "said", "not_said"),
    [
        ({}, "", "They said that this is safe: telephone 07700 900123, e-mail amina@example.org", ()),
        ({"safe_to_contact": ""}, "", "Nobody asked whether this is safe: take care: telephone", ()),
        ({"safe_to_contact": "phone"}, "", "By telephone only: telephone 07700 900123", ("amina@",)),
        ({"safe_to_contact": "e-mail"}, "", "By e-mail only: e-mail amina@example.org", ("07700",)),
        ({"safe_to_contact": "no"}, "", "Do not contact them", ("07700", "amina@")),
        ({"safe_to_contact": "what they said is not clear"}, "", "Do not contact them", ("07700", "amina@")),
        ({}, "no", "Do not contact them", ("07700", "amina@")),
        ({"reporter_phone": "", "safe_to_contact": "phone"}, "", "No contact was given that is safe", ("amina@",)),
    ],
)  # fmt: skip
def test_how_to_reach_them_is_only_as_they_said_that_it_is_safe(told, safe_now, said, not_said):
    found = rules.reach({**TOLD, **told}, safe_now)
    assert said in found
    assert not [each for each in not_said if each in found]


def test_a_control_room_is_told_who_where_and_what_and_who_told_it_where_that_is_another():
    found = rules.needed([TOLD], "")
    assert (found.who, found.where, found.threat) == ("Amina Invented", "E8 1EA, Hackney", "Invented words.")
    other = {
        "reporter_role": "witness", "reporter_name": "Wil Invented", "victim_name": "Cy Invented",
        "victim_date_of_birth": "2015-01-01", "victim_under_18": "yes",
    }  # fmt: skip
    assert rules.needed([other], "").who == (
        "Cy Invented; born 2015-01-01; under 18; told by Wil Invented (witness)"
    )
    marked = rules.needed([{**other, "victim_under_18": "no"}], "", under_18=True)
    assert marked.who == "Cy Invented; born 2015-01-01; under 18; told by Wil Invented (witness)"
    nobody = rules.needed([{}], "")
    assert (nobody.who, nobody.where, nobody.threat) == (
        "no name was given; told by somebody who gave no name (part not said)", "not told", "not told",
    )  # fmt: skip


def test_what_was_sent_again_stands_after_what_was_told_first():
    found = rules.needed([TOLD, {"what_happened": "They are at the door.", "postcode": "E9 6EG"}], "")
    assert found.threat == "Invented words.\nThey are at the door."
    assert found.where == "E9 6EG, Hackney"


def test_help_is_sent_by_the_last_words_that_tell_of_danger():
    assert rules.report_of_danger([]) is None
    assert rules.report_of_danger([(1, True), (2, False)]) == 1
    assert rules.report_of_danger([(1, True), (2, True), (3, False)]) == 2
    assert rules.report_of_danger([(1, False), (2, False)]) == 2
