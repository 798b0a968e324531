"""Which clock stands still while which question is open: recording alone, and only once an officer has decided to ask."""

import pytest

from hub import pathway
from hub.common.refusals import NotNow
from hub.duties.models import Alarm, Duty
from hub.duties.terms import State
from hub.pathway import casework
from hub.queue import queries as queue
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from tests.pathway.deciding_world import MORE, SUMMARY, Given, decide, version
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


def paused() -> set[str]:
    """The kinds of duty that stand still."""
    return set(Duty.objects.filter(state=State.PAUSED).values_list("kind", flat=True))


def running() -> set[str]:
    """The kinds of duty whose clock runs."""
    return set(Duty.objects.filter(state=State.RUNNING).values_list("kind", flat=True))


@pytest.mark.parametrize(
    "where",
    [{"borough": "", "postcode": "SW16 1AA"}, {"borough": ""}],
    ids=["the borough is not known", "the force is not known"],
)
def test_the_question_of_an_arrival_stops_no_clock(where):
    arrive(telling(1, **AMINA, consent_support="yes", **where))
    assert {"ask", "recorded", "needs-assessment"} <= running()
    assert paused() == set()


def test_the_question_of_a_borough_stops_no_clock():
    case = arrive(telling(1, **AMINA))[0].placed.case
    casework.offer_case(case=case, to=account("chandra").reference, seen=version(case), by=actor("bo"))
    casework.accept_case(case=case, seen=version(case), by=actor("chandra"))
    pathway.ask_hub(case=case, text="Is there a second account?", by=actor("chandra"))
    assert {"borough-asks", "recorded"} <= running()
    assert paused() == set()


def test_the_question_of_a_decision_stops_recording_alone_and_its_answer_lets_it_go_on():
    case = arrive(telling(1, **AMINA, consent_support="yes", immediate_danger="yes"))[0].placed.case
    pathway.acknowledge_alarm(alarm=Alarm.objects.get().reference, by=actor("bo"))
    before = running()
    decide(case, Given(MORE.new, (SUMMARY,)))
    assert paused() == {"recorded"}
    assert before - running() == {"recorded"}
    assert {"alarm", "limitation", "needs-assessment", "support-referral", "ask"} <= running()
    casework.add_later_fact(
        subject=case, report=Report.objects.get().reference, kind=AdditionKind.ANSWER, text="Two neighbours.",
        seen=version(case), by=actor("bo"),
    )  # fmt: skip
    assert paused() == set()


def test_danger_is_paused_by_nobody():
    case = arrive(telling(1, **AMINA, immediate_danger="yes"))[0].placed.case
    alarm = Duty.objects.get(kind="alarm")
    with pytest.raises(NotNow, match="Somebody waits for this"):
        casework.move_duty(
            subject=case, duty=alarm.reference, to=State.PAUSED, reason="Later.", seen=None, by=actor("bo")
        )
    assert queue.rows_of([case])[case].facts.danger
