"""How the clocks were kept is counted from the duties themselves, by kind."""

from datetime import UTC, datetime, timedelta

import pytest

from hub import pathway
from hub.common import clock
from hub.duties import queries
from hub.duties.models import Duty
from hub.duties.terms import Kind
from tests.walks import MACHINE, OPERATOR, arrive, telling

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to so many hours after Monday morning."""

    def set_to(hours):
        monkeypatch.setattr(clock, "now", lambda: MONDAY + hours * HOUR)

    set_to(0)
    return set_to


@pytest.fixture
def clocks(at):
    """Six duties to record a crime, due in 24 hours."""
    arrive(*(telling(number, reported_at=MONDAY.isoformat()) for number in range(1, 7)))
    return [each.reference for each in Duty.objects.filter(kind=Kind.RECORDED).order_by("pk")]


def recorded(since=MONDAY, until=MONDAY + DAY):
    return next((each for each in queries.measured(since, until) if each.kind == Kind.RECORDED), None)


def test_each_clock_is_counted_once_as_it_ended_or_stands(clocks, at):
    in_time, late, given_up, stood_still, paused, _ = clocks
    at(2)
    pathway.pause_duty(duty=paused, reason="Asked.", by=OPERATOR)
    at(10)
    pathway.complete_duty(duty=in_time, reason="Recorded.", by=OPERATOR)
    pathway.mark_duty_not_possible(duty=given_up, reason="No place.", by=OPERATOR)
    at(21)
    pathway.remind(by=MACHINE)
    at(23)
    pathway.pause_duty(duty=stood_still, reason="Asked.", by=OPERATOR)
    at(30)
    pathway.complete_duty(duty=late, reason="Recorded.", by=OPERATOR)
    at(40)
    pathway.complete_duty(duty=stood_still, reason="Recorded.", by=OPERATOR)
    found = recorded()
    assert (found.began, found.in_time, found.late, found.not_possible, found.open, found.overdue) == (
        6, 2, 1, 1, 1, 1,
    )  # fmt: skip
    assert found.in_time + found.late + found.not_possible + found.open + found.overdue == found.began
    assert (found.warned, found.paused) == (3, 2)
    assert found.usual == 30 * HOUR, "10, 30 and 40 hours"


def test_what_is_not_done_has_no_usual_time(clocks):
    assert recorded().usual is None


def test_only_what_began_in_these_days_is_counted(clocks):
    assert recorded(MONDAY - DAY, MONDAY) is None
    assert recorded(MONDAY + HOUR) is None
    assert recorded(MONDAY, MONDAY + HOUR).began == 6


def test_what_history_brought_is_not_counted(at):
    old = (MONDAY - 60 * DAY).isoformat()
    arrive(telling(1, reported_at=old), historic=True)
    assert Duty.objects.filter(historic=True).exists()
    assert queries.measured(MONDAY - 90 * DAY, MONDAY + DAY) == []
