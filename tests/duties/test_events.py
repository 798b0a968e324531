"""What happened to a clock can be measured: started, warned of, paused, resumed, breached, done."""

from datetime import UTC, datetime, timedelta

import pytest

from hub import pathway
from hub.common import clock
from hub.duties import queries, rules
from hub.duties.models import Duty
from hub.duties.terms import Happening, Kind
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.letters.terms import Held, State
from tests.walks import MACHINE, OPERATOR, arrive, telling

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to so many hours after Monday morning."""

    def set_to(hours):
        monkeypatch.setattr(clock, "now", lambda: MONDAY + hours * HOUR)

    set_to(0)
    return set_to


@pytest.fixture
def duty(db, at):
    """The duty to record a crime, due in 24 hours and warned of 4 hours before."""
    told = MONDAY.isoformat()
    arrive(telling(reported_at=told))
    return Duty.objects.get(kind=Kind.RECORDED)


def happened(duty):
    return [
        (each.what, (each.at - MONDAY) / HOUR)
        for each in queries.events([duty.subject])
        if each.duty == duty.reference
    ]


def test_a_duty_that_runs_has_started(duty):
    assert happened(duty) == [(Happening.STARTED, 0)]


def test_a_pause_and_what_came_after_are_told_with_who_and_why(duty, at):
    at(2)
    pathway.pause_duty(duty=duty.reference, reason="Waiting for an answer.", by=OPERATOR)
    assert happened(duty) == [(Happening.STARTED, 0), (Happening.PAUSED, 2)]
    at(5)
    pathway.resume_duty(duty=duty.reference, reason="It came.", by=OPERATOR)
    at(24)
    pathway.remind(by=MACHINE)
    at(25)
    pathway.complete_duty(duty=duty.reference, reason="Recorded.", by=OPERATOR)
    assert happened(duty) == [
        (Happening.STARTED, 0),
        (Happening.PAUSED, 2),
        (Happening.RESUMED, 5),
        (Happening.WARNED, 24),
        (Happening.DONE, 25),
    ]
    paused = next(each for each in queries.events([duty.subject]) if each.what == Happening.PAUSED)
    assert (paused.by, paused.reason, paused.subject) == (
        str(OPERATOR),
        "Waiting for an answer.",
        duty.subject,
    )


def test_a_breach_is_told_when_it_was_and_stays_after_the_duty_is_done(duty, at):
    at(30)
    assert happened(duty) == [(Happening.STARTED, 0), (Happening.BREACHED, 24)]
    pathway.complete_duty(duty=duty.reference, reason="Recorded late.", by=OPERATOR)
    assert happened(duty) == [(Happening.STARTED, 0), (Happening.BREACHED, 24), (Happening.DONE, 30)]


def test_a_clock_that_stood_still_until_it_was_done_was_not_breached(duty, at):
    at(23)
    pathway.pause_duty(duty=duty.reference, reason="Waiting.", by=OPERATOR)
    at(40)
    assert happened(duty) == [(Happening.STARTED, 0), (Happening.PAUSED, 23)]
    pathway.mark_duty_not_possible(duty=duty.reference, reason="It cannot be.", by=OPERATOR)
    assert happened(duty) == [(Happening.STARTED, 0), (Happening.PAUSED, 23), (Happening.NOT_POSSIBLE, 40)]


@pytest.mark.parametrize(
    ("ended", "paused", "now", "breached"),
    [
        (None, None, 23, False), (None, None, 24, False), (None, None, 25, True), (23, None, 30, False), (24, None, 30, False),
        (25, None, 30, True), (None, 20, 30, False), (40, 20, 50, False),
    ],
)  # fmt: skip
def test_when_a_clock_ran_out(ended, paused, now, breached):
    def moment(hours):
        return None if hours is None else MONDAY + hours * HOUR

    found = rules.breached_at(MONDAY + 24 * HOUR, moment(ended), moment(paused), MONDAY + now * HOUR)
    assert found == (MONDAY + 24 * HOUR if breached else None)


@pytest.fixture
def mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST, settings.HUB_MAILBOX = "mail.invalid", "hub@example.org"


def reminder(duty):
    pathway.remind(by=MACHINE)
    return Letter.objects.get(template="reminder", occasion__contains=duty.reference)


def test_a_warning_names_the_case_and_the_duty_and_when_it_is_due(duty, at, mail, mailoutbox):
    pathway.set_mailbox(unit="CE", address="unit@example.org", by=OPERATOR)
    at(21)
    letters.send(letter=reminder(duty).pk, by=MACHINE)
    (sent,) = mailoutbox
    assert duty.subject in sent.subject
    assert "Record as a crime" in sent.body
    assert clock.in_london(duty.due_at) in sent.body


@pytest.mark.parametrize("step", [pathway.complete_duty, pathway.pause_duty, pathway.mark_duty_not_possible])
def test_a_warning_stops_with_its_duty(duty, at, mail, mailoutbox, step):
    pathway.set_mailbox(unit="CE", address="unit@example.org", by=OPERATOR)
    at(21)
    waiting = reminder(duty)
    step(duty=duty.reference, reason="because", by=OPERATOR)
    letters.send(letter=waiting.pk, by=MACHINE)
    letters.release_held(by=MACHINE)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.held) == (State.HELD, Held.OVER)
    assert mailoutbox == []


def test_a_warning_of_an_older_time_is_not_sent_after_the_clock_went_on(duty, at, mail, mailoutbox):
    pathway.set_mailbox(unit="CE", address="unit@example.org", by=OPERATOR)
    at(21)
    waiting = reminder(duty)
    pathway.pause_duty(duty=duty.reference, reason="because", by=OPERATOR)
    at(30)
    pathway.resume_duty(duty=duty.reference, reason="because", by=OPERATOR)
    letters.send(letter=waiting.pk, by=MACHINE)
    assert mailoutbox == []
    at(32)
    letters.send(letter=reminder_again(duty, waiting).pk, by=MACHINE)
    assert len(mailoutbox) == 1


def reminder_again(duty, before):
    pathway.remind(by=MACHINE)
    return Letter.objects.exclude(pk=before.pk).get(template="reminder", occasion__contains=duty.reference)
