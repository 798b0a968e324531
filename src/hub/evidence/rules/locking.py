"""For how long an object is locked against being changed or removed."""

from collections.abc import Iterable
from datetime import date, timedelta

from hub.common import dated
from hub.evidence.terms import LockPeriod


def locked_for(day: date, periods: Iterable[LockPeriod]) -> timedelta:
    """For how long an object that is written on a day is locked."""
    (period,) = (each for each in periods if dated.stands(each.valid_from, each.valid_to, day))
    return timedelta(days=period.days)
