"""What a crime decision must hold, who looks again, and what Article 10 stands before."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.common.refusals import Refusal
from hub.triage import actions as triage
from hub.triage import queries
from hub.triage.queries import deciding as reading
from hub.triage.rules import deciding as rules
from hub.triage.terms.deciding import (
    Checked,
    CheckRule,
    CrimeAnswer,
    Decided,
    Fact,
    LaterStep,
    Mark,
    NewDecision,
    Point,
    Policy,
    SheetAnswer,
)
from tests.walks import OPERATOR

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
WHOLE = {each: SheetAnswer("Invented.", Mark.VIEW) for each in Point}


def without(*left):
    """A worksheet that lacks some answers."""
    return {each: answer for each, answer in WHOLE.items() if each not in left}


# -- Article 10


@pytest.mark.parametrize("step", [LaterStep.ARREST, LaterStep.CHARGE, LaterStep.REMOVAL_OF_LAWFUL])
def test_expert_check_1_article_10_is_written_down_before_an_arrest_a_charge_and_a_removal(step):
    assert step in rules.gate(step, None)
    assert rules.gate(step, {}).startswith(f"Not yet. Before {step}, fill in the free expression worksheet")
    assert rules.gate(step, WHOLE) == ""
    for point in Point:
        sentence = rules.gate(step, without(point))
        assert sentence.startswith("Not yet. One worksheet answer is missing")
        assert point.label[1:] in sentence
    assert "2 worksheet answers are missing" in rules.gate(step, without(Point.AIM, Point.LESS))


def test_what_is_illegal_in_itself_may_be_asked_to_go_without_it():
    assert rules.gate(LaterStep.REMOVAL_OF_ILLEGAL, None) == ""
    assert set(rules.GATED) == set(LaterStep)


def test_a_blank_answer_is_no_answer():
    blank = {**WHOLE, Point.LESS: SheetAnswer("  ", Mark.FACT)}
    assert rules.missing(blank) == (Point.LESS,)
    assert rules.missing({}) == tuple(Point)


@given(st.sets(st.sampled_from(Point)), st.sampled_from(LaterStep))
def test_no_gate_opens_on_a_worksheet_that_is_not_whole(answered, step):
    sheet = {each: WHOLE[each] for each in answered}
    assert (rules.gate(step, sheet) == "") == (answered == set(Point) or not rules.GATED[step])


@pytest.mark.parametrize(
    ("named", "written_for", "words"),
    [
        ((), ("OSA181",), ""),
        (("OSA181",), ("OSA181", "POA5"), ""),
        (("OSA181", "POA5"), ("OSA181",), "was not written for POA5. Before an arrest"),
        (("OSA181", "POA5"), (), "was not written for OSA181 and POA5."),
    ],
)
def test_a_worksheet_opens_only_the_offences_that_it_was_written_for(named, written_for, words):
    said = rules.gate(LaterStep.ARREST, WHOLE, named, written_for)
    assert words in said
    assert bool(said) == bool(words)
    assert rules.gate(LaterStep.REMOVAL_OF_ILLEGAL, WHOLE, named, written_for) == ""


# -- what is whole


def new(answer=CrimeAnswer.CRIME, **more):
    """A decision that is whole, but for what is given."""
    given_ = {"reason": "R.", "considered": ("C.",), "question": "Q?" if answer == CrimeAnswer.MORE else ""}
    return NewDecision(answer, **{**given_, **more})


@pytest.mark.parametrize(
    ("decision", "standing", "words"),
    [
        (new(), None, ""),
        (new(CrimeAnswer.NOT_A_CRIME), None, ""),
        (new(CrimeAnswer.MORE), None, ""),
        (new(), CrimeAnswer.CRIME, ""),
        (new(), CrimeAnswer.NOT_A_CRIME, ""),
        (new(CrimeAnswer.MORE), CrimeAnswer.NOT_A_CRIME, ""),
        (new(CrimeAnswer.NOT_A_CRIME, verified="A lyric."), CrimeAnswer.CRIME, ""),
        (new(reason=" "), None, "Give your reason"),
        (new(considered=()), None, "Say what you considered"),
        (new(considered=(" ", "")), None, "Say what you considered"),
        (new(CrimeAnswer.MORE, question=" "), None, "Write the question"),
        (new(CrimeAnswer.MORE), CrimeAnswer.CRIME, "It is a crime already"),
        (new(CrimeAnswer.NOT_A_CRIME), CrimeAnswer.CRIME, "verified information"),
        (new(considered=("C.",) * 21), None, "Shorten"),
        (new(reason="x" * 4_001), None, "Shorten"),
        (new(verified="x" * 4_001), None, "Shorten"),
    ],
)
def test_what_is_missing_is_said(decision, standing, words):
    said = rules.against(decision, standing)
    assert words in said
    assert bool(said) == bool(words)


# -- the second check

RULES = (
    CheckRule(CrimeAnswer.CRIME, Fact.UNDER_18, "a child", date(2026, 1, 1), date(2026, 12, 31)),
    CheckRule(CrimeAnswer.NOT_A_CRIME, Fact.DANGER_REPORTED, "danger", date(2026, 1, 1), None),
)


@pytest.mark.parametrize(
    ("answer", "facts", "on", "because"),
    [
        (CrimeAnswer.CRIME, {Fact.UNDER_18}, date(2026, 1, 1), ("a child",)),
        (CrimeAnswer.CRIME, {Fact.UNDER_18}, date(2026, 12, 31), ("a child",)),
        (CrimeAnswer.CRIME, {Fact.UNDER_18}, date(2027, 1, 1), ()),
        (CrimeAnswer.CRIME, {Fact.UNDER_18}, date(2025, 12, 31), ()),
        (CrimeAnswer.CRIME, {Fact.DANGER_REPORTED}, date(2026, 6, 1), ()),
        (CrimeAnswer.NOT_A_CRIME, {Fact.DANGER_REPORTED, Fact.UNDER_18}, date(2030, 1, 1), ("danger",)),
        (CrimeAnswer.MORE, set(Fact), date(2026, 6, 1), ()),
        (CrimeAnswer.CRIME, set(), date(2026, 6, 1), ()),
    ],
)
def test_a_second_person_looks_by_the_rules_of_the_day(answer, facts, on, because):
    assert rules.second_checks(RULES, answer, facts, on) == because


def test_the_shipped_rules_are_of_known_facts_and_each_says_how_sure_it_is():
    shipped = reading.shipped("second_checks")
    assert len(reading.check_rules()) == len(shipped) == 5
    assert all(
        row["sure"] in {"sourced", "own-knowledge", "uncertain"} and row["certainty"] for row in shipped
    )
    assert {each.fact for each in reading.check_rules()} == set(Fact)
    assert queries.second_checks(CrimeAnswer.NOT_A_CRIME, {Fact.DANGER_REPORTED}) == (
        "immediate danger was reported",
    )


def test_every_table_of_triage_says_where_it_is_from():
    for name in ("second_checks", "policies"):
        with (Path(reading.__file__).parents[1] / "data" / f"{name}.csv").open(encoding="utf-8") as file:
            assert all(row["source"] and row["checked_at"] for row in csv.DictReader(file))


# -- under which policies

POLICIES = (
    Policy(CrimeAnswer.CRIME, "the test", date(2026, 1, 1), None),
    Policy(CrimeAnswer.CRIME, "another", date(2026, 6, 1), date(2026, 6, 30)),
    Policy(CrimeAnswer.MORE, "in time", date(2026, 1, 1), None),
)


@pytest.mark.parametrize(
    ("answer", "on", "under"),
    [
        (CrimeAnswer.CRIME, date(2026, 1, 1), ("the test",)),
        (CrimeAnswer.CRIME, date(2026, 6, 30), ("the test", "another")),
        (CrimeAnswer.CRIME, date(2025, 12, 31), ()),
        (CrimeAnswer.NOT_A_CRIME, date(2026, 6, 1), ()),
        (CrimeAnswer.MORE, date(2026, 6, 1), ("in time",)),
    ],
)
def test_a_decision_is_made_under_the_policies_of_its_day(answer, on, under):
    assert rules.policies(POLICIES, answer, on) == under


@pytest.mark.parametrize("answer", CrimeAnswer)
def test_every_answer_has_a_policy_today(answer):
    assert queries.policies(answer)


def decided(number, answer=CrimeAnswer.CRIME, check=(), checked=None):
    """A decision in the ledger."""
    said = None if checked is None else Checked(checked, "R.", "hub-officer:U-2", NOW)
    return Decided(
        number, f"K-{number}", "C-1", answer, "R.", ("C.",), "", "", None, check, "by:x", NOW, said
    )


@pytest.mark.parametrize(
    ("newest_first", "holds"),
    [
        ([], None),
        ([decided(1)], 1),
        ([decided(2, check=("a child",)), decided(1)], 1),
        ([decided(2, check=("a child",), checked=False), decided(1)], 1),
        ([decided(2, check=("a child",), checked=True), decided(1)], 2),
        ([decided(1, check=("a child",))], None),
    ],
)
def test_the_decision_in_force_is_the_newest_that_holds(newest_first, holds):
    found = rules.in_force(newest_first)
    assert (found.id if found else None) == holds


@pytest.mark.parametrize(
    ("newest_first", "charged_on"),
    [
        ([], None),
        ([decided(1)], 1),
        ([decided(1, check=("a child",))], 1),
        ([decided(2, CrimeAnswer.NOT_A_CRIME, check=("danger",)), decided(1)], 1),
        ([decided(2, CrimeAnswer.NOT_A_CRIME), decided(1)], None),
        ([decided(2, CrimeAnswer.MORE), decided(1, check=("a child",))], None),
        ([decided(1, check=("a child",), checked=False)], None),
    ],
)
def test_an_offence_is_charged_on_a_crime_that_stands_or_waits(newest_first, charged_on):
    found = rules.charged_on(newest_first)
    assert (found.id if found else None) == charged_on


def test_another_look_is_only_for_what_is_no_crime():
    assert queries.another_look_until(decided(1)) is None
    assert queries.another_look_until(decided(1, CrimeAnswer.NOT_A_CRIME)) == date(2027, 1, 25)
    late = decided(1, CrimeAnswer.NOT_A_CRIME, ("danger",), checked=True)
    assert queries.another_look_until(late) == date(2027, 1, 25)


@pytest.mark.django_db
def test_nobody_keeps_a_decision_for_nobody():
    with pytest.raises(Refusal, match="Sign in at the desk"):
        triage.save_decision(case="C-1", words={"reason": ["x"]}, by=OPERATOR)
