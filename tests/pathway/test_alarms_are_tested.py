"""The ways by which an alarm goes are tried every day, and a test that fails or is missing is loud."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hub import pathway
from hub.common.refusals import NotNow, Refusal
from hub.duties import queries
from hub.duties.models import Alarm
from hub.workers import tasks
from tests import alarm_peers
from tests.held_clock import held_at
from tests.pathway.danger_world import NIGHT, text_messages
from tests.walks import OPERATOR
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings) -> Iterator[alarm_peers.Mail]:
    with alarm_peers.mail(settings) as found:
        yield found


@pytest.fixture
def gateway(settings) -> Iterator[alarm_peers.Service]:
    with text_messages(settings) as found:
        yield found


@pytest.fixture
def at(monkeypatch):
    """Holds the clock, at three in the night unless told otherwise."""
    return held_at(monkeypatch, NIGHT)


def test_the_daily_test_goes_by_every_way_that_is_set_and_its_success_is_known(mail, gateway, at, settings):
    settings.ALARM_TEST_EMAIL, settings.ALARM_TEST_SMS = "test@example.org", "+44 7700 900009"
    assert queries.tested().late
    tasks.test_alarm(0)
    tasks.call_alarm(Alarm.objects.get().pk)
    assert [each.to for each in (*gateway.taken, *mail.taken)] == ["+44 7700 900009", "test@example.org"]
    found = queries.tested()
    assert (found.passed_at, found.failed_at, found.trouble) == (NIGHT, None, False)
    at(NIGHT + timedelta(hours=26))
    assert not queries.tested().trouble
    at(NIGHT + timedelta(hours=26, seconds=1))
    assert queries.tested().trouble, "absence is loud"


def test_a_test_that_fails_is_loud_and_tells_the_administrators_once_in_a_day(
    mail, gateway, at, settings, caplog
):
    settings.ALARM_TEST_EMAIL, settings.ALARM_TEST_SMS = "test@example.org", "+44 7700 900009"
    settings.HUB_MAILBOX = "hub@example.org"
    account("adi")
    gateway.answers = [503]
    tasks.test_alarm(0)
    tasks.call_alarm(Alarm.objects.get().pk)
    assert [each.to for each in mail.taken] == ["test@example.org"], "the other way is tested all the same"
    test = Alarm.objects.get()
    assert (test.passed, test.ended_because) == (False, "Not taken by text message.")
    assert queries.tested().trouble
    assert "failed or is late" in caplog.text
    waiting = ProcrastinateJob.objects.filter(task_name="letters.send")
    for pk in [each["id"] for each in waiting.values_list("args", flat=True)]:
        tasks.send_letter(pk)
    assert {each.to for each in mail.taken[1:]} == {"hub@example.org", "adi@example.org"}
    tasks.see_to_tests(0)
    assert waiting.count() == 2
    tasks.call_alarm(queries.raised()[0])
    assert not queries.tested().trouble, "it is tried again every hour"


def test_a_test_nobody_receives_is_not_raised_and_asking_for_it_says_why(at):
    tasks.test_alarm(0)
    tasks.see_to_tests(0)
    assert not Alarm.objects.exists()
    with pytest.raises(Refusal, match="Nobody receives the test"):
        pathway.raise_test_alarm(by=OPERATOR)


def test_the_first_test_is_raised_within_the_hour_and_a_test_is_nobodys_to_acknowledge(mail, at, settings):
    settings.ALARM_TEST_EMAIL = "test@example.org"
    tasks.see_to_tests(0)
    test = Alarm.objects.get()
    assert pathway.raise_test_alarm(by=OPERATOR) == test.reference, "one at a time"
    with pytest.raises(NotNow, match="daily test"):
        pathway.acknowledge_alarm(alarm=test.reference, by=actor("bo"))


def test_a_test_that_went_through_is_left_in_peace_until_the_next_day(mail, at, settings):
    settings.ALARM_TEST_EMAIL = "test@example.org"
    tasks.test_alarm(0)
    tasks.call_alarm(queries.raised()[0])
    tasks.see_to_tests(0)
    assert queries.raised() == ()
    assert len(mail.taken) == 1
