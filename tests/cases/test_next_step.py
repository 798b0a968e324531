"""The next action of a case."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases import rules
from hub.cases.terms import Given, LiveDuty, Situation, Stage, Step
from hub.duties.terms import Kind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KINDS = (
    "alarm", "ask", "review-change", "needs-assessment", "support-referral", "victim-update", "recorded",
)  # fmt: skip
EVERY = tuple(Kind.values)


def duty(kind, hours=1, *, paused=False):
    return LiveDuty(f"D-{kind}", kind, NOW + timedelta(hours=hours), paused, hours < 0)


def situation(*kinds, exit_to="", given="accepted", mine=False, borough=False, unit="CE", stage="crime"):
    duties = tuple(each if isinstance(each, LiveDuty) else duty(each) for each in kinds)
    return Situation(duties, exit_to, "victim", unit, given, mine, borough, stage)


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (situation(*KINDS, given="to-unit"), Step.DANGER),
        (situation("recorded", exit_to="kent-police", unit="", given=""), Step.DECIDE_EXIT),
        (situation("alarm", exit_to="kent-police", unit="", given=""), Step.DANGER),
        (situation(*KINDS[1:], given="to-unit"), Step.ASK),
        (situation("safeguarding", "ask", given="to-unit"), Step.SAFEGUARD),
        (situation("safeguarding", "alarm"), Step.DANGER),
        (situation("safeguarding"), Step.SAFEGUARD),
        (situation(*KINDS[2:], given="to-unit"), Step.READ_CHANGE),
        (situation(*KINDS[3:], given="to-unit"), Step.ASSESS),
        (situation(*KINDS[4:], given="to-unit"), Step.OFFER),
        (situation(*KINDS[4:]), Step.SUPPORT),
        (situation(*KINDS[5:]), Step.UPDATE),
        (situation(*KINDS[6:]), Step.RECORD),
        (situation("needs-assessment", given="offered", mine=True, borough=True), Step.ANSWER_OFFER),
        (situation("alarm", given="offered", mine=True, borough=True), Step.DANGER),
        (situation("needs-assessment", duty("victim-update", -9), given="to-unit"), Step.UPDATE),
        (situation("alarm", duty("victim-update", -9)), Step.DANGER),
        (situation(duty("recorded", -9), duty("needs-assessment", -9)), Step.ASSESS),
        (situation(duty("recorded", -9), duty("needs-assessment", -8)), Step.RECORD),
        (situation(duty("ask", -9, paused=True), "recorded"), Step.RECORD),
        (situation(*KINDS[4:], given="to-unit", stage="undecided"), Step.DECIDE),
        (situation(*KINDS[3:], given="to-unit", stage="undecided"), Step.ASSESS),
        (situation(*KINDS[4:], given="to-unit", stage="asked"), Step.DECIDE),
        (situation("second-check", "recorded", "victim-update", stage="checking"), Step.CHECK),
        (situation("second-check", "ask", stage="checking"), Step.ASK),
        (situation("borough-asks", "needs-assessment"), Step.ASSESS),
        (situation("borough-asks", *KINDS[4:]), Step.ANSWER_BOROUGH),
        (situation(duty("borough-asks", -1), "needs-assessment"), Step.ANSWER_BOROUGH),
        (situation("borough-asks", "victim-update", borough=True), Step.UPDATE),
        (situation(duty("borough-asks", -1), "victim-update", borough=True), Step.UPDATE),
        (situation("borough-asks", borough=True), Step.WAIT_HUB),
        (situation("borough-asks", duty("recorded", -9), stage="undecided", borough=True), Step.WAIT_HUB),
        (situation(duty("recorded", -9), "needs-assessment", stage="undecided"), Step.DECIDE),
        (situation("recorded", "victim-update", stage="undecided", borough=True), Step.UPDATE),
        (situation(duty("recorded", -9), stage="undecided", borough=True), Step.WAIT_DECISION),
        (situation("second-check", "recorded", stage="checking", borough=True), Step.WAIT_DECISION),
        (situation(duty("recorded", paused=True), stage="asked"), Step.WAIT_CLOCK),
        (situation("decision-told", "recorded", "limitation"), Step.TELL),
        (situation("recorded", "offences", "limitation"), Step.RECORD),
        (situation("offences", "case-review"), Step.OFFENCES),
        (situation("case-review", "limitation"), Step.REVIEW),
        (situation("limitation"), Step.INVESTIGATE),
        (situation("outcome-told", "review-offer", stage="finalised"), Step.TELL_OUTCOME),
        (situation("review-offer", stage="finalised"), Step.OFFER_REVIEW),
        (situation(given="to-unit", borough=True), Step.NOTHING),
        (situation(given="offered"), Step.WAIT_ANSWER),
        (situation(duty("ask", paused=True)), Step.WAIT_CLOCK),
        (situation(), Step.NOTHING),
    ],
)
def test_the_next_step(found, step):
    assert rules.next_step(found).step == step


SITUATIONS = st.builds(
    Situation,
    st.lists(
        st.builds(duty, st.sampled_from(EVERY), st.integers(-50, 50), paused=st.booleans()), max_size=6
    ).map(tuple),
    st.sampled_from(["", "kent-police"]),
    st.sampled_from(["victim", "public"]),
    st.sampled_from(["", "CE"]),
    st.sampled_from(["", *Given.values]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Stage.values),
)


@given(SITUATIONS)
def test_danger_that_runs_always_comes_first(found):
    if any(each.kind == "alarm" and not each.paused for each in found.duties):
        assert rules.next_step(found).step == Step.DANGER


@given(SITUATIONS)
def test_nothing_is_next_only_where_no_duty_is_live(found):
    if rules.next_step(found).step == Step.NOTHING:
        assert not found.duties


@given(SITUATIONS)
def test_a_borough_officer_is_never_asked_what_only_the_hub_decides(found):
    if found.borough:
        assert rules.next_step(found).step not in {Step.DECIDE_EXIT, Step.OFFER, Step.DECIDE, Step.CHECK}


@pytest.mark.parametrize(
    ("strands", "platform", "danger", "words"),
    [
        (["race", "religion"], "X", False, "Abuse about race and religion, on X"),
        (["race"], "", False, "Abuse about race"),
        (["race", "sex", "age"], "X", False, "Abuse about race, sex and age, on X"),
        ([], "X", False, "Abuse, characteristic not said, on X"),
        (["transgender"], "", True, "Abuse with immediate danger about transgender identity"),
    ],
)
def test_the_headline_is_made_from_facts(strands, platform, danger, words):
    assert rules.headline_for(strands=strands, platform=platform, danger=danger) == words
