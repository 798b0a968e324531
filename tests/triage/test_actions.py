"""The machine proposes that a report leaves; a person decides, once, with a reason."""

import pytest

from hub.audit.models import Reason
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.terms import Actor, Role
from hub.reports.models import Report
from hub.triage import actions, queries
from hub.triage.models import Exit
from tests.walks import BO, MACHINE, arrive, telling

pytestmark = pytest.mark.django_db

GITA = Actor(Role.INSPECTOR, "gita")
DECISIONS = {"confirmed": actions.confirm_exit, "refused": actions.refuse_exit}


@pytest.fixture(autouse=True)
def noise():
    """An exit of somebody else's report, which nothing here may touch."""
    arrive(telling(99, borough="Kent"))
    before = list(Exit.objects.order_by("pk").values())
    yield
    assert list(Exit.objects.order_by("pk")[:1].values()) == before


@pytest.fixture
def report() -> Report:
    (found,) = arrive(telling(1, online="no"))
    return Report.objects.get(pk=found.report_id)


def standing(report: Report):
    return queries.standing([report.pk])[report.pk]


@pytest.mark.parametrize("state", DECISIONS)
def test_an_exit_is_decided_by_somebody_with_a_reason(report, state):
    DECISIONS[state](report_id=report.pk, report=report.reference, reason="I telephoned.", by=GITA)
    row = Exit.objects.get(report=report)
    assert (row.state, row.decided_by, row.decided_reason) == (state, "inspector:gita", "I telephoned.")
    assert standing(report).scope == ("in-scope" if state == "refused" else "out-of-scope")
    assert Reason.objects.filter(text="I telephoned.").count() == 1


@pytest.mark.parametrize("state", DECISIONS)
@pytest.mark.parametrize("first", DECISIONS)
def test_an_exit_that_was_decided_stays_decided(report, first, state):
    DECISIONS[first](report_id=report.pk, report=report.reference, reason="the first", by=BO)
    with pytest.raises(NotNow, match=f"already {first}, by hub-officer:bo. Nothing was changed"):
        DECISIONS[state](report_id=report.pk, report=report.reference, reason="the second", by=GITA)
    assert Exit.objects.get(report=report).decided_reason == "the first"


@pytest.mark.parametrize("decide", DECISIONS.values())
def test_the_machine_decides_nothing_and_nobody_does_without_a_reason(report, decide):
    with pytest.raises(Refusal, match="the hub itself may not"):
        decide(report_id=report.pk, report=report.reference, reason="because", by=MACHINE)
    with pytest.raises(Refusal, match="Say why"):
        decide(report_id=report.pk, report=report.reference, reason=" ", by=BO)
    assert standing(report).exit_state == "proposed"


@pytest.mark.parametrize("decide", DECISIONS.values())
def test_a_report_that_nobody_sends_away_has_no_exit_to_decide(decide):
    (found,) = arrive(telling(2))
    with pytest.raises(NotFound, match="No exit is proposed for report R-2"):
        decide(report_id=found.report_id, report="R-2", reason="because", by=BO)
