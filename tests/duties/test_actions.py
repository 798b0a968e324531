"""Starting, pausing and ending duties."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties import actions, queries
from hub.duties.models import Duty, Pause, Reminder
from hub.duties.terms import Kind, NewDuty
from hub.letters.models import Letter
from tests.walks import AUDITOR, BO, MACHINE

pytestmark = pytest.mark.django_db


def start(kind: Kind = Kind.RECORDED, *, ago: timedelta = timedelta(0), **more) -> Duty:
    actions.start(duties=[NewDuty("case", "C-1", kind, clock.now() - ago, **more)], by=MACHINE)
    return Duty.objects.order_by("-pk")[0]


def test_a_duty_that_is_live_stands_and_is_not_started_twice():
    start()
    start()
    assert Duty.objects.count() == 1
    assert Line.objects.filter(action="duties.start").count() == 1


def test_an_alarm_told_again_after_it_was_answered_is_raised_again():
    first = start(Kind.ALARM)
    actions.complete(reference=first.reference, reason="patrol sent", by=BO)
    start(Kind.ALARM)
    assert Duty.objects.filter(kind="alarm").count() == 2


def test_a_pause_gives_back_what_was_left(monkeypatch):
    duty = start()
    actions.pause(reference=duty.reference, reason="waiting for an answer", by=BO)
    later = clock.now() + timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    actions.resume(reference=duty.reference, reason="answered", by=BO)
    after = Duty.objects.get()
    assert after.state == "running"
    assert after.due_at - duty.due_at == Pause.objects.get().to_at - Pause.objects.get().from_at


@pytest.mark.parametrize("step", [actions.pause, actions.resume, actions.complete, actions.mark_not_possible])
def test_every_step_is_refused_to_the_wrong_role_without_a_reason_and_for_what_is_not_there(step):
    duty = start()
    with pytest.raises(NotPermitted):
        step(reference=duty.reference, reason="x", by=AUDITOR)
    with pytest.raises(Refusal, match="Say why"):
        step(reference=duty.reference, reason=" ", by=BO)
    with pytest.raises(NotFound):
        step(reference="D-NONE", reason="x", by=BO)


def test_what_is_over_cannot_move_and_what_is_overdue_cannot_pause():
    duty = start()
    actions.complete(reference=duty.reference, reason="recorded", by=BO)
    with pytest.raises(NotNow, match="Nothing was changed"):
        actions.pause(reference=duty.reference, reason="x", by=BO)
    late = start(Kind.NEEDS_ASSESSMENT, ago=timedelta(days=3))
    with pytest.raises(NotNow, match="overdue already"):
        actions.pause(reference=late.reference, reason="x", by=BO)
    with pytest.raises(NotNow):
        actions.resume(reference=late.reference, reason="x", by=BO)


def test_a_duty_ends_its_open_pause():
    duty = start()
    actions.pause(reference=duty.reference, reason="waiting", by=BO)
    actions.mark_not_possible(reference=duty.reference, reason="they moved abroad", by=BO)
    assert Pause.objects.get().to_at is not None
    assert Duty.objects.get().ended_because == "they moved abroad"


def test_reminders_name_case_duty_and_time_once_and_leave_history_in_peace(settings):
    settings.HUB_MAILBOX = "hub@example.org"
    start(ago=timedelta(days=2))
    actions.start(
        duties=[NewDuty("case", "C-2", Kind.RECORDED, clock.now() - timedelta(days=2), historic=True)],
        by=MACHINE,
    )
    assert pathway.remind(by=MACHINE) == 1
    assert pathway.remind(by=MACHINE) == 0
    facts = Letter.objects.get().facts
    assert facts["reference"] == "C-1"
    assert facts["duty"] == "Record as a crime or confirm another decision"
    assert facts["due"] == clock.in_london(Duty.objects.get(subject="C-1").due_at)
    assert Reminder.objects.count() == 1


def test_what_is_due_is_paged_the_next_first():
    actions.start(
        duties=[
            NewDuty("case", f"C-{each}", Kind.RECORDED, clock.now() + timedelta(minutes=-each))
            for each in range(7)
        ],
        by=MACHINE,
    )
    seen, after = [], ""
    while True:
        page, after = queries.due(after=after, limit=3)
        seen += [each.subject for each in page]
        if not after:
            break
    assert seen == [f"C-{each}" for each in reversed(range(7))]
    assert queries.counts()["running"] == 7
