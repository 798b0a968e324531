"""The rota: who is on call, in which order, and how they are reached."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hub.common import clock
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.terms import Channel, Cover, ShiftLine, WayLine
from hub.pathway.refusing import refusals_recorded
from hub.people import queries as people
from hub.people.permissions import Permission, may, permit
from hub.people.queries import Colleague
from hub.people.terms import Actor


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift with who it is and whether it runs now."""

    line: ShiftLine
    name: str
    now: bool
    reachable: bool


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may be on call, with how they are reached; the ways are blank for whoever may not see them."""

    colleague: Colleague
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class Rota:
    """Everything on the page of the rota."""

    cover: Cover
    shifts: tuple[Shift, ...]
    following: str
    officers: tuple[Officer, ...]


def read(*, after: str, by: Actor) -> Rota:
    """Who is on call now and later; addresses for whoever keeps the rota alone."""
    permit(by, Permission.WORK_QUEUE)
    lines, following = duties_known.shifts(after=after)
    officers = people.working(roles=sorted(duties_known.ON_CALL))
    there = people.by_references({each.officer for each in lines})
    ways = duties_known.ways({*there, *(each.reference for each in officers)})
    shown = ways if may(by, Permission.KEEP_ROTA) else ()
    there_are, now = duties_known.set_up(), clock.now()
    reached = {each.officer for each in ways if each.channel in there_are}
    return Rota(
        duties_known.cover(),
        tuple(
            Shift(each, there[each.officer].name, each.from_at <= now, each.officer in reached) for each in lines
        ),
        following,
        tuple(
            Officer(each, tuple(way for way in shown if way.officer == each.reference)) for each in officers
        ),
    )  # fmt: skip


def add_shift(*, officer: str, rank: int, from_at: datetime, until_at: datetime, by: Actor) -> str:
    """Put an officer on call for a time, in a place of the order."""
    with (
        refusals_recorded(action="duties.add-shift", subject_kind="account", subject=officer, by=by),
        transaction.atomic(),
    ):
        return duties.add_shift(officer=officer, rank=rank, from_at=from_at, until_at=until_at, by=by)


def remove_shift(*, shift: str, by: Actor) -> None:
    """Take an officer off call."""
    with refusals_recorded(action="duties.remove-shift", subject_kind="shift", by=by), transaction.atomic():
        duties.remove_shift(shift=shift, by=by)


def set_way(*, officer: str, channel: Channel, address: str, by: Actor) -> None:
    """Say how an officer is reached while on call."""
    with (
        refusals_recorded(action="duties.set-way", subject_kind="account", subject=officer, by=by),
        transaction.atomic(),
    ):
        duties.set_way(officer=officer, channel=channel, address=address, by=by)


def put_way_first(*, officer: str, channel: Channel, by: Actor) -> None:
    """Try this way of an officer before their others."""
    _on_way(duties.put_way_first, "duties.put-way-first", officer, channel, by)


def remove_way(*, officer: str, channel: Channel, by: Actor) -> None:
    """An officer is not reached this way any more."""
    _on_way(duties.remove_way, "duties.remove-way", officer, channel, by)


def _on_way(step: Callable[..., None], action: str, officer: str, channel: Channel, by: Actor) -> None:
    """Change a way that is there."""
    with (
        refusals_recorded(action=action, subject_kind="account", subject=officer, by=by),
        transaction.atomic(),
    ):
        step(officer=officer, channel=channel, by=by)
