"""What the inspector's pages say."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.common import clock
from hub.duties.queries import Waited
from hub.duties.terms import Sort
from hub.pathway.morning import LIMIT, Morning, Span
from hub.places import queries as places
from hub.web.components.london import against

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EXITS: Mapping[str, str] = {
    "not-online": "Close: it did not happen online",
    "no-hate-element": "Close: nobody perceived hostility",
    "not-uk": "Outside the United Kingdom",
    "other-force": "To another force, still to be named",
}
_DAY = 24
_HOUR = 60


def exit_words(to: str) -> str:
    """Where a way out leads."""
    return _EXITS.get(to) or f"To {places.atlas().forces.get(to, to)}"


def part_of_day(now: datetime) -> str:
    """Morning, afternoon or evening, as London has it."""
    noon, six = 12, 18
    return "morning" if now.hour < noon else "afternoon" if now.hour < six else "evening"


def shown(count: int) -> str:
    """A count, which is counted to a limit only."""
    return f"{count:,}+" if count >= LIMIT else f"{count:,}"


def lead(morning: Morning) -> SafeString | str:
    """The morning in one sentence."""
    late, exits, unanswered = morning.late, morning.exits_waiting, morning.danger_late
    if unanswered:
        dangers = _many(unanswered, "danger was", "dangers were").capitalize()
        url = f"{reverse('desk:due')}?of={Sort.DANGER_LATE}"
        return format_html('<a href="{}">{} not acted on in time.</a> Begin there.', url, dangers)
    if not late and not exits:
        return "Nothing is late, and no exit waits for you."
    duties = "Nothing is late" if not late else f"{_many(late, 'duty is', 'duties are')} late".capitalize()
    waits = "no exit waits" if not exits else _many(exits, "exit waits", "exits wait")
    return f"{duties}, and {waits} for you."


def _many(count: int, one: str, many: str) -> str:
    """How many of something, small numbers in letters."""
    number = _NUMBERS[count] if count < len(_NUMBERS) else shown(count)
    return f"{number} {one if count == 1 else many}"


def oldest(since: datetime, now: datetime) -> str:
    """How long the first of those that wait has waited, and how long it may."""
    return f"The oldest has waited {_waited(since, now)}; the limit is 24 hours."


def waits(waited: Waited, one: str, many: str) -> str:
    """How many of something wait."""
    return f"{shown(waited.count)} {one if waited.count == 1 else many}"


def waited(waited: Waited) -> str:
    """How long the first of those that wait has waited."""
    return f"The oldest has waited {_waited(waited.since, clock.now())}." if waited.since else ""


def where(borough: str) -> str:
    """A borough, at the end of what is said."""
    found = places.atlas().boroughs.get(borough)
    return f", {found.name}" if found else ""


def _waited(since: datetime, now: datetime) -> str:
    """How long something has waited."""
    minutes = int((now - since) / timedelta(minutes=1))
    if minutes < _HOUR:
        return f"{minutes} min"
    hours = minutes // _HOUR
    if hours < 2 * _DAY:
        return "1 hour" if hours == 1 else f"{hours} hours"
    return f"{hours // _DAY} days"


def beside(count: int, before: int | None, url: str) -> SafeString | str:
    """A day's figure beside the same weekday a year before, which opens its list."""
    if before is None:
        return "Nothing of last year is on record."
    then = format_html('<a href="{}">{}</a>', url, f"{before:,}")
    return format_html("Same weekday last year {}: {}.", then, against(count, before))


def days_of(span: Span) -> str:
    """A span of days as people write it."""
    if span.first == span.last:
        return f"{span.first:%A %-d %B %Y}"
    return f"{span.first:%-d %B} to {span.last:%-d %B %Y}"
