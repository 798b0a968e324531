"""Somebody is reminded of a duty once before it is due and once after."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.duties import actions
from hub.duties.models import Reminder
from hub.duties.terms import Kind
from tests.duties.duties_world import NEW, TUESDAY, lines, somebody_elses_untouched, started
from tests.held_clock import held_at
from tests.walks import BO, MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Holds the clock still, at Tuesday 24 November 2026 09:00 unless told otherwise."""
    return held_at(monkeypatch, TUESDAY)


@pytest.fixture(autouse=True)
def noise(at):
    """Duties of somebody else, which nothing here may touch."""
    with somebody_elses_untouched():
        yield


def test_somebody_is_reminded_once_before_and_once_after(at):
    row = started(kind=Kind.RECORDED)
    found = []
    for hours in (0, 19, 20, 21, 24, 25, 48):
        at(TUESDAY + timedelta(hours=hours))
        found += [(hours, each.occasion, each.due.reference) for each in actions.remind(by=MACHINE)]
    assert found == [(20, "soon", row.reference), (25, "overdue", row.reference)]
    assert Reminder.objects.count() == len(lines("duties.remind")) == 2


def test_a_reminder_names_what_is_to_be_done_of_what_and_by_when(at):
    row = started()
    at(row.due_at)
    (found,) = actions.remind(by=MACHINE)
    assert (found.due.subject_kind, found.due.subject) == ("case", "C-1")
    assert found.due.title == "Refer the victim to specialist support"
    assert found.due.due_at == row.due_at
    assert not found.due.overdue


def test_nobody_is_reminded_of_what_is_historic_paused_or_ended(at):
    paused = started()
    actions.pause(reference=paused.reference, reason="because", by=BO)
    started(kind=Kind.RECORDED, historic=True)
    started(kind=Kind.VICTIM_UPDATE, not_possible_reason="No safe contact was given.")
    at(TUESDAY + timedelta(days=60))
    assert actions.remind(by=MACHINE) == ()


def test_a_duty_that_runs_on_to_another_time_is_reminded_of_again(at):
    row = started(kind=Kind.RECORDED)
    at(TUESDAY + timedelta(hours=22))
    assert len(actions.remind(by=MACHINE)) == 1
    actions.pause(reference=row.reference, reason="because", by=BO)
    at(TUESDAY + timedelta(hours=42))
    actions.resume(reference=row.reference, reason="because", by=BO)
    assert len(actions.remind(by=MACHINE)) == 1


def test_reminders_come_in_pages_with_the_first_due_first(at, monkeypatch):
    monkeypatch.setattr("hub.duties.actions.duties._REMINDERS_AT_ONCE", 2)
    for number in range(5, 0, -1):
        started(subject=f"C-{number}", kind=Kind.ALARM, from_at=TUESDAY + timedelta(minutes=number))
    at(TUESDAY + timedelta(days=1))
    pages = [[each.due.subject for each in actions.remind(by=MACHINE)] for _ in range(4)]
    assert pages == [["C-1", "C-2"], ["C-3", "C-4"], ["C-5"], []]


def test_a_page_of_reminders_costs_no_more_queries_than_one(at, django_assert_max_num_queries):
    actions.start(duties=[replace(NEW, subject=f"C-{number}") for number in range(10, 110)], by=MACHINE)
    at(TUESDAY + timedelta(days=9))
    with django_assert_max_num_queries(5):
        assert len(actions.remind(by=MACHINE)) == 100
