"""What is asked for wrongly, or too late, or by somebody without an account: refused in a sentence, wherever it is asked."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.aside import actions as aside_actions
from hub.aside import queries as aside_known
from hub.aside.terms import Because
from hub.cases import actions as cases
from hub.cases.models import Case, CaseReport, Seen
from hub.cases.terms import Relation
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties import actions as duties
from hub.duties.models import Alarm, Duty
from hub.duties.terms import AlarmSubject, Channel, Kind, NewAlarm
from hub.pathway import (
    alarming,
    aside,
    assessing,
    belonging,
    casework,
    clusters,
    deciding,
    examining,
    opening,
    submissions,
)
from hub.people.terms import Actor, Role
from hub.queue import actions as queue
from hub.queue.terms import Act
from hub.reports.models import Report
from hub.triage import actions as triage
from hub.triage.models import Exit
from hub.triage.queries import looking
from hub.triage.terms import Belongs
from tests.architecture.aside_actions import submitted
from tests.pathway.aside_world import a_case, later, set_aside, version
from tests.pathway.danger_world import on_call
from tests.pathway.deciding_world import CRIME, SUMMARY, decide, outcome
from tests.triage.test_risk_rules import WHOLE
from tests.walks import BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case()


def kents():
    """A report that is proposed to be Kent's."""
    (found,) = arrive(telling(5, borough="Kent"))
    return Report.objects.get(pk=found.report_id)


# -- originals and submissions


def test_nothing_happens_to_an_original_without_a_reason(case):
    set_aside(case)
    with pytest.raises(Refusal, match="Say why"):
        aside_actions.hold(subject=case, because=Because.PROCEEDINGS, until=None, reason=" ", by=OPERATOR)


def test_a_submission_is_decided_with_an_account_and_ended_with_a_reason():
    made = submitted()
    with pytest.raises(Refusal, match="Sign in at the desk"):
        submissions.authorise(submission=made, reason="because", by=Actor(Role.INSPECTOR, "somebody"))
    with pytest.raises(Refusal, match="ended with a reason"):
        submissions.end(submission=made, reason=" ", by=actor("gita"))


def test_what_was_written_since_it_was_set_aside_stays_when_it_is_brought_back(case):
    casework.set_headline(
        case=case, words="Shouting by Zebulon Quarkwright", seen=version(case), by=actor("bo")
    )
    set_aside(case)
    Case.objects.update(headline="Written since.")
    pathway.restore(subject=case, reason="Another look.", by=actor("gita"))
    assert Case.objects.get().headline == "Written since."


def test_a_hold_whose_day_is_over_lapses_before_anything_is_asked_to_go(case, monkeypatch):
    set_aside(case)
    until = aside_known.today() + timedelta(days=90)
    aside.hold_original(subject=case, until=until, reason="A court.", by=OPERATOR)
    later(monkeypatch, days=91)
    assert pathway.ask_to_dispose(by=MACHINE) == 1
    assert aside_known.lapsed() == ()


# -- danger


def test_an_alarm_that_there_is_not_is_acknowledged_by_nobody():
    with pytest.raises(NotFound, match="no alarm"):
        duties.acknowledge(alarm="W-00000-00000", by=actor("bo"))


def test_a_report_with_an_alarm_joins_a_case_with_one_and_both_are_called_out(case):
    report = kents().reference
    for kind, subject in ((AlarmSubject.CASE, case), (AlarmSubject.REPORT, report)):
        duties.raise_alarms(alarms=[NewAlarm(kind, subject, (), "At the door.")], by=MACHINE)
    duties.transfer(from_report=report, to_case=case, by=BO)
    assert set(Alarm.objects.values_list("subject", flat=True)) == {case, report}
    assert Duty.objects.filter(kind=Kind.ALARM, subject=report, state="running").exists()


def test_of_what_nobody_told_the_control_room_is_told_just_that():
    assert alarming.needed_of("C-00000-00000", "because", MACHINE).threat == "not told"


def test_what_was_erased_of_a_witness_names_no_victim(monkeypatch):
    case = a_case(reporter_role="witness")
    set_aside(case)
    later(monkeypatch, days=70)
    pathway.dispose_of_originals(by=MACHINE)
    assert "told by Amina Invented" in alarming.needed_of(case, "because", MACHINE).who


def test_the_doctor_counts_whoever_is_on_call(settings):
    settings.EMAIL_HOST = "mail.invalid"
    on_call("bo", 1, (Channel.EMAIL, "bo@example.org"))
    assert "1 who can be reached" in {each.words for each in examining.of_on_call()}


# -- cases, queues, decisions


def test_a_look_at_the_command_line_is_on_the_record_and_marks_nothing_as_seen(case):
    cases.read(kind="case", reference=case, unit="", relation=Relation.HOLDS, by=OPERATOR)
    assert not Seen.objects.exists()


