"""Reading alarms: which are open, whom they called, who has them, and how the daily test stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When

from hub.common import clock, dated, tables
from hub.common.subjects import named as subjects_named
from hub.duties import rules
from hub.duties.models import Alarm, Answer, Call, NamedDanger
from hub.duties.terms import (
    Address,
    AlarmLine,
    AlarmState,
    AlarmSubject,
    Called,
    CallLine,
    Channel,
    Danger,
    Made,
    Missing,
    Named,
    Recipient,
    Times,
)

_DATA = Path(__file__).parents[1] / "data" / "escalation.csv"
_PLACES = {AlarmState.RAISED: 0, AlarmState.ACKNOWLEDGED: 1, AlarmState.ENDED: 2}


def shipped_times() -> list[dict[str, str]]:
    """The dated table of waiting times, row by row as it was written."""
    return tables.rows(_DATA)


@cache
def _every_time() -> tuple[Times, ...]:
    """Every row of the dated table, read once by a process."""
    return tuple(
        Times(
            *dated.dates(row),
            timedelta(minutes=int(row["answer_minutes"])), timedelta(minutes=int(row["again_minutes"])),
            timedelta(seconds=int(row["settle_seconds"])), timedelta(hours=int(row["test_hours"])),
        )
        for row in shipped_times()
    )  # fmt: skip


def times() -> Times:
    """The waiting times in force today."""
    return rules.times_for(_every_time(), clock.now().astimezone(clock.LONDON).date())


_SERVICES = {
    Channel.SMS: ("SMS_GATEWAY", Missing("SMS service", "SMS_GATEWAY and SMS_GATEWAY_TOKEN")),
    Channel.WEBHOOK: ("PAGER_WEBHOOK", Missing("pager service", "PAGER_WEBHOOK and PAGER_WEBHOOK_KEY")),
    Channel.EMAIL: ("EMAIL_HOST", Missing("mail server", "SMTP_HOST")),
}  # fmt: skip


def missing() -> Mapping[Channel, Missing]:
    """The ways to officers that cannot work, because their service is not set, with what would set it."""
    return {channel: what for channel, (setting, what) in _SERVICES.items() if not getattr(settings, setting)}


def set_up() -> frozenset[Channel]:
    """The ways to officers that are set up."""
    return frozenset(_SERVICES.keys() - missing().keys())


def control_room() -> Recipient:
    """The control room with its ways in their order: its own system first, then e-mail."""
    ways = (
        (Channel.WEBHOOK, "control-room" if settings.CONTROL_ROOM_WEBHOOK else ""),
        (Channel.EMAIL, settings.CONTROL_ROOM_EMAIL if settings.EMAIL_HOST else ""),
    )
    return Recipient(Called.CONTROL_ROOM, "", _set_up(ways))


def test_recipient() -> Recipient:
    """The recipient of the daily test, by every way that is set up for it."""
    ways = (
        (Channel.SMS, settings.ALARM_TEST_SMS),
        (Channel.WEBHOOK, settings.ALARM_TEST_PAGER),
        (Channel.EMAIL, settings.ALARM_TEST_EMAIL),
    )
    return Recipient(Called.TEST, "", _set_up(ways))


def _set_up(ways: Iterable[tuple[Channel, str]]) -> tuple[Address, ...]:
    """The ways that have an address."""
    return tuple(Address(channel, address) for channel, address in ways if address)


def calls_of(alarm: int) -> tuple[Made, ...]:
    """The calls that an alarm made, in their order."""
    answers = dict(Answer.objects.filter(call__alarm=alarm).values_list("call", "accepted"))
    rows = Call.objects.filter(alarm=alarm).order_by("pk")
    return tuple(
        Made(
            row.round, Called(row.called), row.officer, Channel(row.channel), row.at, answers.get(row.pk)
        )
        for row in rows
    )  # fmt: skip


def alarms_of(subjects: Collection[str]) -> tuple[tuple[str, AlarmState], ...]:
    """Each alarm about any of these with how it stands, the oldest first."""
    rows = Alarm.objects.filter(subject__in=subjects).order_by("raised_at", "pk")
    return tuple(
        (reference, AlarmState(state)) for reference, state in rows.values_list("reference", "state")
    )


def raised() -> tuple[int, ...]:
    """The alarms that nobody has acknowledged, the oldest first; tests too."""
    rows = Alarm.objects.filter(state=AlarmState.RAISED).order_by("raised_at", "pk")
    return tuple(rows.values_list("pk", flat=True))


def alarms(*, after: str = "", limit: int = 25) -> tuple[tuple[AlarmLine, ...], str]:
    """Alarms, those that nobody has first, then the newest first, and where the next page begins; no tests.

    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = Alarm.objects.exclude(subject_kind=AlarmSubject.TEST).annotate(
        place=Case(*(When(state=state, then=Value(place)) for state, place in _PLACES.items()))
    )
    if after:
        place, _, pk = after.partition("_")
        rows = rows.filter(Q(place__gt=int(place)) | Q(place=int(place), pk__lt=int(pk)))
    found = list(rows.order_by("place", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return _lines(found[:limit]), f"{last.place}_{last.pk}" if last else ""


def alarm(reference: str) -> AlarmLine | None:
    """One alarm."""
    return next(iter(_lines(Alarm.objects.filter(reference=reference))), None)


def alarm_of_id(alarm: int) -> AlarmLine | None:
    """One alarm, by the number that a job holds."""
    return next(iter(_lines(Alarm.objects.filter(pk=alarm))), None)


def count_raised() -> int:
    """How many dangers are called out and nobody has them."""
    rows = Alarm.objects.filter(state=AlarmState.RAISED).exclude(subject_kind=AlarmSubject.TEST)
    return rows.count()


def _lines(rows: Iterable[Alarm] | QuerySet[Alarm]) -> tuple[AlarmLine, ...]:
    """Alarms with what was named of them and the calls they made, in three questions to the database."""
    rows = list(rows)
    ids = [each.pk for each in rows]
    named, calls = _named(ids), _calls(ids)
    return tuple(
        AlarmLine(
            each.pk, each.reference, each.subject_kind, each.subject, AlarmState(each.state), each.raised_at,
            each.raised_by,
            each.reason, each.acknowledged_at, each.acknowledged_by, each.ended_at, each.ended_by,
            each.ended_because, each.subject_kind == AlarmSubject.TEST, each.passed,
            tuple(named[each.pk]), tuple(calls[each.pk]),
        )
        for each in rows
    )  # fmt: skip


def _named(ids: Collection[int]) -> Mapping[int, list[Named]]:
    """The kinds of danger that were named of these alarms."""
    found: dict[int, list[Named]] = defaultdict(list)
    for row in NamedDanger.objects.filter(alarm__in=ids).order_by("pk"):
        found[row.alarm_id].append(Named(Danger(row.danger), row.at, row.by, row.reason))
    return found


def _calls(ids: Collection[int]) -> Mapping[int, list[CallLine]]:
    """The calls of these alarms, in their order."""
    answers = {row.call_id: row for row in Answer.objects.filter(call__alarm__in=ids)}
    found: dict[int, list[CallLine]] = defaultdict(list)
    for row in Call.objects.filter(alarm__in=ids).order_by("pk"):
        answer = answers.get(row.pk)
        found[row.alarm_id].append(
            CallLine(
                row.round, Called(row.called), row.officer, Channel(row.channel), row.at,
                answer.accepted if answer else None, answer.code if answer else None,
            )
        )  # fmt: skip
    return found


def alarm_subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that have an alarm, a page at a time."""
    return subjects_named(Alarm.objects.all())
