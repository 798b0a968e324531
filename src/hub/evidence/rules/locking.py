"""Until when an object is locked against being changed or removed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hub.common import clock, dated
from hub.evidence.terms import LockPeriod


def until(at: datetime, periods: Iterable[LockPeriod]) -> datetime:
    """The moment until which an object that is written now is locked, by the period in force on that day."""
    day = at.astimezone(clock.LONDON).date()
    (period,) = (each for each in periods if dated.stands(each.valid_from, each.valid_to, day))
    return at + timedelta(days=period.days)
