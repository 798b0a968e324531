"""Deciding whether a case is a crime, as the people of the hub do it: what is kept, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from hub import pathway
from hub.aside.terms import IsSetAside
from hub.audit.models import Reason
from hub.cases import actions as cases
from hub.cases.models import Candidate, Case, Outcome
from hub.cases.terms import Changed, NewCandidate, Stage
from hub.common import clock
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.letters.models import Letter
from hub.pathway import casework, deciding
from hub.pathway.deciding import Given
from hub.reports import queries as reports_known
from hub.reports.models import Disagreement, Perception, Report
from hub.reports.terms import AdditionKind, Strand
from hub.triage import queries as triage
from hub.triage.models import CrimeDecision, UnsentDecision, Worksheet
from hub.triage.queries import deciding as reading
from hub.triage.terms.deciding import CrimeAnswer, Mark, Point, SheetAnswer
from tests.pathway.deciding_world import (
    BARE,
    CRIME,
    MORE,
    NOT,
    SUMMARY,
    THREAT,
    TODAY,
    WHOLE,
    YESTERDAY,
    a_case,
    bring_back,
    decide,
    duty,
    lines,
    live,
    new,
    outcome,
    stage,
    version,
)
from tests.walks import AMINA, MACHINE, OPERATOR, arrive
from tests.walks import telling as told
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case()


# -- the three answers


@pytest.mark.parametrize("given", [CRIME, NOT, MORE])
def test_it_keeps_the_policies_under_which_it_was_made_as_they_were_worded(case, given, monkeypatch):
    under = triage.policies(given.new.answer)
    decide(case, given)
    row = CrimeDecision.objects.get()
    assert tuple(row.policies) == under != ()
    monkeypatch.setattr(reading, "_policies", lambda: ())
    assert triage.crime_decisions([case])[case][0].policies == under


def test_without_a_policy_in_force_nothing_is_decided(case, monkeypatch):
    monkeypatch.setattr(reading, "_policies", lambda: ())
    with pytest.raises(Refusal, match="No policy is in force under which it could be decided today: Crime"):
        decide(case, CRIME)
    assert not CrimeDecision.objects.exists()


def test_a_crime_is_decided_with_its_reason_what_was_considered_by_whom_and_when(case):
    found = decide(case, CRIME)
    assert stage(case) == "crime"
    row = CrimeDecision.objects.get()
    assert (row.decision, row.by, row.considered) == (
        "crime", str(actor("bo")), ["The post and its replies.", "That it may be a quotation."],
    )  # fmt: skip
    assert row.offence_date == YESTERDAY
    assert row.worksheet_id == Worksheet.objects.get().pk
    (line,) = lines("triage.decide-crime")
    assert Reason.objects.get(line=line.pk).text == "Invented reason."
    assert (found.waits, found.holds) == (False, True)
    assert {"recorded", "decision-told", "case-review"} <= live(case)
    assert "limitation" not in live(case)  # either way: no limit


def test_a_crime_without_an_offence_yet_is_recorded_and_the_offence_is_owed(case):
    decide(case, BARE)
    assert stage(case) == "crime"
    assert "offences" in live(case)
    decide(case, CRIME)
    assert "offences" not in live(case)


def test_not_a_crime_ends_what_is_recorded_and_says_until_when_another_look_may_be_asked(case):
    decide(case, replace(CRIME, chosen=(SUMMARY,)))
    decide(
        case, Given(new(CrimeAnswer.NOT_A_CRIME, verified="The account holder showed that it was a lyric."))
    )
    assert stage(case) == "checking"
    found = deciding.check(case=case, agrees=True, reason="I read both.", seen=None, by=actor("gita"))
    assert stage(case) == "not-a-crime"
    assert live(case).isdisjoint({"recorded", "offences", "limitation", "case-review", "second-check"})
    assert {"decision-told", "support-referral"} <= live(case)
    assert not Candidate.objects.filter(ended_at__isnull=True).exists()
    assert Candidate.objects.exists()
    until = triage.another_look_until(found)
    assert until == TODAY + timedelta(days=56)
    letter = Letter.objects.filter(template="decision-not-a-crime").get()
    assert letter.facts["until"] == f"{until.day} {until:%B %Y}"


def test_more_information_asks_and_stops_the_clock_and_the_answer_lets_it_go_on(case):
    decide(case, MORE)
    assert stage(case) == "asked"
    assert duty(case, "recorded").state == State.PAUSED
    assert duty(case, "ask").detail == "Who else saw it?"
    assert "decision-told" not in live(case)
    assert Letter.objects.filter(template="decision-more-information").exists()
    casework.add_later_fact(
        subject=case, report=Report.objects.get().reference, kind=AdditionKind.ANSWER, text="Two neighbours.",
        seen=version(case), by=actor("bo"),
    )  # fmt: skip
    assert stage(case) == "undecided"
    assert duty(case, "recorded").state == State.RUNNING
    assert "ask" not in live(case)


def test_a_second_question_joins_the_one_that_waits(case):
    decide(case, MORE)
    decide(case, Given(new(CrimeAnswer.MORE, question="When was it first seen?")))
    assert duty(case, "ask").detail == "Who else saw it? When was it first seen?"
    assert Duty.objects.filter(subject=case, kind="ask").count() == 1
    decide(case, CRIME)
    assert "ask" not in live(case)
    assert duty(case, "recorded").state == State.RUNNING


def test_a_clock_that_is_late_does_not_stop_for_a_question(case):
    Duty.objects.filter(subject=case, kind="recorded").update(
        starts_at=clock.now() - timedelta(days=3), due_at=clock.now() - timedelta(days=2)
    )
    decide(case, MORE)
    assert duty(case, "recorded").state == State.RUNNING
    assert stage(case) == "asked"


def test_the_answer_may_come_by_the_command_line_or_as_a_duty_that_is_done(case):
    decide(case, MORE)
    report = Report.objects.get().reference
    pathway.add_fact(report=report, kind=AdditionKind.NOTE, text="No answer yet.", by=OPERATOR)
    assert stage(case) == "asked"
    pathway.complete_duty(duty=duty(case, "ask").reference, reason="She rang.", by=OPERATOR)
    assert stage(case) == "undecided"
    assert duty(case, "recorded").state == State.RUNNING


# -- what may not be


def test_a_crime_that_names_offences_needs_the_worksheet_whole(case):
    with pytest.raises(NotNow, match="fill in the free expression worksheet"):
        decide(case, Given(new(CrimeAnswer.CRIME), (THREAT,)))
    short = {each: answer for each, answer in WHOLE.items() if each != Point.LESS}
    with pytest.raises(NotNow, match=r"One worksheet answer is missing .*: would something less do\?"):
        decide(case, Given(new(CrimeAnswer.CRIME), (THREAT,), short))
    assert not CrimeDecision.objects.exists()
    assert not Candidate.objects.exists()
    assert not Worksheet.objects.exists()
    assert len(lines("triage.decide-crime", refused=True)) == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Given(replace(new(CrimeAnswer.CRIME), reason=" ")), "Give your reason"),
        (Given(replace(new(CrimeAnswer.CRIME), considered=(" ",))), "Say what you considered"),
        (Given(new(CrimeAnswer.MORE, question=" ")), "Write the question"),
        (Given(replace(new(CrimeAnswer.CRIME), reason="x" * 4_001)), "Shorten what you wrote"),
        (Given(new(CrimeAnswer.CRIME), (NewCandidate("POA4B", date(2026, 3, 31)),), WHOLE), "NOT in force"),
        (Given(new(CrimeAnswer.CRIME), (NewCandidate("poa5", YESTERDAY),), WHOLE), "by its id"),
        (Given(new(CrimeAnswer.CRIME), (replace(SUMMARY, first_sent=TODAY + timedelta(days=1)),)), "future"),
        (Given(new(CrimeAnswer.CRIME), (SUMMARY,) * 13), "at most 12"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_kept(case, given, words):
    with pytest.raises(Refusal, match=words):
        decide(case, given)
    assert not CrimeDecision.objects.exists()
    assert not Candidate.objects.exists()


def test_a_recorded_crime_becomes_none_only_on_verified_information_and_more_is_not_asked_by_a_decision(case):
    decide(case, CRIME)
    with pytest.raises(Refusal, match="further, verified information"):
        decide(case, NOT)
    with pytest.raises(Refusal, match="It is a crime already"):
        decide(case, MORE)


def test_the_borough_and_whoever_does_not_work_on_cases_decide_nothing(case):
    for who in ("chandra", "aud", "adi", "olu"):
        with pytest.raises(Refusal):
            decide(case, CRIME, who)
    with pytest.raises(NotPermitted):
        deciding.decide(case=case, given=CRIME, seen=None, by=MACHINE)
    assert not CrimeDecision.objects.exists()


def test_the_operator_decides_as_house_practice(case):
    found = deciding.decide(case=case, given=BARE, seen=None, by=OPERATOR)
    assert found.by == "operator:olu"


def test_the_second_officer_overwrites_nothing(case):
    seen = version(case)
    decide(case, CRIME)
    with pytest.raises(Changed):
        deciding.decide(case=case, given=NOT, seen=seen, by=actor("gita"))
    assert CrimeDecision.objects.count() == 1


def test_what_is_marked_above_official_sensitive_is_refused_wherever_it_is_typed(case):
    marked = {**WHOLE, Point.AIM: SheetAnswer("SECRET: invented", Mark.FACT)}
    with pytest.raises(Refusal, match="SECRET"):
        decide(case, replace(CRIME, answers=marked))


def test_a_later_decision_takes_the_place_of_the_first_and_both_stay(case):
    decide(case, MORE)
    decide(case, CRIME)
    first, second = CrimeDecision.objects.order_by("pk")
    assert second.supersedes_id == first.pk
    found = triage.crime_decisions([case])[case]
    assert [each.answer for each in found] == [CrimeAnswer.CRIME, CrimeAnswer.MORE]


def test_nobody_decides_about_what_was_set_aside_at_the_command_line_either(case):
    decide(case, NOT)
    for step in (
        lambda: deciding.decide(case=case, given=MORE, seen=None, by=OPERATOR),
        lambda: deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=OPERATOR),
        lambda: deciding.record_outcome(case=case, number=16, facts={}, reason="R.", seen=None, by=OPERATOR),
        lambda: deciding.reopen(case=case, reason="R.", seen=None, by=OPERATOR),
    ):
        with pytest.raises(IsSetAside):
            step()
    assert stage(case) == "not-a-crime"


# -- what comes afterwards


def test_not_a_crime_may_become_one_and_is_recorded_then(case):
    decide(case, NOT)
    assert "recorded" not in live(case)
    with pytest.raises(IsSetAside, match="Ask for another look first"):
        decide(case, MORE)
    bring_back(case)
    assert stage(case) == "undecided"
    decide(case, MORE)
    assert {"recorded", "ask"} <= live(case)
    decide(case, NOT)
    bring_back(case)
    decide(case, CRIME)
    assert "recorded" in live(case)


def test_the_same_post_told_again_after_it_was_no_crime_is_a_case_of_its_own_and_only_suggested(case):
    decide(case, NOT)
    arrive(told(4, **AMINA, content_urls="https://x.com/invented/status/1001"))
    assert Case.objects.count() == 2
    assert stage(case) == "not-a-crime"
    newest = Case.objects.order_by("-pk").first()
    assert stage(newest.reference) == "undecided"


def test_another_report_takes_up_again_what_was_done_with(case):
    decide(case, BARE)
    deciding.record_outcome(
        case=case, number=18, facts={"suspect_named": False, "investigation_complete": True},
        reason="Nobody was found.", seen=None, by=actor("bo"),
    )  # fmt: skip
    assert "case-review" not in live(case)
    arrive(told(5, **AMINA, content_urls="https://x.com/invented/status/1001"))
    assert stage(case) == "finalised"
    assert "case-review" in live(case)


# -- what is not recorded yet


def test_what_is_written_is_kept_for_whoever_wrote_it_until_it_is_recorded(case):
    deciding.save_decision(case=case, words={"reason": ["Half a"], "question": [""]}, by=actor("bo"))
    deciding.save_decision(case=case, words={"reason": ["Half a reason"]}, by=actor("bo"))
    assert UnsentDecision.objects.get().words == {"reason": ["Half a reason"]}
    assert triage.beside(case, actor("gita").account).unsent is None
    assert triage.beside(case, actor("bo").account).unsent.words == {"reason": ["Half a reason"]}
    with pytest.raises(Refusal, match="Shorten"):
        deciding.save_decision(case=case, words={"reason": ["x" * 100_001]}, by=actor("bo"))
    decide(case, CRIME)
    assert not UnsentDecision.objects.exists()


def test_expert_check_4_a_perception_stands_beside_every_disagreement_and_decision(case):
    arrive(
        told(
            8,
            **AMINA,
            strands="religion;race",
            targeted_religion="muslim;sikh",
            content_urls="https://x.com/invented/status/1001",
        )
    )
    report = Report.objects.order_by("-pk")[0].reference

    def perceived():
        """What was perceived, as the report tells it."""
        from_table = Report.objects.filter(reference=report).values_list("pk", flat=True)
        return {
            (each.strand, each.religion) for each in reports_known.filed(from_table)[from_table[0]].perceived
        }

    before = perceived()
    assert before == {("religion", "muslim"), ("religion", "sikh"), ("race", "")}

    casework.disagree(
        subject=case,
        report=report,
        strand=Strand.RACE,
        reason="I see none.",
        seen=version(case),
        by=actor("bo"),
    )
    decide(case, NOT)
    assert perceived() == before
    said = Disagreement.objects.get()
    assert (said.reason, said.by) == ("I see none.", str(actor("bo")))
    for table in (Perception, Disagreement):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()


def test_the_ledgers_cannot_be_changed(case):
    decide(case, CRIME)
    outcome(case)
    for table in (CrimeDecision, Worksheet, Outcome):
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            table.objects.update(by="somebody")


def test_a_case_moves_only_by_the_table(case):
    with pytest.raises(NotNow, match="nobody has decided yet, so this cannot be done now"):
        cases.move_stage(case=cases.hold(case=case, seen=None), to=Stage.FINALISED)
    assert stage(case) == "undecided"
