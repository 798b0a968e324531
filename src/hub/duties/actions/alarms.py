"""Raising an alarm, naming its danger, and acknowledging it."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry
from hub.audit.terms import Kind as Operation
from hub.common import clock, deferral, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties import rules
from hub.duties.actions import following
from hub.duties.actions.duties import hold, start
from hub.duties.models import Alarm, NamedDanger
from hub.duties.terms import AlarmState, AlarmSubject, Danger, Kind, NewAlarm, NewDuty
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_DETAIL = "Immediate danger is reported."


def raise_alarms(*, alarms: Sequence[NewAlarm], by: Actor) -> tuple[str, ...]:
    """Raise these alarms and start the duty to act on each; tells their references.

    Where a subject's alarm is being called out already, that one stands and learns the kinds that are named. One that
    somebody has acknowledged does not stand in the way: a danger told again is called out again.
    """
    permit(by, Permission.RAISE_ALARMS)
    if not alarms:
        return ()
    if any(each.dangers and not each.reason.strip() for each in alarms):
        raise Refusal("Say what you know that makes it this danger: it is kept with the alarm.")
    hold(subjects=[(each.subject_kind.value, each.subject) for each in alarms])
    now = clock.now()
    start(
        duties=[
            NewDuty(each.subject_kind.value, each.subject, Kind.ALARM, now, detail=_DETAIL) for each in alarms
        ],
        by=by,
    )
    known = Alarm.objects.filter(state=AlarmState.RAISED, subject__in={each.subject for each in alarms})
    standing = {(row.subject_kind, row.subject): row for row in known}
    fresh: dict[tuple[str, str], Alarm] = {}
    for each in alarms:
        name = (each.subject_kind.value, each.subject)
        if name not in standing and name not in fresh:
            fresh[name] = Alarm(
                reference=references.new("W"), subject_kind=name[0], subject=each.subject,
                state=AlarmState.RAISED.value, raised_at=now, raised_by=str(by),
                reason=each.reason.strip(),
            )  # fmt: skip
    Alarm.objects.bulk_create(fresh.values())
    audit.record(
        [
            Entry(
                Operation.COLLECTION, "duties.raise-alarm", row.subject_kind, row.subject, str(by),
                {"alarm": row.reference}, reason=row.reason,
            )
            for row in fresh.values()
        ]
    )  # fmt: skip
    rows = {**standing, **fresh}
    for each in alarms:
        row = rows[each.subject_kind.value, each.subject]
        _name(row, each.dangers, each.reason, by)
        _add_words(row, each, by)
    deferral.defer(deferral.Task.CALL_ALARM, [row.pk for row in fresh.values()])
    return tuple(rows[each.subject_kind.value, each.subject].reference for each in alarms)


def name_danger(*, alarm: str, dangers: Sequence[Danger], reason: str, by: Actor) -> None:
    """Say which kind of danger an open alarm is about; nothing but a person's word says it."""
    permit(by, Permission.RAISE_ALARMS)
    row = _open(alarm)
    if not dangers:
        raise Refusal("Choose which danger it is, one or more.")
    if not reason.strip():
        raise Refusal("Say what you know that makes it this danger: it is kept with the alarm.")
    if not _name(row, dangers, reason, by):
        raise NotNow(f"Alarm {alarm} names this danger already. Nothing was changed.")


def _name(row: Alarm, dangers: Sequence[Danger], reason: str, by: Actor) -> bool:
    """Write down the kinds that were not named before; tells whether there were any."""
    if not dangers:
        return False
    known = set(NamedDanger.objects.filter(alarm=row).values_list("danger", flat=True))
    fresh = [each for each in dict.fromkeys(dangers) if each.value not in known]
    now = clock.now()
    NamedDanger.objects.bulk_create(
        [
            NamedDanger(alarm=row, danger=each.value, at=now, by=str(by), reason=reason.strip())
            for each in fresh
        ]
    )
    if fresh:
        following.on_record(
            "duties.name-danger", row, by, reason=reason, dangers=",".join(each.value for each in fresh)
        )
    return bool(fresh)


def _add_words(row: Alarm, new: NewAlarm, by: Actor) -> None:
    """What an officer says of a danger that is being called out already stands with its alarm."""
    words = new.reason.strip()
    if not words or new.dangers or words in row.reason:
        return
    row.reason = f"{row.reason}\n{words}".strip()
    row.save(update_fields=["reason"])
    following.on_record("duties.add-to-alarm", row, by, reason=words)


def acknowledge(*, alarm: str, by: Actor) -> None:
    """Somebody has it: nobody else is called. The duty to act on the danger runs until it is done."""
    permit(by, Permission.ACKNOWLEDGE_ALARMS)
    row = _open(alarm)
    if row.subject_kind == AlarmSubject.TEST:
        raise NotNow(f"Alarm {alarm} is the daily test: it ends by itself.")
    if not rules.stands(AlarmState(row.state)):
        who = people.names_of([row.acknowledged_by])[row.acknowledged_by]
        raise NotNow(
            f"{who} acknowledged alarm {alarm} at {clock.in_london(row.acknowledged_at or row.raised_at)}. "
            "Nothing was changed."
        )
    following.move(row, AlarmState.ACKNOWLEDGED, by=by)


def _open(reference: str) -> Alarm:
    """An alarm that has not ended, held."""
    row = Alarm.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no alarm {reference}. Check the reference and try again.")
    if AlarmState(row.state) not in rules.OPEN:
        raise NotNow(f"Alarm {reference} has ended: {row.ended_because} Nothing was changed.")
    return row
