"""Whoever an inspector did not agree with appeals, once; another inspector hears it, and that is final."""

import pytest

from hub import pathway
from hub.cases.models import Case, CaseReport
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.duties.models import Duty
from hub.pathway import belonging, transferring
from hub.people import actions as people
from hub.people.queries import actor_of
from hub.people.terms import Role
from hub.queue.models import Waiting
from hub.reports.models import Report
from hub.triage.models import Decision, Exit, ExitMove, Standing
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    """A second inspector."""
    row = account("ruth")
    people.change_role(account=row.pk, role=Role.INSPECTOR, by=OPERATOR)
    row.refresh_from_db()
    return actor_of(row)


@pytest.fixture
def kents():
    """A report that was confirmed to be Kent's."""
    (found,) = arrive(telling(1, borough="Kent"))
    reference = Report.objects.get(pk=found.report_id).reference
    pathway.confirm_exit(report=reference, reason="She lives in Kent.", by=actor("bo"))
    return reference


def subject(report):
    placed = CaseReport.objects.filter(report__reference=report).first()
    return placed.case.reference if placed else report


def step(what, report, by, **given):
    return what(subject=subject(report), report=report, reason="because", seen=None, by=by, **given)


def settled(report, *, stays):
    step(belonging.dispute, report, actor("bo"))
    step(belonging.settle, report, actor("gita"), stays=stays)


def stands(report):
    """The state of the exit, its duty and how the report stands."""
    standing = Standing.objects.get(report__reference=report)
    duty = Duty.objects.get(subject=report, kind="transfer", state="running") if live(report) else None
    return Exit.objects.get().state, bool(duty), standing.scope, standing.force


def live(report):
    return Duty.objects.filter(subject=report, kind="transfer", state="running").exists()


def test_what_stays_after_all_was_ours_from_the_appeal_on(kents, ruth):
    settled(kents, stays=False)
    step(belonging.appeal, kents, actor("bo"))
    assert stands(kents)[:2] == ("appealed", True)
    assert Waiting.objects.get(subject=kents).live
    case = step(belonging.settle, kents, ruth, stays=True)
    assert Case.objects.get().reference == case
    assert stands(kents) == ("settled", False, "in-scope", "metropolitan-police")
    assert Duty.objects.get(subject=case, kind="recorded").state == "running"


def test_what_goes_after_all_is_handed_over_and_its_case_is_not_ours_to_record_once_they_have_it(kents, ruth):
    settled(kents, stays=True)
    case = subject(kents)
    assert case != kents
    step(belonging.appeal, kents, actor("bo"))
    assert stands(kents) == ("appealed", True, "in-scope", "metropolitan-police"), "until then it is done"
    assert step(belonging.settle, kents, ruth, stays=False) == case
    assert stands(kents) == ("confirmed", True, "out-of-scope", "kent-police")
    assert Decision.objects.filter(question="force").latest("pk").answer == "kent-police"
    transferring.transfer(report=kents, reason="An inspector heard the appeal.", by=OPERATOR)
    belonging.acknowledge(subject=case, report=kents, force_reference="46/1", seen=None, by=actor("bo"))
    assert not Duty.objects.filter(subject=case, kind="recorded", state="running").exists()


@pytest.mark.parametrize("stays", [True, False])
def test_an_appeal_that_is_lost_changes_nothing(kents, ruth, stays):
    settled(kents, stays=stays)
    before, lines = stands(kents), Decision.objects.count()
    step(belonging.appeal, kents, actor("bo"))
    step(belonging.settle, kents, ruth, stays=stays)
    assert stands(kents) == before
    assert Decision.objects.count() == lines
    assert CaseReport.objects.filter(report__reference=kents).count() == stays


def test_nobody_hears_an_appeal_who_decided_before(kents, ruth):
    settled(kents, stays=True)
    step(belonging.appeal, kents, actor("bo"))
    for before in (actor("gita"), actor("bo")):
        with pytest.raises(NotPermitted):
            step(belonging.settle, kents, before, stays=True)
    with pytest.raises(Refusal, match="Say why"):
        belonging.settle(subject=subject(kents), report=kents, stays=True, reason=" ", seen=None, by=ruth)
    step(belonging.settle, kents, ruth, stays=True)


def test_there_is_one_dispute_and_one_appeal_and_then_it_is_final(kents, ruth):
    with pytest.raises(NotNow, match="Record that it is disputed first"):
        step(belonging.appeal, kents, actor("bo"))
    settled(kents, stays=False)
    with pytest.raises(NotNow, match="appeals against that"):
        step(belonging.dispute, kents, actor("bo"))
    step(belonging.appeal, kents, actor("bo"))
    with pytest.raises(NotNow, match="made already"):
        step(belonging.appeal, kents, actor("bo"))
    step(belonging.settle, kents, ruth, stays=False)
    with pytest.raises(NotNow, match="final"):
        step(belonging.appeal, kents, actor("bo"))
    moves = ExitMove.objects.order_by("pk").values_list("state", flat=True)
    assert list(moves) == ["confirmed", "disputed", "confirmed", "appealed", "confirmed"]


def test_what_may_be_appealed_is_told_by_report(kents):
    assert belonging.appealable(subject=kents) == ()
    settled(kents, stays=False)
    ((report, out),) = belonging.appealable(subject=kents)
    assert (report, out.to, out.state) == (kents, "kent-police", "confirmed")
