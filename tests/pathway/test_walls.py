"""Who has an interest in a case is kept out of it by every door, and a restricted one is opened by whoever works on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import pathway
from hub.audit.models import Line
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.models import Case, Wall
from hub.cases.terms import Given, Shut
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.disclosures.terms import Basis
from hub.duties.models import Alarm
from hub.duties.terms import AlarmState, Danger
from hub.pathway import (
    afterwards,
    alarming,
    aside,
    bulk,
    casework,
    clusters,
    evidence,
    finding,
    opening,
    relating,
    safeguarding,
    submissions,
    walls,
)
from hub.people.terms import Role
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.models import Waiting
from hub.queue.terms import Filter
from hub.reports.models import Report
from hub.triage.terms import AtRisk
from tests.architecture.aside_actions import given
from tests.walks import BO, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> str:
    """A case of Hackney's, which Central East has."""
    arrive(telling(1))
    return Case.objects.get().reference


def declare(subject: str, who: str = "bo") -> None:
    """Somebody says that they have an interest in it."""
    walls.declare_interest(subject=subject, reason="A relative of mine.", seen=None, by=actor(who))


def keep_out(subject: str, who: str) -> None:
    """The inspector keeps somebody out."""
    walls.keep_out(
        subject=subject,
        colleague=account(who).reference,
        reason="They are neighbours.",
        seen=None,
        by=actor("gita"),
    )


def restrict(subject: str) -> None:
    """The inspector restricts it."""
    walls.restrict(subject=subject, reason="A colleague is concerned.", seen=None, by=actor("gita"))


def seen_in_the_queue(who: str) -> set[str]:
    """What somebody finds in the queue."""
    rows, _ = queue.page(queue_rules.as_seen(Filter(), actor(who)))
    return {each.facts.subject for each in rows}


def test_whoever_has_an_interest_neither_opens_nor_finds_nor_takes_it_and_no_reason_helps(case):
    pathway.claim(subject=case, by=actor("bo"))
    declare(case)
    bo = actor("bo")
    with pytest.raises(Shut, match="an interest of yours"):
        opening.open_case(case=case, reason="I need it.", by=bo)
    with pytest.raises(Shut):
        casework.write_note(case=case, text="x", seen=1, by=bo)
    with pytest.raises(Shut):
        pathway.claim(subject=case, by=bo)
    with pytest.raises(Shut):
        evidence.of_case(case=case, after=0, by=bo)
    assert seen_in_the_queue("bo") == set()
    assert finding.find(words=case, before=None, by=bo)[0] == ()
    assert relating.closed_to([case], by=bo) == {case}


def test_it_is_given_up_at_once_and_a_colleague_takes_it(case):
    pathway.claim(subject=case, by=actor("bo"))
    declare(case)
    assert Waiting.objects.get(subject=case).holder_id is None
    assert seen_in_the_queue("ruth") == {case}
    assert pathway.claim(subject=case, by=actor("ruth"))
    assert opening.open_case(case=case, by=actor("ruth")).relation == "holds"


def test_what_a_hand_passed_to_them_is_where_the_rules_put_it_again(case):
    pathway.pass_on(
        subject=case, queue_named="", to=account("bo").reference, reason="yours", by=actor("gita")
    )
    keep_out(case, "bo")
    row = Waiting.objects.get(subject=case)
    assert (row.holder_id, row.by_hand) == (None, False)


def test_an_officer_in_the_case_gives_it_back_and_is_not_offered_it_again(case):
    chandra = account("chandra").reference
    casework.offer_case(case=case, to=chandra, seen=1, by=actor("gita"))
    casework.accept_case(case=case, seen=2, by=actor("chandra"))
    declare(case, "chandra")
    assert cases_known.stands(case).given == Given.TO_UNIT
    with pytest.raises(Shut):
        opening.open_case(case=case, reason="I had it.", by=actor("chandra"))
    with pytest.raises(Refusal, match="An interest of Chandra Invented in this case is on record"):
        casework.offer_case(case=case, to=chandra, seen=cases_known.stands(case).version, by=actor("gita"))


