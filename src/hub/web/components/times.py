"""How long is left, in the words an officer reads; hub.js says the same once a minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hub.common.clock import LONDON

_HOUR = 60
_DAY = 24 * _HOUR
_WEEK = 6  # calendar days ahead within which a weekday's name alone cannot be mistaken


@dataclass(frozen=True)
class TimeLeft:
    """The words of a duty's clock and how it is shown: plain, warn, late or paused."""

    words: str
    state: str


def time_left(
    due_at: datetime | None, now: datetime, warn_from: datetime | None, *, paused: bool
) -> TimeLeft:
    """What a clock says at this moment."""
    if paused or due_at is None:
        return TimeLeft("Paused", "paused")
    # In UTC: Python subtracts two moments of one zone by the wall clock, wrong on nights when the clocks change.
    left = due_at.astimezone(UTC) - now.astimezone(UTC)
    if left < timedelta():
        return TimeLeft(f"{_span(_minutes_late(-left))} late", "late")
    state = "warn" if warn_from is not None and now >= warn_from else "plain"
    return TimeLeft(_left(due_at, now, int(left.total_seconds()) // 60), state)


def _minutes_late(span: timedelta) -> int:
    return int(span.total_seconds()) // 60 or 1


def _left(due_at: datetime, now: datetime, minutes: int) -> str:
    if minutes < 1:
        return "Under 1 min left"
    if minutes < _DAY:
        return f"{_span(minutes)} left"
    return day_of(due_at, now)


def _span(minutes: int) -> str:
    if minutes < _HOUR:
        return f"{minutes} min"
    if minutes < _DAY:
        return f"{minutes // _HOUR} h {minutes % _HOUR:02}"
    days = minutes // _DAY
    return "1 day" if days == 1 else f"{days} days"


def length(span: timedelta) -> str:
    """How long something has lasted: `under 1 min`, `42 min`, `5 h 09`, `3 days`."""
    minutes = int(span.total_seconds()) // 60
    return _span(minutes) if minutes else "under 1 min"


def day_of(moment: datetime, now: datetime) -> str:
    """A moment to come: `Wed 17:00` within the week, else `Mon 30 Nov`, with its year when that is another."""
    there, here = moment.astimezone(LONDON), now.astimezone(LONDON)
    if 0 <= (there.date() - here.date()).days < _WEEK:
        return there.strftime("%a %H:%M")
    return there.strftime("%a %-d %b" if there.year == here.year else "%-d %b %Y")


def when(moment: datetime, now: datetime) -> str:
    """A moment gone by: `08:31` today, `Mon 23:52` within the week, else `23 Nov 23:52`, or `23 Nov 2025`."""
    there, here = moment.astimezone(LONDON), now.astimezone(LONDON)
    days = abs((here.date() - there.date()).days)
    if days == 0:
        return there.strftime("%H:%M")
    if days < _WEEK:
        return there.strftime("%a %H:%M")
    return there.strftime("%-d %b %H:%M" if there.year == here.year else "%-d %b %Y")


def by_when(moment: datetime, now: datetime) -> str:
    """Until when something must be done: `by 10:35` today, `by Wed 17:00`, `by Mon 30 Nov`."""
    if moment.astimezone(LONDON).date() == now.astimezone(LONDON).date():
        return f"by {moment.astimezone(LONDON):%H:%M}"
    return f"by {day_of(moment, now)}"
