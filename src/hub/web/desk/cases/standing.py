"""Where something stands in the queue, in words."""

from hub.people.terms import Actor, Role
from hub.queue import queries as queue
from hub.queue import rules
from hub.queue.terms import Filter, Row

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)


def standing(row: Row, by: Actor) -> str:
    """Its place among what this person sees wait; in a queue that their role does not see, its place in that one."""
    if by.role == Role.BOROUGH_OFFICER:
        return _words(queue.standing(row, rules.as_seen(Filter(unit=by.unit, cases_only=True), by)), row)
    seen = queue.seen_by(by.role, queue.queues()) if by.role == Role.HUB_OFFICER else None
    if seen is not None and row.place.queue not in seen:
        return _words(queue.standing(row, rules.as_seen(Filter(queue=row.place.queue), by)), row)
    role = by.role.value if by.role == Role.HUB_OFFICER else ""
    return _words(queue.standing(row, rules.as_seen(Filter(role=role), by)), row)


def _words(found: queue.Standing, row: Row) -> str:
    """The place itself where it can be counted, else how many stand before it at least."""
    band = f"under \u201c{row.band.label}\u201d"
    if found.before < found.limit:
        return f"{ordinal(found.before + 1)} of {_count(found.of, found.limit)} waiting, {band}."
    return f"{_count(found.before, found.limit)} wait before it; of those that stand {band} too, {_count(found.before_in_band, found.limit)}."


def _count(number: int, limit: int) -> str:
    return f"{limit:,} or more" if number >= limit else f"{number:,}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, and so on."""
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number:,}{ending}"
