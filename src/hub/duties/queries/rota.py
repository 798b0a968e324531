"""Reading the rota: who is on call now and later, and how they are reached."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from hub.common import clock
from hub.duties.models import Shift, Way
from hub.duties.queries.alarms import control_room
from hub.duties.terms import Address, Called, Channel, Cover, Recipient, ShiftLine, WayLine
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


def recipients() -> tuple[Recipient, ...]:
    """Whom an alarm calls: those on call who can be reached, then the control room."""
    officers = tuple(each for each in on_call() if each.ways)
    room = control_room()
    return (*officers, room) if room.ways else officers


def cover() -> Cover:
    """Whether an alarm would find anybody now."""
    found = on_call()
    return Cover(
        sum(bool(each.ways) for each in found),
        tuple(each.officer for each in found if not each.ways),
        bool(control_room().ways),
    )


def _ways(officers: Collection[str]) -> Mapping[str, tuple[Address, ...]]:
    """The ways to these officers, in their order."""
    found: dict[str, list[Address]] = defaultdict(list)
    for row in Way.objects.filter(officer__in=officers).order_by("order", "pk"):
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
