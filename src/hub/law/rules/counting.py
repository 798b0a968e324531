"""Counting days and months: the corresponding-date rule, with the day it runs from left out or counted in."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Protocol

from hub.common import dated
from hub.common.refusals import Unanswerable
from hub.law.terms import Counting, Standing

_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = range(1970, 2200)  # before it nothing was online; a year beyond is mistyped
_SATURDAY = 5


class Dated(Protocol):
    """A row of dated law."""

    @property
    def standing(self) -> Standing:
        """Since when it is law, and until when."""


def stands(row: Dated, on: date) -> bool:
    """Whether a row is law on a day."""
    return dated.stands(row.standing.valid_from, row.standing.valid_to, on)


def months_after(day: date, months: int) -> date:
    """The corresponding date so many months on, or the last day of a month that has none (Dodds v Walker [1981])."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(day: date, months: int, counting: Counting) -> date:
    """The last day of a period of months from a day, or beginning with it.

    Beginning with a day it ends on the eve of the corresponding date: 1 March to 31 August. Where the last month has
    no corresponding date it ends with that month: 31 August to 28 or 29 February (Migotti v Colvill (1879)).
    """
    after = months_after(day, months)
    if counting == Counting.EXCLUDES or after.day < day.day:
        return after
    return after - timedelta(days=1)


def working_day(day: date, closed: frozenset[date]) -> date:
    """That day, or the last working day before it."""
    while day.weekday() >= _SATURDAY or day in closed:
        day -= timedelta(days=1)
    return day


def read_day(name: str, text: str) -> date:
    """A day as it was typed, 2026-01-15 or 15/01/2026; what is no day cannot be answered."""
    typed = text.strip()
    british, iso = _BRITISH.fullmatch(typed), _ISO.fullmatch(typed)
    try:
        if british:
            found = date(int(british[3]), int(british[2]), int(british[1]))
        else:
            found = date.fromisoformat(iso[0] if iso else "")
    except ValueError:
        raise Unanswerable(f"{name} is not a date: write 2026-01-15 or 15/01/2026.") from None
    if found.year not in _YEARS:
        raise Unanswerable(f"{name} is not in a year from {_YEARS[0]} to {_YEARS[-1]}: check the year.")
    return found


def written(day: date) -> str:
    """A day as an officer reads it: `Wed 15 Jul 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"
