"""The frame of every page of the desk: who is signed in, where they may go, and what waits there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from hub.duties import queries as duties
from hub.people.permissions import Permission, may
from hub.people.queries import SignedIn
from hub.people.terms import Actor, Role
from hub.places import queries as places
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.terms import Filter


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a role goes: its name in the addresses, what it is called, and how many wait there."""

    name: str
    label: str
    counted: Callable[[Actor], Filter] | None = None
    alarms: bool = False  # counts the alarms that nobody has


@dataclass(frozen=True, slots=True)
class Link:
    """A place as the bar shows it."""

    url: str
    label: str
    count: str | None
    current: bool


def _waiting(by: Actor) -> Filter:
    role = "" if by.role == Role.INSPECTOR else by.role.value  # an inspector sees every queue
    return queue_rules.as_seen(Filter(role=role), by)


def _claimed(by: Actor) -> Filter:
    return Filter(holder=by.account or 0)


def _exits(by: Actor) -> Filter:
    return queue_rules.as_seen(Filter(exits=True), by)


def _own_cases(by: Actor) -> Filter:
    return Filter(officer=by.account or 0, cases_only=True)


HUB_DESK, BOROUGH_DESK = "Hub desk", "Borough desk"
_QUEUE = Place("desk:queue", "Queue", _waiting)
_ALARMS = Place("desk:alarms", "Alarms", alarms=True)
PLACES: Mapping[Role, tuple[Place, ...]] = {
    Role.HUB_OFFICER: (_QUEUE, _ALARMS, Place("desk:mine", "My cases", _claimed), Place("desk:looks", "Second looks"),
                       Place("desk:new-report", "New report")),
    Role.INSPECTOR: (
        Place("desk:morning", "This morning"), _QUEUE, _ALARMS, Place("desk:exits", "Exits", _exits),
        Place("desk:opened", "Openings"), Place("desk:originals", "Originals"), Place("desk:new-report", "New report"),
    ),
    Role.BOROUGH_OFFICER: (Place("desk:yours", "My cases", _own_cases), Place("desk:unit", "My command unit")),
    Role.AUDITOR: (Place("desk:record", "Record"), Place("desk:chain", "Chain")),
    Role.DEDICATED_UNIT: (Place("desk:quarantine", "Quarantine"),),
    Role.ADMINISTRATOR: (
        Place("desk:people", "People"), Place("desk:organisations", "Organisations"),
        Place("desk:reference", "Reference data"), Place("desk:notice", "Notice"), Place("desk:jobs", "Jobs"),
        Place("desk:health", "Health"),
    ),
    Role.OPERATOR: (Place("desk:health", "Health"), Place("desk:jobs", "Jobs"), Place("desk:people", "People")),
}  # fmt: skip


def _unit(code: str) -> str:
    """A command unit by its name."""
    units = places.atlas().units
    return units[code].name if code in units else code


def links(request: HttpRequest, by: Actor, raised: int | None) -> tuple[Link, ...]:
    """The bar of this role; `raised` is how many alarms nobody has, where the page knows that already."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    there = [(each, url) for each in PLACES[by.role] if (url := _address(each.name))]
    counted = iter(queue.count_each(*(each.counted(by) for each, _ in there if each.counted)))
    found = []
    for each, url in there:
        count = _shown(next(counted)) if each.counted else None
        if each.alarms:
            count = f"{duties.count_raised() if raised is None else raised:,}"
        found.append(Link(url, each.label, count, each.name == here))
    return tuple(found)


def _address(name: str) -> str:
    """Where a place is; blank where this process does not serve it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _shown(count: int) -> str:
    """A count, which is counted to a limit only."""
    return f"{count:,}+" if count >= queue.LIMIT else f"{count:,}"


def page(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    status: int = 200,
) -> HttpResponse:
    """A page of the desk in its frame."""
    account = request.user if isinstance(request.user, SignedIn) else None
    watch = facts.get("watch")
    frame = {
        "by": by,
        "nav": links(request, by, watch.raised if watch else None),
        "find_url": reverse("desk:find") if may(by, Permission.WORK_QUEUE) else "",
        "desk_name": BOROUGH_DESK if by.role == Role.BOROUGH_OFFICER else HUB_DESK,
        "who_line": f"{by.role.label}, {_unit(by.unit)}" if by.unit else by.role.label,
        "shortcuts_off": account is not None and not account.shortcuts,
        "compact": account is not None and account.compact,
    }
    return render(request, template, {**frame, **facts}, status=status)