def test_the_hub_takes_it_back_from_an_officer_whom_the_inspector_keeps_out(case):
    casework.offer_case(case=case, to=account("chandra").reference, seen=1, by=actor("gita"))
    keep_out(case, "chandra")
    found = cases_known.stands(case)
    assert (found.given, found.officer_id) == (Given.TO_UNIT, None)


def test_it_is_passed_and_handed_to_nobody_who_is_kept_out(case):
    keep_out(case, "ruth")
    for step in (
        lambda: pathway.hand_over(subject=case, to=account("ruth").reference, by=actor("gita")),
        lambda: pathway.pass_on(
            subject=case, queue_named="", to=account("ruth").reference, reason="x", by=actor("gita")
        ),
    ):
        with pytest.raises(Refusal, match="Choose somebody else"):
            step()


def test_an_inspector_with_an_interest_is_kept_out_too_and_another_inspector_lets_them_in(case):
    declare(case, "gita")
    with pytest.raises(Shut):
        opening.open_case(case=case, reason="I am the inspector.", by=actor("gita"))
    (wall,) = cases_known.walls([case])[case]
    with pytest.raises(NotPermitted):
        walls.take_down(
            subject=case, wall=wall.reference, reason="It is nothing.", seen=None, by=actor("gita")
        )
    assert Wall.objects.get().ended_at is None


def test_nobody_takes_down_a_wall_of_their_own(case):
    declare(case, "gita")
    with pytest.raises(NotPermitted, match="Another inspector"):
        cases.take_down(wall=Wall.objects.get().reference, reason="It is nothing.", by=actor("gita"))


def test_somebody_is_let_in_again_for_a_reason_that_is_kept(case):
    keep_out(case, "bo")
    (wall,) = cases_known.walls([case])[case]
    with pytest.raises(Refusal, match="Say why"):
        walls.take_down(subject=case, wall=wall.reference, reason=" ", seen=None, by=actor("gita"))
    walls.take_down(subject=case, wall=wall.reference, reason="Another Bo.", seen=None, by=actor("gita"))
    assert opening.open_case(case=case, by=actor("bo"))
    row = Wall.objects.get()
    assert (row.reason, row.ended_reason) == ("They are neighbours.", "Another Bo.")
    with pytest.raises(NotFound):
        walls.take_down(subject=case, wall=wall.reference, reason="Again.", seen=None, by=actor("gita"))


def test_an_interest_is_declared_once(case):
    keep_out(case, "bo")
    with pytest.raises(NotNow):
        keep_out(case, "bo")


def test_the_wall_of_one_case_is_not_of_another(case):
    arrive(telling(2, reporter_email="two@example.org"))
    declare(case)
    other = Case.objects.exclude(reference=case).get().reference
    assert seen_in_the_queue("bo") == {other}
    assert opening.open_case(case=other, by=actor("bo"))
    with pytest.raises(NotFound):
        walls.take_down(
            subject=other, wall=Wall.objects.get().reference, reason="x", seen=None, by=actor("gita")
        )


def test_a_wall_of_a_report_goes_with_it_into_its_case():
    arrive(telling(1, borough="Kent"))
    report = Report.objects.get().reference
    declare(report)
    with pytest.raises(Shut):
        opening.open_report(report=report, by=actor("bo"))
    placed = afterwards.place_again(report=report, reason="She lives in Hackney.", by=actor("ruth"))
    with pytest.raises(Shut):
        opening.open_case(case=placed.case, reason="x", by=actor("bo"))
    assert opening.open_case(case=placed.case, by=actor("ruth"))


def test_what_is_restricted_is_opened_by_whoever_holds_it_and_inspectors_and_found_by_nobody_else(case):
    restrict(case)
    for who in ("bo", "chandra"):
        with pytest.raises(Shut, match="restricted"):
            opening.open_case(case=case, reason="I need it.", by=actor(who))
    with pytest.raises(Shut):
        pathway.claim(subject=case, by=actor("bo"))
    assert (seen_in_the_queue("bo"), seen_in_the_queue("gita")) == (set(), {case})
    pathway.pass_on(
        subject=case, queue_named="", to=account("bo").reference, reason="yours", by=actor("gita")
    )
    assert seen_in_the_queue("bo") == {case}
    assert opening.open_case(case=case, by=actor("bo")).relation == "holds"
    assert seen_in_the_queue("ruth") == set()


