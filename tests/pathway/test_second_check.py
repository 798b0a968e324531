"""A second person looks before a decision that weighs most: who, when, and what holds until then."""

from dataclasses import replace

import pytest

from hub import pathway
from hub.cases.models import Case
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.duties.models import Alarm, Duty
from hub.duties.terms import State
from hub.letters.models import Letter
from hub.pathway import casework, deciding
from hub.people.terms import Role
from hub.triage import queries as triage
from hub.triage.models import SecondCheck
from tests.pathway.deciding_world import (
    CRIME,
    MORE,
    NOT,
    SUMMARY,
    bring_back,
    decide,
    duty,
    live,
    stage,
    version,
)
from tests.walks import AMINA, arrive
from tests.walks import telling as told
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    arrive(told(2, **AMINA, victim_under_18="yes"))
    return Case.objects.get().reference


def test_a_second_person_looks_first_and_until_then_nobody_is_told(child):
    letters = Letter.objects.count()
    found = decide(child, replace(CRIME, chosen=(SUMMARY,)))
    assert found.waits
    assert found.check == ("the victim is under 18",)
    assert stage(child) == "checking"
    assert Letter.objects.count() == letters
    assert {"second-check", "limitation", "recorded"} <= live(child)
    assert "decision-told" not in live(child)
    with pytest.raises(NotPermitted, match="somebody else has to check it"):
        deciding.check(case=child, agrees=True, reason="Mine.", seen=None, by=actor("bo"))
    with pytest.raises(Refusal, match="Say why you agree"):
        deciding.check(case=child, agrees=True, reason=" ", seen=None, by=actor("ruth"))
    checked = deciding.check(case=child, agrees=True, reason="I agree.", seen=None, by=actor("ruth"))
    assert checked.holds
    assert stage(child) == "crime"
    assert Letter.objects.count() == letters + 1
    assert "second-check" not in live(child)
    with pytest.raises(NotNow, match="waits for a second check"):
        deciding.check(case=child, agrees=True, reason="Again.", seen=None, by=actor("gita"))


def test_where_the_second_person_does_not_agree_what_was_in_force_before_goes_on(child):
    decide(child, NOT)
    deciding.check(case=child, agrees=False, reason="The threat is real.", seen=None, by=actor("gita"))
    assert stage(child) == "undecided"
    assert "recorded" in live(child)
    assert SecondCheck.objects.get().agrees is False
    decide(child, MORE)
    decide(child, NOT)
    deciding.check(case=child, agrees=False, reason="Wait for the answer.", seen=None, by=actor("gita"))
    assert stage(child) == "asked"
    assert triage.crime_decisions([child])[child][0].checked.by == str(actor("gita"))


def test_after_another_look_a_second_no_leaves_the_case_to_be_decided_and_nothing_unsealed(child):
    decide(child, NOT)
    deciding.check(case=child, agrees=True, reason="I agree.", seen=None, by=actor("gita"))
    bring_back(child)
    decide(child, NOT)
    deciding.check(case=child, agrees=False, reason="Ask again.", seen=None, by=actor("gita"))
    assert stage(child) == "undecided"
    assert "recorded" in live(child)
    assert decide(child, NOT).waits


def test_a_decision_that_waits_gives_way_to_a_later_one(child):
    decide(child, NOT)
    decide(child, MORE, "ruth")
    assert stage(child) == "asked"
    assert "second-check" not in live(child)
    with pytest.raises(NotNow):
        deciding.check(case=child, agrees=True, reason="Too late.", seen=None, by=actor("gita"))


def test_whoever_decided_does_not_check_it_in_another_part(child):
    decide(child, NOT)
    with pytest.raises(NotPermitted, match="somebody else has to check it"):
        deciding.check(
            case=child, agrees=True, reason="Mine.", seen=None, by=replace(actor("bo"), role=Role.INSPECTOR)
        )


def test_a_check_that_somebody_ticked_off_is_still_owed(child):
    decide(child, NOT)
    casework.move_duty(
        subject=child, duty=duty(child, "second-check").reference, to=State.DONE, reason="Looked.", seen=version(child),
        by=actor("bo"),
    )  # fmt: skip
    assert "second-check" in live(child)


def test_danger_that_was_reported_has_no_crime_looked_at_twice():
    arrive(told(3, **AMINA, immediate_danger="yes"))
    case = Case.objects.get().reference
    with pytest.raises(NotNow, match="nobody has the alarm"):
        decide(case, NOT)
    pathway.acknowledge_alarm(alarm=Alarm.objects.get().reference, by=actor("bo"))
    with pytest.raises(NotNow, match="Act on that first"):
        decide(case, NOT)
    alarm = Duty.objects.get(kind="alarm").reference
    casework.move_duty(
        subject=case, duty=alarm, to=State.DONE, reason="They are safe.", seen=version(case), by=actor("bo")
    )
    assert decide(case, NOT).check == ("immediate danger was reported",)
