"""From the decision on: whatever officers wrote on the way to it names nobody any more once it is not a crime."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub import pathway
from hub.aside.queries import standing
from hub.common import clock
from hub.disclosures.terms import Basis
from hub.duties.models import Duty
from hub.duties.terms import Danger
from hub.pathway import assessing, deciding, safeguarding
from hub.pathway.deciding import Given
from hub.people.terms import Actor
from hub.triage import queries as triage
from hub.triage.terms import AtRisk, Graded, NewVictim, Said, Word
from hub.triage.terms.deciding import CrimeAnswer, Mark, NewDecision, Point, SheetAnswer
from tests.pathway.aside_world import NAMED, case_with_the_name_everywhere, traces
from tests.triage.test_risk_rules import WHOLE
from tests.walks import OPERATOR
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db
# Before the decision the name stands in each of these as well.
WRITTEN = {
    "triage_crimedecision.reason", "triage_crimedecision.considered", "triage_crimedecision.question",
    "triage_worksheet.answers", "triage_unsentdecision.words", "triage_secondcheck.reason",
    "triage_riskassessment.reason", "triage_riskassessment.information", "triage_risklimb.text",
    "triage_victimassessment.notes", "triage_priorityword.reason", "triage_referral.reason",
    "triage_referral.decided_because", "duties_alarm.reason", "duties_nameddanger.reason", "queue_claim.reason",
    "queue_passed.reason", "queue_passed.ended_reason", "cases_outcome.reason",
}  # fmt: skip


def decision(answer, **more):
    """A decision in which every sentence names them."""
    question = f"Who is {NAMED}?" if answer == CrimeAnswer.MORE else ""
    new = NewDecision(answer, f"Because {NAMED}", (f"That {NAMED}",), **{"question": question, **more})
    return Given(new, answers={each: SheetAnswer(NAMED, Mark.VIEW) for each in Point})


def decide(case, answer, by: Actor, **more):
    return deciding.decide(case=case, given=decision(answer, **more), seen=None, by=by)


def on_the_way(case):
    """Risk, needs, priority, danger, a referral, an outcome that was taken back: each with the name in its words."""
    bo, gita = actor("bo"), actor("gita")
    limbs = {each: Graded(graded.grade, NAMED) for each, graded in WHOLE.limbs.items()}
    risk = replace(WHOLE, limbs=limbs, boxes=dict.fromkeys(WHOLE.boxes, NAMED))
    assessing.assess_risk(subject=case, new=risk, seen=None, by=bo)
    assessing.assess_risk(subject=case, new=replace(risk, reason=NAMED), seen=None, by=bo)
    asked = {each.id: Said.NO for each in triage.questions_now()}
    assessing.assess_victim(subject=case, new=NewVictim(asked, NAMED), seen=None, by=bo)
    day = clock.now().astimezone(clock.LONDON).date() + timedelta(days=2)
    assessing.set_priority(subject=case, word=Word.HIGH, until=day, reason=NAMED, seen=None, by=bo)
    pathway.pass_on(subject=case, queue_named="hub", to=account("bo").reference, reason=NAMED, by=bo)
    pathway.release_passing(subject=case, reason=NAMED, by=bo)
    pathway.hold(subject=case, until=day, reason=NAMED, by=bo)
    pathway.raise_alarm(subject=case, dangers=[Danger.HOME_KNOWN], reason=NAMED, by=bo)
    alarm = Duty.objects.filter(subject=case, kind="alarm", state="running").get()
    pathway.complete_duty(duty=alarm.reference, reason=NAMED, by=bo)
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    referred = safeguarding.refer(
        subject=case, to=(AtRisk.CHILD, "hackney"), basis=Basis.SAFEGUARDING, fields=["name"], reason=NAMED, by=bo
    )  # fmt: skip
    safeguarding.decide_referral(referral=referred.reference, goes=False, reason=NAMED, by=gita)
    decide(case, CrimeAnswer.MORE, bo)
    decide(case, CrimeAnswer.CRIME, bo)
    deciding.record_outcome(
        case=case, number=18, facts={"suspect_named": False, "investigation_complete": True}, reason=NAMED, seen=None,
        by=bo,
    )  # fmt: skip
    deciding.reopen(case=case, reason=NAMED, seen=None, by=bo)
    deciding.save_decision(case=case, words={"reason": [NAMED]}, by=gita)


def test_expert_check_1_a_decision_that_it_is_not_a_crime_leaves_nothing_of_whoever_was_reported():
    case = case_with_the_name_everywhere()
    on_the_way(case)
    decided = decide(case, CrimeAnswer.NOT_A_CRIME, actor("bo"), verified=NAMED)
    assert decided.waits  # it was recorded as a crime, and danger was told
    assert not standing([case])
    before = {place for place, _ in traces()}
    deciding.check(case=case, agrees=True, reason=NAMED, seen=None, by=actor("gita"))
    assert standing([case]) == {case}
    assert before | {"triage_secondcheck.reason"} >= WRITTEN
    assert {place for place, _ in traces()} == set()


def test_what_was_brought_back_says_again_what_officers_wrote_and_waits_for_a_decision():
    case = case_with_the_name_everywhere()
    on_the_way(case)
    decide(case, CrimeAnswer.NOT_A_CRIME, actor("bo"), verified=NAMED)
    deciding.check(case=case, agrees=True, reason=NAMED, seen=None, by=actor("gita"))
    pathway.restore(subject=case, reason="Another look was granted.", by=actor("gita"))
    assert {place for place, _ in traces()} >= WRITTEN
    assert triage.worksheet(case).answers[Point.AIM].words == NAMED
    assert Duty.objects.filter(subject=case, kind="recorded", state="running").exists()
