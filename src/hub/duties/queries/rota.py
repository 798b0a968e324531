"""Reading the rota: who is on call now and later, and how they are reached."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from hub.common import clock
from hub.duties import rules
from hub.duties.models import Shift, Way
from hub.duties.queries.alarms import control_room, set_up, test_recipient, times
from hub.duties.terms import (
    Address,
    Called,
    Channel,
    Cover,
    Recipient,
    ShiftLine,
    ShortAlarm,
    Tested,
    Watch,
    WayLine,
)
from hub.people import queries as people
from hub.people.terms import AccountState, Role

ON_CALL = frozenset({Role.HUB_OFFICER, Role.INSPECTOR})


def on_call() -> tuple[Recipient, ...]:
    """Who is called now, in their order, with the ways to reach them; whoever left is not called."""
    now = clock.now()
    rows = Shift.objects.filter(removed_at=None, from_at__lte=now, until_at__gt=now).order_by("rank", "pk")
    officers = list(dict.fromkeys(rows.values_list("officer", flat=True)))
    there = people.by_references(officers)
    ways = _ways(officers)
    return tuple(
        Recipient(Called.OFFICER, each, ways.get(each, ()))
        for each in officers
        if each in there and there[each].state == AccountState.ACTIVE and there[each].role in ON_CALL
    )


def recipients(passed_over: Collection[str] = ()) -> tuple[Recipient, ...]:
    """Whom an alarm calls: those on call who can be reached, then the control room.

    Whoever is passed over is called when each of these was, and nobody has it: they can still ring somebody.
    """
    officers = [each for each in on_call() if each.ways]
    others = [each for each in officers if each.officer not in passed_over]
    kept_out = [replace(each, kept_out=True) for each in officers if each.officer in passed_over]
    room = control_room()
    return (*others, *([room] if room.ways else []), *kept_out)


# In words of their own: the pages that say it ask each time, and have few questions to spare.
_WATCH = """
    SELECT (SELECT count(*) FROM duties_alarm WHERE state = 'raised' AND subject_kind <> 'test'),
        (SELECT coalesce(json_agg(json_build_array(
                reference, state = 'ended', raised_at, raised_by, acknowledged_at, acknowledged_by) ORDER BY id), '[]')::text
            FROM duties_alarm WHERE subject = ANY(%(subjects)s) AND subject_kind <> 'test'),
        (SELECT coalesce(json_agg(json_build_array(officer, EXISTS(
                SELECT FROM duties_way AS way
                WHERE way.officer = shift.officer AND way.channel = ANY(%(channels)s))) ORDER BY rank, id), '[]')::text
            FROM duties_shift AS shift
            WHERE removed_at IS NULL AND from_at <= %(now)s AND until_at > %(now)s),
        (SELECT max(ended_at) FROM duties_alarm WHERE subject_kind = 'test' AND state = 'ended' AND passed),
        (SELECT json_build_array(ended_at, passed)::text FROM duties_alarm
            WHERE subject_kind = 'test' AND state = 'ended' ORDER BY ended_at DESC, id DESC LIMIT 1)
"""


def watch(subjects: Collection[str] = ()) -> Watch:
    """What is said of alarms: of these cases and reports, and of all; in one question to the database.

    Whoever leaves holds no shift, so the rota is taken at its word here; a call asks again who may be called.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _WATCH, {"subjects": list(subjects), "now": now, "channels": [each.value for each in set_up()]}
        )
        raised, alarms, on_call, passed_at, last = cursor.fetchone()
    reached = [(officer, reachable) for officer, reachable in json.loads(on_call)]
    ended_at, passed = json.loads(last) if last else ("", True)
    failed_at = None if passed else datetime.fromisoformat(ended_at)
    tested = Tested(
        bool(test_recipient().ways), passed_at, failed_at, rules.overdue_test(passed_at, times(), now)
    )
    return Watch(
        raised,
        tuple(map(_short, json.loads(alarms))),
        Cover(
            sum(reachable for _, reachable in reached),
            tuple(officer for officer, reachable in reached if not reachable),
            bool(control_room().ways),
        ),
        tested,
    )


def _short(told: Sequence[Any]) -> ShortAlarm:
    """An alarm, as the database writes it beside others."""
    reference, ended, raised_at, raised_by, at, by = told
    return ShortAlarm(
        reference, ended, datetime.fromisoformat(raised_at), raised_by,
        datetime.fromisoformat(at) if at else None, by,
    )  # fmt: skip


def tested() -> Tested:
    """How the daily test stands: when it last went through, whether the last one failed, and whether it is late."""
    return watch().tested


def cover() -> Cover:
    """Whether an alarm would find anybody now."""
    return watch().cover


def count_shifts(officer: str) -> int:
    """How many shifts of this officer run or are to come."""
    return Shift.objects.filter(officer=officer, removed_at=None, until_at__gt=clock.now()).count()


def _ways(officers: Collection[str]) -> Mapping[str, tuple[Address, ...]]:
    """The ways to these officers that are set up, in their order."""
    found: dict[str, list[Address]] = defaultdict(list)
    rows = Way.objects.filter(officer__in=officers, channel__in=[each.value for each in set_up()])
    for row in rows.order_by("order", "pk"):
        found[row.officer].append(Address(Channel(row.channel), row.address))
    return {officer: tuple(ways) for officer, ways in found.items()}


def shifts(*, after: str = "", limit: int = 50) -> tuple[tuple[ShiftLine, ...], str]:
    """The shifts that run or are to come, the first to begin first, and where the next page begins.

    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = Shift.objects.filter(removed_at=None, until_at__gt=clock.now()).order_by("from_at", "rank", "pk")
    begun = int(after) if after else 0
    found = list(rows[begun : begun + limit + 1])
    lines = tuple(
        ShiftLine(each.reference, each.officer, each.rank, each.from_at, each.until_at) for each in found[:limit]
    )  # fmt: skip
    return lines, str(begun + limit) if len(found) > limit else ""


def ways(officers: Collection[str]) -> tuple[WayLine, ...]:
    """How these officers are reached, each in their order."""
    rows = Way.objects.filter(officer__in=officers).order_by("officer", "order", "pk")
    return tuple(WayLine(each.officer, Channel(each.channel), each.address, each.order) for each in rows)


def ways_kept() -> Mapping[Channel, int]:
    """How many ways to officers are kept, by each channel that has any; those that cannot work among them."""
    rows = Way.objects.order_by().values_list("channel").annotate(Count("pk"))
    return {Channel(channel): count for channel, count in rows}
