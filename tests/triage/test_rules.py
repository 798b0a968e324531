"""Scope: exactly one of three, and a doubt never sends anybody away."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.triage import rules
from hub.triage.terms import ExitState, Facts, Place, Scope

MET = Place("hackney", "CE", "metropolitan-police", "", False, "r", "In Hackney.", "")
CITY = Place("city-of-london", "", "city-of-london-police", "other-force", False, "r", "In the City.", "")
KENT = Place("", "", "kent-police", "other-force", False, "r", "In Kent.", "")
ELSEWHERE = Place("", "", "", "other-force", True, "r", "Not in London.", "")
ABROAD = Place("", "", "", "not-uk", False, "r", "Abroad.", "")
UNKNOWN = Place("", "", "", "", False, "r", "Not told.", "Ask where.")
PLACES = [MET, CITY, KENT, ELSEWHERE, ABROAD, UNKNOWN]


def facts(place=MET, *, online=True, strands=("race",), none=False, immediate=None) -> Facts:
    return Facts(online, strands, none, False, immediate, place)


@pytest.mark.parametrize(
    ("given_facts", "scope", "way_out"),
    [
        (facts(), Scope.IN, ""),
        (facts(online=None), Scope.IN, ""),
        (facts(strands=()), Scope.IN, ""),
        (facts(online=False), Scope.OUT, "not-online"),
        (facts(strands=(), none=True), Scope.OUT, "no-hate-element"),
        (facts(CITY), Scope.OUT, "city-of-london-police"),
        (facts(KENT), Scope.OUT, "kent-police"),
        (facts(KENT, online=False), Scope.OUT, "kent-police"),
        (facts(ELSEWHERE), Scope.OUT, "other-force"),
        (facts(ABROAD), Scope.OUT, "not-uk"),
        (facts(UNKNOWN), Scope.FORCE_UNKNOWN, ""),
        (facts(UNKNOWN, online=False), Scope.OUT, "not-online"),
    ],
)
def test_where_a_report_stands(given_facts, scope, way_out):
    found = rules.assess(given_facts)
    assert (found.scope, found.exit) == (scope, way_out)


ANY = st.builds(
    Facts,
    online=st.sampled_from([True, False, None]),
    strands=st.sampled_from([(), ("race",), ("race", "religion")]),
    no_hate_element=st.booleans(),
    religion_without_strand=st.booleans(),
    immediate=st.sampled_from([True, False, None]),
    place=st.sampled_from(PLACES),
)


@given(ANY)
def test_every_answer_has_its_reason_and_only_an_exit_is_out_of_scope(some):
    found = rules.assess(some)
    assert len(found.answers) == 5
    assert all(each.reason and each.rule for each in found.answers)
    assert (found.scope == Scope.OUT) == bool(found.exit) == bool(found.exit_reason)
    assert found.immediate == (some.immediate is True)


@given(ANY)
def test_what_is_not_said_is_asked_and_never_a_reason_to_send_away(some):
    found = rules.assess(some)
    if some.online is None:
        assert any("online" in each for each in found.asks)
        assert found.exit != "not-online"
    if not some.strands and not some.no_hate_element:
        assert found.exit != "no-hate-element"
        assert any("characteristic" in each for each in found.asks)


def test_a_force_that_cannot_be_named_is_said_to_be_named():
    assert "to be named" in rules.assess(facts(ELSEWHERE)).exit_reason


def test_what_a_force_took_is_over_and_what_stayed_is_only_proposed_anew():
    assert not rules.EXIT_MOVES[ExitState.ACKNOWLEDGED]
    assert rules.EXIT_MOVES[ExitState.REFUSED] == {ExitState.PROPOSED}
    assert rules.EXIT_MOVES[ExitState.SETTLED] == {ExitState.PROPOSED, ExitState.APPEALED}
    assert ExitState.PROPOSED not in rules.EXIT_MOVES[ExitState.CONFIRMED] | rules.EXIT_MOVES[ExitState.SENT]


@given(
    ANY, st.sampled_from([True, False, None]), st.sampled_from([(), ("disability",)]), st.sampled_from(PLACES)
)
def test_adding_a_fact_never_lowers_urgency(some, online, strands, place):
    more = replace(
        some,
        online=some.online if some.online is not None else online,
        strands=some.strands + strands,
        place=place if some.place == UNKNOWN else some.place,
    )
    assert rules.assess(more).immediate == rules.assess(some).immediate
    in_danger = rules.assess(replace(some, immediate=True))
    assert in_danger.immediate
    assert (in_danger.scope, in_danger.exit) == (rules.assess(some).scope, rules.assess(some).exit)


@given(ANY)
def test_one_more_perceived_strand_never_sends_anybody_away(some):
    before, after = rules.assess(some), rules.assess(replace(some, strands=(*some.strands, "disability")))
    if before.scope == Scope.IN:
        assert after.scope == Scope.IN
    assert after.exit != "no-hate-element"


@given(st.lists(ANY, max_size=20))
def test_the_scopes_of_any_reports_add_up(many):
    counted = Counter(rules.assess(each).scope for each in many)
    assert sum(counted[each] for each in Scope) == len(many)
    assert counted[Scope.OUT] == sum(bool(rules.assess(each).exit) for each in many)
