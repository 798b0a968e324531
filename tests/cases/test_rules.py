"""The case rule: one victim and one course of conduct; only what is certain is joined."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases import rules
from hub.cases.terms import Earlier, How, NewCandidate, Stage, State, ToPlace
from hub.duties.terms import Kind as Duty

items = st.frozensets(st.integers(1, 4), max_size=3)
# Below zero are cases that this sequence opened and has not saved yet.
cases = st.integers(-4, 9).filter(bool)
reports = st.builds(
    ToPlace, st.just(1), st.just("R-1"), st.booleans(), st.none(), st.just(frozenset()), items, st.just(""), st.just(""),
)  # fmt: skip
known = st.lists(st.builds(Earlier, cases, st.integers(1, 3), items), max_size=8)
public = st.dictionaries(st.integers(1, 4), cases, max_size=4)


@given(reports, known)
def test_a_victim_s_report_joins_only_a_case_of_that_victim_that_shares_an_item(report, earlier):
    found = rules.place_victim(report, earlier)
    sharing = {each.case_id for each in earlier if each.items & report.items}
    assert (found.how == How.OPENED) == (found.join is None) == (not sharing)
    assert found.join is None or found.join in sharing


@given(reports, known)
def test_every_other_case_of_the_victim_is_suggested_once_and_no_case_of_anybody_else(report, earlier):
    found = rules.place_victim(report, earlier)
    assert {*found.suggest} == {each.case_id for each in earlier} - {found.join}
    assert len(found.suggest) == len({*found.suggest})


@given(reports, known, st.randoms(use_true_random=False))
def test_the_order_in_which_earlier_reports_are_read_changes_nothing(report, earlier, chance):
    shuffled = list(earlier)
    chance.shuffle(shuffled)
    assert rules.place_victim(report, shuffled) == rules.place_victim(report, earlier)


@given(reports, public)
def test_a_report_for_the_public_joins_the_oldest_public_case_of_what_it_shows(report, of_item):
    found = rules.place_public(report, of_item)
    shown = {of_item[item] for item in report.items if item in of_item}
    assert {found.join, *found.suggest} - {None} == shown
    if found.join is not None:
        saved = [each for each in shown if each > 0]
        assert found.join == (min(saved) if saved else max(shown))


def test_a_case_without_a_command_unit_is_the_hub_s():
    assert rules.state_for("") == State.WITH_HUB
    assert rules.state_for("CE") == State.WITH_UNIT
    assert set(rules.MOVES) == set(State)


# -- what a case has come to

POA5, OSA181 = (NewCandidate(each, date(2026, 11, 1)) for each in ("POA5", "OSA181"))


@pytest.mark.parametrize(
    ("live", "chosen", "ending", "beginning"),
    [
        ((), (POA5,), (), ("POA5",)),
        ((POA5,), (POA5,), (), ()),
        ((POA5,), (), ("POA5",), ()),
        ((POA5,), (OSA181,), ("POA5",), ("OSA181",)),
        ((POA5,), (replace(POA5, last_act=date(2026, 11, 2)),), ("POA5",), ("POA5",)),
        ((POA5, OSA181), (POA5, replace(OSA181, strands=("race",))), ("OSA181",), ("OSA181",)),
    ],
)
def test_what_is_chosen_as_it_stands_is_left_as_it_is(live, chosen, ending, beginning):
    gone, come = rules.to_change({each.offence: each for each in live}, chosen)
    assert (gone, tuple(each.offence for each in come)) == (ending, beginning)


def test_one_offence_is_the_principal_crime():
    assert rules.with_principal(()) == ()
    first, second = rules.with_principal((POA5, OSA181))
    assert (first.principal, second.principal) == (True, False)
    first, second = rules.with_principal((POA5, replace(OSA181, principal=True)))
    assert (first.principal, second.principal) == (False, True)


@pytest.mark.parametrize(
    ("stage", "live", "owed"),
    [
        (Stage.UNDECIDED, {Duty.RECORDED}, None),
        (Stage.UNDECIDED, set(), Duty.CASE_REVIEW),
        (Stage.ASKED, set(), Duty.CASE_REVIEW),
        (Stage.CHECKING, {Duty.RECORDED}, Duty.SECOND_CHECK),
        (Stage.CHECKING, {Duty.SECOND_CHECK}, None),
        (Stage.CRIME, {Duty.RECORDED}, Duty.CASE_REVIEW),
        (Stage.CRIME, {Duty.CASE_REVIEW}, None),
        (Stage.NOT_A_CRIME, set(), None),
        (Stage.FINALISED, set(), None),
    ],
)
def test_an_open_case_is_never_left_alone(stage, live, owed):
    assert rules.owed(stage, live) == owed


def test_every_stage_is_reached_and_only_by_the_table():
    assert set(rules.STAGE_MOVES) == set(Stage)
    reached = {each for onward in rules.STAGE_MOVES.values() for each in onward}
    assert reached == set(Stage)
    assert Stage.FINALISED not in rules.STAGE_MOVES[Stage.UNDECIDED]
