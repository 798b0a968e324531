from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from hub.common import clock
from hub.duties import actions
from hub.duties.models import Duty, Reminder
from hub.duties.terms import Kind, NewDuty
from tests.walks import BO, MACHINE

WRITERS = 4
SUBJECTS = [f"C-{number}" for number in range(20)]


def at_once(step):
    """What each of several connections got that took this step at the same moment."""
    together = Barrier(WRITERS)

    def one(number):
        try:
            together.wait(timeout=30)
            with transaction.atomic():
                return step(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        return list(writers.map(one, range(WRITERS)))


@transaction.atomic
def begin(duties):
    actions.start(duties=duties, by=MACHINE)


@pytest.fixture
def duties():
    start = clock.now() - timedelta(days=2)
    return [NewDuty("case", each, Kind.RECORDED, start) for each in SUBJECTS]


def test_writers_that_start_the_same_duties_at_once_start_each_once(own_database, duties):
    found = at_once(lambda number: actions.start(duties=duties[:: 1 if number % 2 else -1], by=MACHINE))
    assert sum(found) == len(SUBJECTS)
    assert Duty.objects.count() == len(SUBJECTS)


def test_reminders_made_at_once_are_made_once(own_database, duties):
    begin(duties)
    found = at_once(lambda _: actions.remind(by=MACHINE))
    assert sorted(map(len, found)) == [0] * (WRITERS - 1) + [len(SUBJECTS)]
    assert Reminder.objects.count() == len(SUBJECTS)


def test_a_report_that_gets_its_case_while_the_case_starts_its_own_clock_leaves_one_of_a_kind(
    own_database, duties
):
    report = NewDuty("report", "R-1", Kind.RECORDED, duties[0].from_at)
    begin([report])
    steps = [
        lambda: actions.start(duties=duties[:1], by=MACHINE),
        lambda: actions.transfer(from_report="R-1", to_case="C-0", by=BO),
    ]
    at_once(lambda number: steps[number % 2]())
    assert Duty.objects.filter(subject="C-0", state="running").count() == 1
