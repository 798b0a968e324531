"""Priority: factors add up, nothing that is added lowers it, danger comes first, and a word ends by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.queue import rules as queue_rules
from hub.triage import queries, rules
from hub.triage.terms import (
    Assessed,
    Factor,
    Grade,
    Level,
    Limb,
    Override,
    PriorityFacts,
    Threshold,
)
from tests.queue.test_rules import PLAIN

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOTHING = PriorityFacts(
    NOON.date(), danger=False, under_18=False, earlier=0, reports=1, changed=False, force_unknown=False,
    assessed=Assessed(),
)  # fmt: skip
QUESTIONS = [each.id for each in queries.victim_questions()]
LIMBS = [*(limb.value for limb in Limb), "overall"]
GRADES = list(Grade)
assessments = st.builds(
    Assessed,
    st.dictionaries(st.sampled_from(LIMBS), st.sampled_from(GRADES)),
    st.frozensets(st.sampled_from(QUESTIONS)),
)
anything = st.builds(
    PriorityFacts, st.just(NOON.date()), danger=st.booleans(), under_18=st.booleans(), earlier=st.integers(0, 5),
    reports=st.integers(1, 40), changed=st.booleans(), force_unknown=st.booleans(), assessed=assessments,
)  # fmt: skip


def come_to(facts, now=NOON):
    return rules.priority(facts, queries.factors(), queries.thresholds(), now)


def urgency(facts, now=NOON):
    found = come_to(facts, now)
    return queue_rules.urgency(replace(PLAIN, danger=facts.danger, high=found.level == Level.HIGH))


@st.composite
def with_more(draw):
    """Some facts, and the same with one more fact or a graver grade."""
    facts = draw(anything)
    more = [
        replace(facts, danger=True), replace(facts, under_18=True), replace(facts, earlier=facts.earlier + 1),
        replace(facts, reports=facts.reports + draw(st.integers(1, 20))), replace(facts, changed=True),
        replace(facts, force_unknown=True),
    ]  # fmt: skip
    limb = draw(st.sampled_from(LIMBS))
    grade = max(facts.assessed.grades.get(limb, Grade.NONE), draw(st.sampled_from(GRADES)), key=GRADES.index)
    grades = {**facts.assessed.grades, limb: grade}
    grounds = facts.assessed.grounds | {draw(st.sampled_from(QUESTIONS))}
    more += [
        replace(facts, assessed=replace(facts.assessed, grades=grades)),
        replace(facts, assessed=replace(facts.assessed, grounds=grounds)),
    ]
    return facts, draw(st.sampled_from(more))


@given(with_more())
def test_adding_a_fact_never_lowers_urgency(pair):
    before, after = pair
    assert urgency(after) <= urgency(before)
    assert come_to(after).points >= come_to(before).points


@given(anything, st.sampled_from(Level), st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_danger_comes_first_whatever_is_assessed_or_said(facts, level, away):
    word = Override(level, "because", "inspector:U-1", NOON - timedelta(days=31), NOON + away)
    spoken = replace(facts, danger=True, assessed=replace(facts.assessed, override=word))
    assert urgency(spoken) == queue_rules.DANGER


@given(anything, st.sampled_from(Level))
def test_a_word_counts_until_its_moment_and_then_the_factors_do(facts, level):
    word = Override(level, "because", "inspector:U-1", NOON, NOON + timedelta(days=1))
    spoken = replace(facts, assessed=replace(facts.assessed, override=word))
    assert come_to(spoken).level == level
    assert come_to(spoken).overridden_until == word.until
    assert come_to(spoken, word.until) == come_to(facts)


@given(anything)
def test_what_holds_is_said_with_its_weight_the_heaviest_first(facts):
    table = queries.factors_on(NOON)
    found = come_to(facts)
    weights = [table[each].weight for each in found.factors]
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == found.points
    assert (found.level == Level.HIGH) == (found.points >= 50)


def test_a_graver_grade_always_weighs_more_and_every_weight_is_more_than_nothing():
    table = {each.id: each.weight for each in queries.factors()}
    assert min(table.values()) > 0
    for limb in LIMBS:
        assert table[f"{limb}-low"] < table[f"{limb}-medium"] < table[f"{limb}-high"]


def test_every_question_and_every_grade_has_its_factor():
    table = {each.id for each in queries.factors()}
    assert {f"said-{each}" for each in QUESTIONS} <= table
    assert {f"{limb}-{grade.value}" for limb in LIMBS for grade in Grade if grade != Grade.NONE} <= table


def test_nothing_is_at_high_risk_without_a_factor():
    assert come_to(NOTHING) == come_to(replace(NOTHING, reports=1))
    assert come_to(NOTHING).factors == ()
    assert come_to(NOTHING).level == Level.STANDARD


def _factor(weight, valid_from, valid_to=None):
    return Factor("under-18", weight, f"weighs {weight}", "invented", valid_from, valid_to, "invented")


@pytest.mark.parametrize(
    ("received", "weight"),
    [
        (date(2019, 1, 1), 10), (date(2020, 1, 1), 10), (date(2024, 12, 31), 10), (date(2025, 1, 1), 40),
        (date(2026, 11, 25), 40),
    ],
)  # fmt: skip
def test_the_table_of_the_day_on_which_it_was_received_counts(received, weight):
    table = [_factor(40, date(2025, 1, 1)), _factor(10, date(2020, 1, 1), date(2024, 12, 31))]
    facts = replace(NOTHING, received_on=received, under_18=True)
    assert rules.priority(facts, table, queries.thresholds(), NOON).points == weight


def test_a_factor_that_is_over_counts_no_more():
    facts = replace(NOTHING, under_18=True)
    assert (
        rules.priority(
            facts, [_factor(9, date(2020, 1, 1), date(2021, 1, 1))], queries.thresholds(), NOON
        ).points
        == 0
    )


def test_the_threshold_of_the_day_counts():
    rows = [
        Threshold(Level.HIGH, 30, date(2020, 1, 1), None),
        Threshold(Level.HIGH, 60, date(2026, 1, 1), None),
    ]
    assert [rules.threshold(rows, date(year, 6, 1)) for year in (2019, 2021, 2026)] == [30, 30, 60]


def test_every_row_of_the_dated_tables_says_from_where_it_is_and_how_sure():
    for name in ("factors", "levels", "victim_questions", "second_look"):
        for row in queries.shipped(name):
            assert row["source"], row
            assert row["certainty"], row
            date.fromisoformat(row["checked_at"])
            date.fromisoformat(row["valid_from"])