def test_the_officer_in_a_restricted_case_works_on_it(case):
    casework.offer_case(case=case, to=account("chandra").reference, seen=1, by=actor("gita"))
    restrict(case)
    casework.accept_case(case=case, seen=cases_known.stands(case).version, by=actor("chandra"))
    assert opening.open_case(case=case, by=actor("chandra")).relation == "officer"


def test_a_restriction_gives_way_to_danger_and_an_interest_does_not(case):
    declare(case, "ruth")
    restrict(case)
    alarming.raise_alarm(subject=case, dangers=[], reason="He is on his way.", by=actor("gita"))
    assert opening.open_case(case=case, by=actor("bo"))
    assert pathway.claim(subject=case, by=actor("bo"))
    with pytest.raises(Shut, match="ring a colleague on call, your inspector or the control room now"):
        opening.open_case(case=case, by=actor("ruth"))
    assert (seen_in_the_queue("bo"), seen_in_the_queue("ruth")) == ({case}, set())


def test_an_alarm_is_taken_by_nobody_who_has_an_interest_and_tells_them_nothing(case):
    named = [Danger.THREAT_TO_LIFE]
    reference = alarming.raise_alarm(subject=case, dangers=named, reason="At his door.", by=actor("gita"))
    declare(case)
    with pytest.raises(Shut, match="somebody else has to have this alarm"):
        pathway.acknowledge_alarm(alarm=reference, by=actor("bo"))
    seen = alarming.see_alarm(alarm=reference, by=actor("bo"))
    assert (seen.closed, seen.reason, seen.named) == (True, "", ())
    seen = alarming.see_alarm(alarm=reference, by=actor("ruth"))
    assert (seen.closed, {each.reason for each in seen.named}) == (False, {"At his door."})
    assert pathway.acknowledge_alarm(alarm=reference, by=actor("ruth")).acknowledged_by == str(actor("ruth"))


def test_the_alarm_of_a_report_is_closed_with_the_case_that_the_report_has(case):
    report = Report.objects.get().reference
    reference = alarming.raise_alarm(subject=report, dangers=[], reason="At his door.", by=actor("gita"))
    declare(case)
    assert alarming.see_alarm(alarm=reference, by=actor("bo")).closed
    with pytest.raises(Shut):
        pathway.acknowledge_alarm(alarm=reference, by=actor("bo"))


def test_a_danger_that_they_had_taken_is_called_out_anew(case):
    report = Report.objects.get().reference
    first = alarming.raise_alarm(
        subject=report, dangers=[Danger.WEAPON], reason="At his door.", by=actor("gita")
    )
    pathway.acknowledge_alarm(alarm=first, by=actor("bo"))
    declare(case, "ruth")
    assert Alarm.objects.count() == 1, "Ruth had not taken it"
    declare(case)
    anew = Alarm.objects.exclude(reference=first).get()
    assert (anew.state, anew.subject) == (AlarmState.RAISED, case)
    seen = alarming.see_alarm(alarm=anew.reference, by=actor("gita"))
    assert seen.dangers == (Danger.WEAPON,)
    assert "At his door." in seen.reason
    assert Waiting.objects.get(subject=case).danger
    assert pathway.acknowledge_alarm(alarm=anew.reference, by=actor("gita"))


def test_what_is_closed_is_asked_in_as_many_questions_however_many_there_are():
    arrive(*(telling(each) for each in range(6)))
    subjects = [each.reference for each in Case.objects.all()]
    assert len(subjects) > 2
    for each in subjects[:2]:
        declare(each)
    with CaptureQueriesContext(connection) as two:
        assert relating.shut_to(subjects, by=actor("bo")) == set(subjects[:2])
    for each in subjects[2:]:
        declare(each)
    with CaptureQueriesContext(connection) as all_of_them:
        assert relating.shut_to(subjects, by=actor("bo")) == set(subjects)
    assert len(all_of_them) == len(two)


