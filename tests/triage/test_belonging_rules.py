"""The written rule of whose a report is: a table that a lawyer can read, and what holds of every place."""

import csv
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.places import queries as places
from hub.triage import queries, rules
from hub.triage.rules import METROPOLITAN
from hub.triage.terms import ExitState, Places
from tests.triage.test_rules import ANY, PLACES

with (Path(__file__).parent / "expected_force.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = list(csv.DictReader(_file))
TODAY = date(2026, 11, 30)
NAMES = places.atlas().forces
SOME = ("unknown", "not-uk", "other-force", "kent-police", METROPOLITAN)
EVERY = [Places(*each) for each in product(SOME, SOME, SOME, ("", "x"))]


def propose(found: Places, on: date = TODAY):
    return rules.propose(found, queries.force_rules(), on, NAMES)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda each: "-".join(list(each.values())[:4]))
def test_the_written_rule_answers_as_the_table_says(row):
    found = propose(Places(row["suspect"], row["victim"], row["named_place"], row["platform"]))
    assert (found.answer, found.rule) == (row["answer"], row["rule"])
    assert row["source"]


def test_every_row_of_the_written_rule_is_tried_and_can_fire():
    fired = {propose(each).rule for each in EVERY}
    shipped = {each.rule for each in queries.force_rules()}
    assert fired == shipped == {row["rule"] for row in EXPECTED}


@given(st.sampled_from(EVERY))
def test_every_proposal_has_a_whole_reason_its_source_and_how_sure_it_is(found):
    made = propose(found)
    assert made.reason
    assert "{" not in made.reason
    assert made.source
    assert made.certainty


@given(st.sampled_from(EVERY))
def test_nobody_is_sent_to_a_force_that_no_place_names(found):
    made = propose(found)
    if rules.names_a_force(made.answer):
        assert made.answer in {found.suspect, found.victim, found.named_place}


@given(st.sampled_from(EVERY), st.sampled_from(["", "x"]))
def test_where_a_platform_has_its_seat_decides_nothing(found, platform):
    other = Places(found.suspect, found.victim, found.named_place, platform)
    assert propose(found).answer == propose(other).answer


def test_before_the_first_row_is_in_force_no_row_fits_and_the_report_stays():
    made = propose(EVERY[0], date(2020, 1, 1))
    assert (made.answer, made.rule) == ("unknown", "no-row")
    assert "stays with the hub" in made.reason


@given(ANY)
def test_the_machine_answers_as_the_written_rule_does_while_no_suspect_is_known(facts):
    first = next(each for each in rules.assess(facts).answers if each.question == "force")
    assert propose(Places("unknown", first.answer, "unknown", "x")).answer == first.answer
    assert propose(Places("unknown", "unknown", first.answer, "x")).answer == first.answer
    assert facts.place in PLACES


@pytest.mark.parametrize(
    ("force", "borough_force", "keeps", "leaves"),
    [
        (METROPOLITAN, METROPOLITAN, True, ""),
        (METROPOLITAN, "", True, ""),
        ("kent-police", "", False, "kent-police"),
        ("kent-police", METROPOLITAN, True, "kent-police"),
        ("city-of-london-police", "city-of-london-police", False, "city-of-london-police"),
        ("not-uk", "", False, "not-uk"),
        ("unknown", "", False, ""),
        ("unknown", METROPOLITAN, True, ""),
    ],
)
def test_a_victim_in_london_keeps_the_hub_whichever_force_records(force, borough_force, keeps, leaves):
    made = rules.decided(force=force, borough="b", unit="CE", borough_force=borough_force)
    assert (made.keeps, made.exit) == (keeps, leaves)
    assert made.unit == ("CE" if borough_force == METROPOLITAN else "")


@pytest.mark.parametrize("state", ExitState)
def test_a_report_for_a_force_is_ours_until_that_force_has_taken_it(state):
    assert rules.left("kent-police", state) == (state == ExitState.ACKNOWLEDGED)
    assert rules.left("not-online", state) == (state in {ExitState.CONFIRMED, ExitState.ACKNOWLEDGED})
    assert rules.open_to_a_force("kent-police", state) == (
        state in {ExitState.CONFIRMED, ExitState.SENT, ExitState.DISPUTED, ExitState.APPEALED}
    )
    assert not rules.open_to_a_force("not-online", state)


@pytest.mark.parametrize(
    ("steps", "dispute", "appeal"),
    [
        ([], False, False),
        (["confirmed"], True, False),
        (["confirmed", "sent"], True, False),
        (["confirmed", "disputed"], False, False),
        (["confirmed", "disputed", "confirmed"], False, True),
        (["confirmed", "disputed", "confirmed", "sent"], False, True),
        (["confirmed", "sent", "disputed", "settled"], False, True),
        (["confirmed", "disputed", "settled", "appealed"], False, False),
        (["confirmed", "disputed", "settled", "appealed", "confirmed"], False, False),
        (["confirmed", "disputed", "settled", "appealed", "settled"], False, False),
        (["confirmed", "disputed", "confirmed", "sent", "acknowledged"], False, False),
        (["confirmed", "disputed", "settled", "proposed", "confirmed"], True, False),
        (["refused", "proposed", "confirmed", "disputed", "settled"], False, True),
    ],
)
def test_it_is_disputed_once_and_what_is_settled_is_appealed_against_once(steps, dispute, appeal):
    state = steps[-1] if steps else "proposed"
    assert (rules.may_dispute(steps, state), rules.may_appeal(steps, state)) == (dispute, appeal)


@given(st.lists(st.sampled_from(ExitState), max_size=12))
def test_whatever_is_tried_an_exit_is_over_for_good_only_with_the_forces_own_reference(tried):
    state = ExitState.PROPOSED
    for each in tried:
        if each in rules.EXIT_MOVES[state]:
            state = each
    assert bool(rules.EXIT_MOVES[state]) == (state != ExitState.ACKNOWLEDGED)