def test_of_cases_that_are_to_be_held_each_must_be_there(case):
    with pytest.raises(NotFound, match="C-00000-00000"):
        cases.hold_each(cases={case, "C-00000-00000"})


def test_an_offence_is_not_chosen_after_the_outcome(case):
    decide(case, CRIME)
    outcome(case)
    with pytest.raises(NotNow, match="decided and done with"):
        deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))


def test_what_stands_in_a_queue_that_a_role_does_not_see_is_neither_opened_nor_explained():
    gita, bo = actor("gita"), actor("bo")
    report = kents().reference
    slug = pathway.save_queue(slug="", name="Closed", what="", roles=("inspector",), by=gita)
    pathway.pass_on(subject=report, queue_named=slug, to="", reason="because", by=gita)
    with pytest.raises(Refusal, match="stands in a queue that your role does not see"):
        opening.open_report(report=report, by=bo)
    with pytest.raises(NotPermitted, match="stands in a queue that your role does not see"):
        pathway.explain(subject=report, by=bo)


def closed(subject):
    """A case passed on to a queue that only inspectors see."""
    slug = pathway.save_queue(slug="", name="Closed", what="", roles=("inspector",), by=actor("gita"))
    pathway.pass_on(subject=subject, queue_named=slug, to="", reason="because", by=actor("gita"))


def test_what_stands_in_a_queue_that_a_role_does_not_see_is_not_read_again_by_it(monkeypatch):
    monkeypatch.setattr(looking.rules, "drawn", lambda *_: True)
    case, gita, ruth = a_case(), actor("gita"), actor("ruth")
    assessing.assess_risk(subject=case, new=WHOLE, seen=None, by=actor("bo"))
    (look,), _ = assessing.waiting(after=0, by=ruth)
    closed(case)
    assert assessing.waiting(after=0, by=ruth) == ((), None)
    assert assessing.waiting(after=0, by=gita)[0] == (look,)
    with pytest.raises(NotPermitted, match="stands in a queue that your role does not see"):
        assessing.open_look(look=look.reference, by=ruth)
    with pytest.raises(NotPermitted, match="stands in a queue that your role does not see"):
        assessing.read_again(look=look.reference, answer="low", reason="because", by=ruth)
    assert assessing.open_look(look=look.reference, by=gita).told


def test_a_cluster_shows_nothing_of_a_case_in_a_queue_that_a_role_does_not_see():
    one = a_case()
    two = arrive(telling(9, reporter_name="Invented", reporter_email="v9@example.org"))[0].placed.case
    cluster = clusters.join(case=one, other=two, reason="One hand.", seen=None, by=actor("bo"))
    closed(two)
    found = clusters.open_cluster(cluster=cluster, after=0, by=actor("bo"))
    assert ([each.case for each in found.members], found.hidden) == ([one], 1)
    page = client_of("bo").get(f"/desk/clusters/{cluster}/").content.decode()
    assert "1 more is closed to you, or in a queue that your role does not see" in page
    assert two not in page
    found = clusters.open_cluster(cluster=cluster, after=0, by=actor("gita"))
    assert ([each.case for each in found.members], found.hidden) == ([one, two], 0)
    pathway.pass_on(
        subject=two, queue_named="", to=account("bo").reference, reason="because", by=actor("gita")
    )
    assert clusters.open_cluster(cluster=cluster, after=0, by=actor("bo")).hidden == 0


@pytest.mark.parametrize(
    ("reason", "by", "said"),
    [("because", Actor(Role.HUB_OFFICER, "bo"), "Sign in at the desk"), (" ", None, "one reason is kept")],
)
def test_several_at_once_are_worked_on_with_an_account_and_a_reason(reason, by, said):
    with pytest.raises(Refusal, match=said):
        queue.keep_bulk(act=Act.JOIN, target="", reason=reason, done=[], by=by or actor("bo"))


# -- ways out, referrals


def test_what_goes_to_no_force_is_disputed_by_none():
    (found,) = arrive(telling(6, online="no"))
    row = Report.objects.get(pk=found.report_id)
    pathway.confirm_exit(report=row.reference, reason="In the street.", by=actor("bo"))
    with pytest.raises(NotNow, match="goes to no force"):
        triage.dispute(report_id=row.pk, report=row.reference, reason="because", by=actor("bo"))


def test_a_referral_that_there_is_not_is_decided_by_nobody():
    with pytest.raises(NotFound, match="no safeguarding referral"):
        triage.decide_referral(referral="F-00000-00000", goes=True, reason="", by=actor("gita"))


def test_a_way_out_that_is_proposed_is_refused_by_the_decision_that_the_report_stays():
    row = kents()
    answer = Belongs("metropolitan-police", "hackney", "She moved to Hackney.")
    belonging.decide_whose(
        subject=row.reference, report=row.reference, answer=answer, seen=None, by=actor("bo")
    )
    assert Exit.objects.get(report=row).state == "refused"
    assert CaseReport.objects.filter(report=row).exists()