def test_nobody_loses_the_right_to_raise_an_alarm(case):
    declare(case)
    assert alarming.raise_alarm(subject=case, dangers=[], reason="I heard it.", by=actor("bo"))


def test_a_wall_that_there_is_not_is_ended_by_nobody():
    with pytest.raises(NotFound, match="There is no wall"):
        cases.take_down(wall="N-00000-00000", reason="x", by=actor("gita"))


def test_several_at_once_refuse_what_is_closed(case):
    opening.open_case(case=case, by=actor("bo"))
    began = clock.now().replace(hour=0)
    declare(case)
    asked = bulk.Asked(bulk.Act.RELEASE, (case,), "", began)
    (found,) = bulk.preview(asked=asked, by=actor("bo"))
    assert found.state == "refused"


def test_a_submission_and_what_is_set_aside_are_closed_to_an_inspector_with_an_interest(case):
    made = submissions.submit(subject=case, given=given(), by=actor("bo"))
    declare(case, "gita")
    gita = actor("gita")
    for step in (
        lambda: submissions.read(submission=made, by=gita),
        lambda: submissions.authorise(submission=made, reason="x", by=gita),
        lambda: submissions.refuse(submission=made, reason="x", by=gita),
    ):
        with pytest.raises(Shut):
            step()
    pathway.set_aside(subject=case, decided_at=clock.now(), by=actor("bo"))
    for step in (
        lambda: aside.read(subject=case, by=gita),
        lambda: aside.hold_original(subject=case, until=None, reason="A court asks.", by=gita),
        lambda: aside.restore(subject=case, reason="x", by=gita),
    ):
        with pytest.raises(Shut):
            step()
    assert aside.read(subject=case, by=actor("bo"))


def test_a_referral_is_closed_to_whoever_has_an_interest(case):
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    asked = safeguarding.refer(
        subject=case,
        to=(AtRisk.CHILD, "hackney"),
        basis=Basis.SAFEGUARDING,
        fields=["name"],
        reason="x",
        by=actor("bo"),
    )
    declare(case, "gita")
    gita = actor("gita")
    for step in (
        lambda: safeguarding.see_referral(referral=asked.reference, by=gita),
        lambda: safeguarding.decide_referral(referral=asked.reference, goes=True, reason="x", by=gita),
        lambda: safeguarding.hear_of_referral(referral=asked.reference, their_reference="x", by=gita),
    ):
        with pytest.raises(Shut):
            step()


def test_a_cluster_hides_its_member_that_is_closed(case):
    arrive(telling(2, reporter_email="two@example.org"))
    other = Case.objects.exclude(reference=case).get().reference
    for each in (case, other):
        opening.open_case(case=each, by=actor("bo"))
    cluster = clusters.join(case=case, other=other, reason="The same.", seen=None, by=actor("bo"))
    declare(case)
    page = clusters.open_cluster(cluster=cluster, after=0, by=actor("bo"))
    assert ([each.case for each in page.members], page.hidden) == ([other], 1)


def test_it_is_on_the_record_with_whose_interest_it_is_and_why(case):
    keep_out(case, "bo")
    line = Line.objects.get(action="cases.keep-out")
    assert (line.subject, line.codes["colleague"]) == (case, account("bo").reference)


def test_the_command_line_keeps_nobody_out_and_declares_for_nobody(case):
    assert relating.closed_to([case], by=OPERATOR) == frozenset()
    with pytest.raises(Refusal, match="Sign in at the desk"):
        walls.declare_interest(subject=case, reason="x", seen=None, by=BO)
    restrict(case)
    assert relating.closed_to([case], by=OPERATOR) == frozenset()


def test_only_a_colleague_at_work_is_kept_out(case):
    with pytest.raises(NotFound):
        walls.keep_out(subject=case, colleague="U-1", reason="x", seen=None, by=actor("gita"))
    with pytest.raises(Refusal, match="For an interest of your own"):
        keep_out(case, "gita")
    assert actor("gita").role == Role.INSPECTOR
