"""Danger stops the normal flow until somebody has the alarm: what is refused meanwhile, and what never waits."""

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case, Outcome
from hub.common import clock
from hub.common.refusals import NotNow
from hub.duties import rules
from hub.duties.models import Alarm
from hub.duties.terms import AlarmState, Danger
from hub.pathway import bulk, casework, deciding
from hub.queue import queries
from hub.queue.terms import Act
from hub.reports.models import Report
from hub.triage.models import CrimeDecision, Exit, SecondCheck
from tests.pathway.deciding_world import CRIME, MORE, NOT, decide, outcome, stage
from tests.pathway.test_bulk import asked
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
NOBODY = "nobody has the alarm W-"


def named(subject: str) -> str:
    """An officer names a danger of something; tells the alarm."""
    return pathway.raise_alarm(
        subject=subject, dangers=[Danger.WEAPON], reason="He has a knife.", by=actor("ruth")
    )


def taken(alarm: str) -> None:
    """Somebody has it."""
    pathway.acknowledge_alarm(alarm=alarm, by=actor("ruth"))


@pytest.fixture
def case() -> str:
    return arrive(telling(1, **AMINA))[0].placed.case


@pytest.fixture
def leaving() -> str:
    """A report whose way out waits, and that Bo has opened."""
    (found,) = arrive(telling(2, borough="Kent", immediate_danger="yes"))
    report = Report.objects.get(pk=found.report_id).reference
    pathway.open_report(report=report, by=actor("bo"))
    return report


@pytest.mark.parametrize("danger", Danger)
def test_no_crime_decision_and_no_outcome_is_recorded_before_somebody_has_the_alarm(case, danger):
    alarm = pathway.raise_alarm(subject=case, dangers=[danger], reason="Invented.", by=actor("ruth"))
    for given in (CRIME, MORE, NOT):
        with pytest.raises(NotNow, match=NOBODY):
            decide(case, given)
    assert not CrimeDecision.objects.exists()
    assert Line.objects.filter(action="triage.decide-crime", refused=True).count() == 3
    taken(alarm)
    decide(case, CRIME)
    again = named(case)
    with pytest.raises(NotNow, match=NOBODY):
        outcome(case)
    assert not Outcome.objects.exists()
    taken(again)
    outcome(case)
    assert stage(case) == "finalised"


def test_no_second_check_takes_effect_before_somebody_has_the_alarm():
    case = arrive(telling(1, **AMINA, victim_under_18="yes"))[0].placed.case
    assert decide(case, CRIME).waits
    alarm = named(case)
    with pytest.raises(NotNow, match=NOBODY):
        deciding.check(case=case, agrees=True, reason="Yes.", seen=None, by=actor("ruth"))
    assert not SecondCheck.objects.exists()
    taken(alarm)
    deciding.check(case=case, agrees=True, reason="Yes.", seen=None, by=actor("ruth"))


def test_danger_told_in_one_report_stops_its_whole_case(case):
    arrive(telling(3, **AMINA, content_urls="https://x.com/invented/status/1001", immediate_danger="yes"))
    assert Case.objects.count() == 1
    assert Alarm.objects.get().subject != case
    with pytest.raises(NotNow, match=NOBODY):
        decide(case, CRIME)
    taken(Alarm.objects.get().reference)
    decide(case, CRIME)


def test_no_way_out_is_confirmed_before_somebody_has_the_alarm_and_many_at_once_name_it(leaving):
    bo = actor("bo")
    with pytest.raises(NotNow, match=NOBODY):
        pathway.confirm_exit(report=leaving, reason="It is Kent's.", by=bo)
    with pytest.raises(NotNow, match=NOBODY):
        casework.decide_exit(report=leaving, leaves=True, reason="It is Kent's.", by=bo)
    (other,) = arrive(telling(4, online="no"))
    free = Report.objects.get(pk=other.report_id).reference
    pathway.open_report(report=free, by=bo)
    done = bulk.act(asked=asked(Act.CONFIRM, [leaving, free]), reason="None is ours.", by=bo)
    said = {each.subject: (each.state, each.sentence) for each in queries.bulk(done).lines}
    assert said[leaving][0] == "refused"
    assert NOBODY in said[leaving][1]
    assert said[free][0] == "done"
    assert Exit.objects.get(report__reference=leaving).state == "proposed"
    taken(Alarm.objects.get().reference)
    pathway.confirm_exit(report=leaving, reason="It is Kent's.", by=bo)
    assert Exit.objects.get(report__reference=leaving).state == "confirmed"


def test_nothing_is_set_aside_before_the_danger_is_acted_on(case):
    alarm = named(case)
    for _ in range(2):
        with pytest.raises(NotNow, match="may be in danger"):
            pathway.set_aside(subject=case, decided_at=clock.now(), by=OPERATOR)
        if Alarm.objects.get().state == AlarmState.RAISED:
            taken(alarm)


def test_what_keeps_a_report_here_never_waits(leaving):
    pathway.refuse_exit(report=leaving, reason="She has moved to Hackney.", by=actor("bo"))
    assert Alarm.objects.get().state == AlarmState.RAISED


@pytest.mark.parametrize(
    ("states", "stops"),
    [((), ""), (("acknowledged", "ended"), ""), (("ended", "raised"), "A-1"), (("raised", "raised"), "A-0")],
)
def test_only_an_alarm_that_nobody_has_is_in_the_way_and_the_oldest_is_named(states, stops):
    said = rules.in_the_way([(f"A-{place}", AlarmState(each)) for place, each in enumerate(states)])
    assert stops in said
    assert bool(said) == bool(stops)
