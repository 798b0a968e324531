"""A case and its ways out: what stays has its clocks, each report is followed by itself, and what has left is done with."""

import pytest

from hub import pathway
from hub.cases.models import Case, CaseReport
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.pathway import belonging, casework, deciding, transferring
from hub.pathway.deciding import Given
from hub.queue.models import Waiting
from hub.reports.models import Report
from hub.triage.terms import Belongs
from hub.triage.terms.deciding import CrimeAnswer, NewDecision
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
SAME = "https://x.com/invented/status/1001"


def report(number: int = 1, **given: str) -> str:
    (found,) = arrive(telling(number, **given))
    return Report.objects.get(pk=found.report_id).reference


def case_of(reference: str) -> str:
    return CaseReport.objects.get(report__reference=reference).case.reference


def live(*subjects: str) -> set[str]:
    rows = Duty.objects.filter(subject__in=subjects, state__in=["running", "paused"])
    return set(rows.values_list("kind", flat=True))


def confirmed_for_kent(number: int = 1, **given: str) -> str:
    reference = report(number, borough="Kent", **given)
    pathway.confirm_exit(report=reference, reason="She lives in Kent.", by=actor("bo"))
    return reference


# -- what stays


def test_what_an_inspector_settles_as_ours_has_the_clock_of_recording_and_something_next():
    reference = confirmed_for_kent(**AMINA)
    assert "recorded" not in live(reference)
    belonging.dispute(subject=reference, report=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    case = belonging.settle(
        subject=reference, report=reference, stays=True, reason="Ours.", seen=None, by=actor("gita")
    )
    assert "recorded" in live(case)
    assert Waiting.objects.get(subject=case).duty
    assert "transfer" not in live(case, reference)


def test_what_was_recorded_already_is_not_to_be_recorded_again():
    reference = confirmed_for_kent(crime_reference="CR/1/26", **AMINA)
    belonging.dispute(subject=reference, report=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    case = belonging.settle(
        subject=reference, report=reference, stays=True, reason="Ours.", seen=None, by=actor("gita")
    )
    assert "recorded" not in live(case)
    assert live(case), "no open case is left without a duty"


def test_what_stays_and_joins_a_case_that_was_done_with_takes_it_up_again():
    case = case_of(report(1, content_urls=SAME, **AMINA))
    Case.objects.filter(reference=case).update(stage="finalised")
    reference = report(2, borough="Kent", content_urls=SAME, **AMINA)
    pathway.confirm_exit(report=reference, reason="Kent.", by=actor("bo"))
    belonging.dispute(subject=reference, report=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    assert (
        belonging.settle(
            subject=reference, report=reference, stays=True, reason="x", seen=None, by=actor("gita")
        )
        == case
    )
    assert "case-review" in live(case)


# -- two reports of one case


def two_of_one_case() -> tuple[str, str, str]:
    one, two = (report(number, content_urls=SAME, **AMINA) for number in (1, 2))
    assert case_of(one) == case_of(two)
    return case_of(one), one, two


def whose(case: str, reference: str, force: str, borough: str = "") -> None:
    answer = Belongs(force, borough, "because")
    belonging.decide_whose(subject=case, report=reference, answer=answer, seen=None, by=actor("bo"))


def confirmed(case: str, reference: str, force: str, borough: str = "") -> None:
    whose(case, reference, force, borough)
    casework.decide_exit(report=reference, leaves=True, reason="Theirs.", case=case, by=actor("bo"))


def taken(case: str, reference: str, theirs: str = "46/1/26") -> None:
    transferring.transfer(report=reference, reason="They record it.", by=OPERATOR)
    belonging.acknowledge(subject=case, report=reference, force_reference=theirs, seen=None, by=actor("bo"))


def test_two_reports_of_one_case_that_go_to_two_forces_are_two_transfers():
    case, one, two = two_of_one_case()
    confirmed(case, one, "kent-police")
    confirmed(case, two, "essex-police")
    assert [live(each) & {"transfer"} for each in (one, two, case)] == [{"transfer"}, {"transfer"}, set()]
    taken(case, one)
    assert "transfer" not in live(one)
    assert "transfer" in live(two)
    assert "recorded" in live(case), "the second is still ours until Essex has it"
    belonging.dispute(subject=case, report=two, reason="Not Essex's.", seen=None, by=actor("bo"))
    belonging.settle(subject=case, report=two, stays=True, reason="Ours.", seen=None, by=actor("gita"))
    assert "recorded" in live(case)
    assert "transfer" not in live(two)


def test_a_step_names_the_report_that_it_is_about():
    case, one, two = two_of_one_case()
    confirmed(case, one, "kent-police")
    assert belonging.only_handed(subject=case) == one
    with pytest.raises(NotNow, match=f"Nothing of {two} is being handed"):
        belonging.dispute(subject=case, report=two, reason="x", seen=None, by=actor("bo"))
    with pytest.raises(NotFound, match="There is no report"):
        belonging.dispute(subject=case, report="R-00000-00000", reason="x", seen=None, by=actor("bo"))
    confirmed(case, two, "essex-police")
    with pytest.raises(Refusal, match="Say which of them"):
        belonging.only_handed(subject=case)


# -- whether it is a crime, and whether it leaves


def decide(case: str, answer: CrimeAnswer = CrimeAnswer.CRIME) -> None:
    given = Given(NewDecision(answer, "Because of what she showed us.", ("the post",)))
    deciding.decide(case=case, given=given, seen=None, by=actor("bo"))


def test_whether_it_is_a_crime_is_not_decided_while_a_way_out_waits_for_a_decision():
    case, one, _ = two_of_one_case()
    whose(case, one, "kent-police")
    with pytest.raises(NotNow, match="Confirm or refuse it first"):
        decide(case)
    assert Case.objects.get(reference=case).stage == "undecided"
    casework.decide_exit(report=one, leaves=False, reason="Ours.", case=case, by=actor("bo"))
    decide(case)
    assert Case.objects.get(reference=case).stage == "crime"


def test_a_second_check_waits_for_the_decision_about_a_way_out_too():
    case = case_of(one := report(1, victim_under_18="yes", **AMINA))
    decide(case, CrimeAnswer.NOT_A_CRIME)
    assert Case.objects.get(reference=case).stage == "checking"
    whose(case, one, "kent-police")
    with pytest.raises(NotNow, match="Confirm or refuse it first"):
        deciding.check(case=case, agrees=True, reason="Yes.", seen=None, by=actor("gita"))


def test_nobody_decides_what_has_left_the_hub():
    case, one, two = two_of_one_case()
    confirmed(case, one, "kent-police")
    taken(case, one)
    confirmed(case, two, "essex-police")
    taken(case, two)
    with pytest.raises(NotNow, match="has left the hub"):
        decide(case)


# -- what has left


def of_kent() -> tuple[str, str]:
    reference = report(1, **AMINA)
    case = case_of(reference)
    confirmed(case, reference, "kent-police")
    taken(case, reference)
    return case, reference


def do_what_is_owed(case: str) -> None:
    for duty in Duty.objects.filter(subject=case, state="running"):
        casework.move_duty(
            subject=case, duty=duty.reference, to=State.DONE, reason="Told her.", seen=None, by=actor("bo")
        )


def test_a_case_whose_reports_have_all_gone_is_done_with_but_for_what_is_owed_to_the_victim():
    case, reference = of_kent()
    assert Case.objects.get(reference=case).stage == "left"
    assert live(case, reference) == {"needs-assessment", "support-referral", "victim-update"}
    assert Waiting.objects.get(subject=case).live
    do_what_is_owed(case)
    assert live(case, reference) == set()
    assert not Waiting.objects.get(subject=case).live


def test_a_case_of_which_one_report_stays_is_not_done_with():
    case, one, _ = two_of_one_case()
    confirmed(case, one, "kent-police")
    taken(case, one)
    assert Case.objects.get(reference=case).stage == "undecided"
    assert "recorded" in live(case)


def test_what_was_decided_to_be_a_crime_has_no_limit_and_no_review_once_it_has_left():
    reference = report(1, **AMINA)
    case = case_of(reference)
    decide(case)
    confirmed(case, reference, "kent-police")
    taken(case, reference)
    assert Case.objects.get(reference=case).stage == "left"
    assert not live(case) & {"recorded", "offences", "limitation", "case-review", "second-check"}


def test_what_no_force_takes_leaves_with_its_case_too():
    reference = report(1, **AMINA)
    case = case_of(reference)
    confirmed(case, reference, "not-uk")
    assert Case.objects.get(reference=case).stage == "left"


def test_another_report_takes_up_again_what_had_left():
    case, _ = of_kent()
    do_what_is_owed(case)
    (again,) = arrive(telling(2, content_urls="https://x.com/invented/status/1001", **AMINA))
    assert again.placed.case == case
    assert Case.objects.get(reference=case).stage == "undecided"
    assert "recorded" in live(case)
    assert Waiting.objects.get(subject=case).live
