"""Calling: each call is written down before it goes, and what came of it afterwards."""

from collections.abc import Collection, Sequence

from hub.common import clock, deferral, locks, references
from hub.common.refusals import Refusal
from hub.duties import queries, rules
from hub.duties.actions import following
from hub.duties.models import Alarm, Answer, Call, NamedDanger
from hub.duties.terms import (
    AlarmState,
    AlarmSubject,
    Called,
    Danger,
    Made,
    Next,
    Taken,
    ToSend,
)
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def claim_call(*, alarm: int, passed_over: Collection[str] = (), by: Actor) -> ToSend | None:
    """The call that this alarm makes now, written down before it goes; none where nothing is to be done yet.

    Those who are passed over, by the references of their accounts, may not act on it.
    The alarm is held meanwhile, so that two workers never make one call twice. A test that has tried every way ends.
    """
    permit(by, Permission.RUN_SYSTEM)
    row = Alarm.objects.select_for_update().filter(pk=alarm).first()
    if row is None or row.state != AlarmState.RAISED:
        return None
    made, now = queries.calls_of(alarm), clock.now()
    if row.subject_kind == AlarmSubject.TEST:
        found = rules.next_test([queries.test_recipient()], made, queries.times(), now)
        if found is None and not rules.under_way(made, queries.times(), now):
            _end_test(row, made, by)
        return _written(row, found, "", by) if found else None
    recipients = queries.recipients(passed_over)
    found = rules.next_call(recipients, made, queries.times(), now)
    if found is None:
        return None
    officers = any(each.called == Called.OFFICER for each in recipients)
    why = rules.why_called(found.called, officers=officers, calls=len(made))
    return _written(row, found, why, by)


def _written(row: Alarm, found: Next, why: str, by: Actor) -> ToSend:
    """The call on record, ready to go."""
    call = Call.objects.create(
        alarm=row, round=found.round, called=found.called.value, officer=found.officer,
        channel=found.way.channel.value, at=clock.now(),
    )  # fmt: skip
    following.on_record(
        "duties.call", row, by, called=found.officer or found.called.value, channel=found.way.channel.value
    )
    dangers = NamedDanger.objects.filter(alarm=row).order_by("pk").values_list("danger", flat=True)
    return ToSend(
        call.pk, row.reference, row.subject_kind, row.subject, tuple(map(Danger, dangers)), row.raised_at,
        found.round, found.called, found.officer, found.way, why,
    )  # fmt: skip


def settle_call(*, call: int, taken: Taken, by: Actor) -> None:
    """Write down what came of a call; whoever was reached has their time, and after it the next is called."""
    permit(by, Permission.RUN_SYSTEM)
    row = Call.objects.select_related("alarm").get(pk=call)
    now = clock.now()
    Answer.objects.create(call=row, at=now, accepted=taken.accepted, code=taken.code)
    following.on_record(
        "duties.called", row.alarm, by, channel=row.channel, accepted=taken.accepted, code=taken.code
    )
    if taken.accepted and row.called != Called.TEST:
        deferral.defer(deferral.Task.CALL_ALARM, [row.alarm_id], at=row.at + queries.times().answer)


def call_again(*, by: Actor) -> int:
    """Have every alarm that nobody has looked at again: what a worker left, and whose time to answer is over."""
    permit(by, Permission.RUN_SYSTEM)
    found = queries.raised()
    deferral.defer(deferral.Task.CALL_ALARM, found)
    return len(found)


def raise_test(*, by: Actor) -> str:
    """Raise the alarm of the day, which calls the recipient of tests by every way and then ends; tells its reference."""
    permit(by, Permission.RUN_SYSTEM)
    if not queries.test_recipient().ways:
        raise Refusal(
            "Nobody receives the test: set ALARM_TEST_EMAIL, ALARM_TEST_SMS or ALARM_TEST_PAGER, and try again."
        )
    locks.hold("duties.test", [b"alarm"])
    waiting = Alarm.objects.filter(subject_kind=AlarmSubject.TEST, state=AlarmState.RAISED).first()
    if waiting is not None:
        deferral.defer(deferral.Task.CALL_ALARM, [waiting.pk])
        return waiting.reference
    reference = references.new("W")
    row = Alarm.objects.create(
        reference=reference, subject_kind=AlarmSubject.TEST.value, subject=reference,
        state=AlarmState.RAISED.value, raised_at=clock.now(), raised_by=str(by),
    )  # fmt: skip
    following.on_record("duties.raise-test", row, by)
    deferral.defer(deferral.Task.CALL_ALARM, [row.pk])
    return reference


def _end_test(row: Alarm, made: Sequence[Made], by: Actor) -> None:
    """A test ends when every way was tried: passed where each took its message."""
    failed = rules.failed_ways(made)
    row.passed = bool(made) and not failed
    because = (
        "Every way took the message."
        if row.passed
        else f"Not taken by {', '.join(str(each.label) for each in failed) or 'any way: none is set'}."
    )
    following.move(row, AlarmState.ENDED, by=by, reason=because)
