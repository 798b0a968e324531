"""Two workers at one moment make one call, and what a killed worker left is called by the next way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from hub.common import clock
from hub.duties import actions, queries
from hub.duties.models import Alarm, Call
from hub.duties.terms import AlarmSubject, NewAlarm
from tests.walks import MACHINE

WORKERS = 4


@pytest.fixture
def alarm(own_database, settings) -> Alarm:
    settings.EMAIL_HOST = "mail.invalid"
    settings.CONTROL_ROOM_WEBHOOK, settings.CONTROL_ROOM_EMAIL = (
        "https://control.invalid",
        "control@example.org",
    )
    with transaction.atomic():
        actions.raise_alarms(alarms=[NewAlarm(AlarmSubject.CASE, "C-1")], by=MACHINE)
    return Alarm.objects.get()


def test_of_workers_that_look_at_one_moment_one_makes_the_call(alarm):
    together = Barrier(WORKERS)

    def look(_):
        try:
            together.wait(timeout=30)
            with transaction.atomic():
                return actions.claim_call(alarm=alarm.pk, by=MACHINE)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        made = [each for each in workers.map(look, range(WORKERS)) if each is not None]
    assert len(made) == 1
    assert Call.objects.count() == 1


def test_a_call_of_which_a_killed_worker_left_nothing_is_followed_by_the_next_way_after_a_minute(
    alarm, monkeypatch
):
    begun = clock.now()
    with transaction.atomic():
        first = actions.claim_call(alarm=alarm.pk, by=MACHINE)
        assert actions.claim_call(alarm=alarm.pk, by=MACHINE) is None
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(seconds=61))
    with transaction.atomic():
        second = actions.claim_call(alarm=alarm.pk, by=MACHINE)
    assert (first.way.channel, second.way.channel) == ("webhook", "e-mail")
    assert [each.accepted for each in queries.calls_of(alarm.pk)] == [None, None]
