"""Reading times and birth dates; each with a sentence where one cannot be read."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.reports.rules.values import Unreadable

LONDON = ZoneInfo("Europe/London")
_TOLERANCE = timedelta(minutes=5)  # how far a sender's clock may be ahead of ours
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # before it nothing was online: the year is mistyped
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)
_OLDEST = 125  # years
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+|T)(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_ISO = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}|\d{4}-?W\d{2}-?\d|\d{8})[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?"
    r"(?:Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_MIDNIGHT = re.compile(r"([T ])24(?=:?00(?::?00(?:[.,]0+)?)?(?:$|Z|[+-]))")


def moment(column: str, text: str, now: datetime) -> tuple[datetime | None, bool, str]:
    """A time in UTC, whether its zone was assumed, and a note where it was; None where nothing is said."""
    typed = text.strip()
    if not typed:
        return None, False, ""
    naive_or_zoned = _parsed(column, typed)
    assumed, note = naive_or_zoned.tzinfo is None, ""
    try:
        if assumed:
            naive_or_zoned, note = _in_london(column, naive_or_zoned)
        found = naive_or_zoned.astimezone(UTC)
    except OverflowError:
        found = (_LATEST if naive_or_zoned.year > now.year else _EARLIEST) - timedelta(seconds=1)
    if found < _EARLIEST:
        raise Unreadable(f"{column} is before 1970: check the year")
    if found > now + _TOLERANCE:
        raise Unreadable(f"{column} lies in the future: check the date and its zone")
    return found, assumed, note


def _parsed(column: str, typed: str) -> datetime:
    """ISO 8601, or as the British write it; with a zone only where one was written."""
    british, iso = _BRITISH.fullmatch(typed), typed.upper()
    try:
        if british:
            day, month, year, hour, minute, second = (int(each or 0) for each in british.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone is settled next
        if _ISO.fullmatch(iso):
            midnight = _MIDNIGHT.sub(r"\g<1>00", iso)
            return datetime.fromisoformat(midnight) + timedelta(days=midnight != iso)
    except (ValueError, OverflowError):
        pass
    raise Unreadable(f"{column} is not a date with a time: write 2026-11-24T09:15+00:00 or 24/11/2026 09:15")


def _in_london(column: str, naive: datetime) -> tuple[datetime, str]:
    """A time without a zone, read as London's; an hour that did not exist is refused, one that came twice is noted."""
    first = naive.replace(tzinfo=LONDON, fold=0)
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None, fold=0) != naive:
        raise Unreadable(
            f"{column} is an hour that did not exist in London, when the clocks went forward: correct it, or add the zone"
        )
    twice = first.utcoffset() != naive.replace(tzinfo=LONDON, fold=1).utcoffset()
    note = f"{column} had no zone and was read as London time"
    return first, f"{note}; that hour came twice and the first was taken" if twice else note


def birth_date(column: str, text: str, now: datetime) -> date | None:
    """A birth date, not in the future and not over 125 years ago; None where nothing is said."""
    typed = text.strip()
    if not typed:
        return None
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", typed, re.ASCII)
    try:
        if british:
            found = date(int(british[3]), int(british[2]), int(british[1]))
        else:
            found = date.fromisoformat(iso[0] if iso else "")
    except ValueError:
        raise Unreadable(f"{column} is not a date: write 1990-02-28 or 28/02/1990") from None
    today = now.astimezone(LONDON).date()
    if found > today:
        raise Unreadable(f"{column} lies in the future: check the year")
    if (today.year - found.year, today.month, today.day) > (_OLDEST, found.month, found.day):
        raise Unreadable(f"{column} is more than {_OLDEST} years ago: check the year")
    return found
