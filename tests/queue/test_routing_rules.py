"""Rules: which fits, in which order, and which can never fire."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.queue import rules
from hub.queue.terms import DEFAULT, Fact, NewRule, Passing, Place, Rule
from tests.queue.test_rules import PLAIN

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
UNIT_OF = {"hackney": "CE", "islington": "CN", "city-of-london": ""}
KNOWN = {
    Fact.STRAND: frozenset({"race", "religion"}),
    Fact.BOROUGH: frozenset(UNIT_OF),
    Fact.UNIT: frozenset({"CE", "CN"}),
}


def rule(name, queue="q", position=1, **conditions):
    told = {each.replace("_", "-"): tuple(values.split()) for each, values in conditions.items()}
    return Rule(name, 1, name, told, queue, position, True, "because", "", AT)


FACTS = replace(
    PLAIN, strands=("race", "religion"), platform="X", languages=("ar",), sources=("tell mama",), scope="in-scope",
    under_18=True, earlier=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({"strand": "religion"}, True), ({"strand": "disability religion"}, True), ({"strand": "disability"}, False),
        ({"borough": "hackney"}, True), ({"borough": "islington"}, False), ({"unit": "CE"}, True), ({"unit": "CN"}, False),
        ({"platform": "x"}, True), ({"platform": "tiktok"}, False), ({"under_18": "yes"}, True), ({"under_18": "no"}, False),
        ({"repeat": "yes"}, True), ({"repeat": "no"}, False), ({"danger": "no"}, True), ({"danger": "yes"}, False),
        ({"scope": "in-scope"}, True), ({"scope": "force-unknown out-of-scope"}, False), ({"about": "victim"}, True),
        ({"about": "public"}, False), ({"priority": "high"}, False), ({"language": "ar pl"}, True), ({"language": "pl"}, False),
        ({"strand": "race", "under_18": "yes"}, True), ({"strand": "race", "under_18": "no"}, False),
    ],
)  # fmt: skip
def test_every_condition_must_hold_and_one_of_its_values_is_enough(conditions, fits):
    assert rules.matches(rule("A", **conditions).conditions, FACTS) is fits


def test_at_least_high_risk_is_danger_too():
    at_least = rule("A", priority="high").conditions
    assert not rules.matches(at_least, FACTS)
    assert rules.matches(at_least, replace(FACTS, high=True))
    assert rules.matches(at_least, replace(FACTS, danger=True))
    assert not rules.matches(rule("A", priority="danger").conditions, replace(FACTS, high=True))


def test_the_first_rule_that_fits_counts_and_what_none_fits_is_caught():
    ordered = (
        rule("A", "one", 1, under_18="no"),
        rule("B", "two", 2, under_18="yes"),
        rule("C", "three", 3, repeat="yes"),
    )
    assert rules.place(FACTS, ordered) == Place("two", "B", 1)
    assert rules.place(replace(FACTS, under_18=False), ordered[1:2]) == Place(DEFAULT)


def test_a_rule_that_is_off_is_not_asked():
    on, off = rule("A", position=2, repeat="yes"), replace(rule("B", position=1, repeat="yes"), on=False)
    assert rules.in_order([on, off]) == (on,)


def test_a_hand_holds_against_the_rules():
    ordered = (rule("A", "one", repeat="yes"),)
    to_queue = Passing("C-1", "two", None, "because", "inspector:U-1", AT)
    to_person = replace(to_queue, queue="", person_id=7)
    assert rules.place(FACTS, ordered, to_queue) == Place("two", by_hand=True)
    assert rules.place(FACTS, ordered, to_person) == Place("one", "A", 1, by_hand=True)


def test_what_a_rule_looked_at_is_told():
    told = rules.inputs(rule("A", strand="religion", under_18="yes", borough="hackney").conditions, FACTS)
    assert told == {"strand": "race, religion", "under-18": "yes", "borough": "hackney"}


NEW = NewRule("Invented", {"under-18": ("yes",)}, "q", 1, reason="because")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""), ({"name": " "}, "name"), ({"name": "x" * 81}, "80 characters"), ({"queue": "other"}, "Choose the queue"),
        ({"conditions": {}}, "at least one condition"), ({"reason": " "}, "Say why"), ({"conditions": {"strand": ()}}, "between one"),
        ({"conditions": {"strand": ("invented",)}}, "invented"), ({"conditions": {"danger": ("perhaps",)}}, "perhaps"),
        ({"conditions": {"platform": ("anything",)}}, ""), ({"conditions": {"source": ("anything",)}}, ""),
    ],
)  # fmt: skip
def test_a_rule_is_whole_before_it_is_kept(change, said):
    found = rules.not_whole(replace(NEW, **change), ["q"], KNOWN)
    assert said in found
    assert bool(found) == bool(said)


def test_a_rule_is_put_before_what_stands_at_its_place():
    ordered = [rule("A", position=1, repeat="yes"), rule("B", position=2, danger="yes")]
    assert [each.name for each in rules.put(replace(NEW, position=2), ordered, "new")] == [
        "A",
        "Invented",
        "B",
    ]
    moved = rules.put(replace(NEW, position=1), ordered, "B")
    assert [(each.name, each.version) for each in moved] == [("Invented", 2), ("A", 1)]


# -- rules that can never fire


@pytest.mark.parametrize(
    ("conditions", "named"),
    [
        ({"borough": "hackney", "unit": "CN"}, ("Borough", "Command unit")),
        ({"danger": "no", "priority": "danger"}, ("Danger is reported", "Priority at least")),
        ({"scope": "force-unknown", "unit": "CE"}, ("Whose it is", "Command unit")),
    ],
)
def test_conditions_that_contradict_each_other_are_named(conditions, named):
    found = rules.never_fires(rule("Mine", **conditions), (), UNIT_OF)
    assert "contradict each other" in found
    assert all(each in found for each in named)


@pytest.mark.parametrize(
    ("before", "mine"),
    [
        ([{"under_18": "yes"}], {"under_18": "yes", "strand": "race"}),
        ([{"strand": "race religion"}], {"strand": "race"}),
        ([{"priority": "high"}], {"danger": "yes"}),
        ([{"danger": "yes"}], {"priority": "danger", "repeat": "yes"}),
        ([{"under_18": "yes"}, {"under_18": "no"}], {"strand": "race"}),
        ([{"strand": "race"}, {"strand": "religion"}], {"strand": "race religion"}),
        ([{"scope": "in-scope"}, {"scope": "out-of-scope force-unknown"}], {"language": "ar"}),
        ([{"borough": "hackney", "repeat": "yes"}, {"borough": "hackney", "repeat": "no"}], {"unit": "CE"}),
    ],
)
def test_a_rule_in_the_shadow_of_earlier_ones_says_which(before, mine):
    earlier = [rule(f"Earlier {at}", position=at, **each) for at, each in enumerate(before)]
    found = rules.never_fires(rule("Mine", position=9, **mine), earlier, UNIT_OF)
    assert "asked before it" in found
    assert all(f"\u201c{each.name}\u201d" in found for each in earlier)


def test_only_what_stands_in_the_way_is_named():
    earlier = [
        rule("Apart", strand="religion"),
        rule("Shadow", under_18="yes"),
        rule("Aside", borough="islington"),
    ]
    found = rules.never_fires(rule("Mine", under_18="yes", repeat="yes"), earlier, UNIT_OF)
    assert "Shadow" in found
    assert "Apart" not in found
    assert "Aside" not in found


@pytest.mark.parametrize(
    ("before", "mine"),
    [
        ({"under_18": "yes", "strand": "race"}, {"under_18": "yes"}),
        ({"strand": "race"}, {"strand": "race religion"}),
        ({"borough": "hackney"}, {"borough": "hackney islington"}),
        ({"platform": "x"}, {"platform": "tiktok"}),
        ({"strand": "race"}, {"strand": "religion"}),
        ({"language": "ar"}, {"language": "pl"}),
        ({"source": "one"}, {"platform": "x"}),
        ({"danger": "yes"}, {"priority": "high"}),
        ({"unit": "CE"}, {"borough": "hackney"}),  # what another force is to have has a borough and no unit
    ],
)
def test_a_rule_that_some_facts_reach_is_kept(before, mine):
    assert rules.never_fires(rule("Mine", **mine), [rule("Earlier", **before)], UNIT_OF) == ""


def test_what_takes_too_long_to_say_is_taken_for_reachable(monkeypatch):
    monkeypatch.setattr("hub.queue.rules.reaching._MOST_STEPS", 1)
    earlier = [rule("One", under_18="yes"), rule("Two", under_18="no")]
    assert rules.never_fires(rule("Mine", strand="race"), earlier, UNIT_OF) == ""


WORLD = {
    "danger": [True, False], "high": [True, False], "under_18": [True, False], "earlier": [0, 1],
    "strands": [(), ("race",), ("religion",), ("race", "religion"), ("other",)], "about": ["victim", "public"],
    "where": [("hackney", "CE"), ("islington", "CN"), ("hackney", ""), ("islington", ""), ("", "")], "platform": ["x", "other"],
}  # fmt: skip
VALUES = {
    "danger": ["yes", "no"], "priority": ["high", "danger"], "under-18": ["yes", "no"], "repeat": ["yes", "no"],
    "strand": ["race", "religion"], "about": ["victim", "public"], "borough": ["hackney", "islington"],
    "unit": ["CE", "CN"], "platform": ["x"],
}  # fmt: skip


def every_fact():
    for picked in product(*WORLD.values()):
        told = dict(zip(WORLD, picked, strict=True))
        borough, unit = told.pop("where")
        yield replace(PLAIN, borough=borough, unit=unit, scope="in-scope", **told)


EVERY_FACT = list(every_fact())
conditions = st.dictionaries(st.sampled_from(sorted(VALUES)), st.integers(0, 3), min_size=1, max_size=3).map(
    lambda picked: {
        name: tuple(
            each
            for at, each in enumerate(VALUES[name])
            if number % 4 == 3 or number % len(VALUES[name]) == at
        )
        for name, number in picked.items()
    }
)


@settings(max_examples=120)
@given(st.lists(conditions, max_size=3), conditions)
def test_a_rule_never_fires_exactly_where_no_facts_reach_it(before, mine):
    earlier = [replace(rule(f"E{at}"), conditions=each) for at, each in enumerate(before)]
    reached = any(
        rules.matches(mine, facts) and not any(rules.matches(each.conditions, facts) for each in earlier)
        for facts in EVERY_FACT
    )
    assert (
        rules.never_fires(
            replace(rule("Mine"), conditions=mine), earlier, {"hackney": "CE", "islington": "CN"}
        )
        == ""
    ) == reached
