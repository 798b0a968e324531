"""Reading single values: words that are alike, yes and no, lists, times; each with a sentence where it cannot be read."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

LONDON = ZoneInfo("Europe/London")
_FORMULA = "=+-@\t\r"
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*|\d{8}T\d{4}.*")
_TOLERANCE = timedelta(minutes=5)
_OLDEST = 125 * 366


class Unreadable(Exception):  # noqa: N818 - the message is a reason for a person
    """A value cannot be read; the message says what it should be."""


def alike(text: str) -> str:
    """A value without case, space, hyphen and underscore."""
    return re.sub(r"[\s_\-\u2010-\u2015]+", "", text.casefold())


def choice(column: str, text: str, choices: type[TextChoices]) -> str | None:
    """One of the allowed values; None where nothing is said."""
    if not text.strip():
        return None
    known = {alike(each): each for each in choices.values}
    found = known.get(alike(text))
    if found is None:
        raise Unreadable(f"{column} has a value that is not allowed: use one of {_listed(choices.values)}")
    return str(found)


def _listed(values: Iterable[str]) -> str:
    """Values as a person writes them."""
    return ", ".join(each.replace("-", " ") if each != "e-mail" else each for each in values)


def choices(column: str, text: str, allowed: type[TextChoices], also: Iterable[str] = ()) -> tuple[str, ...]:
    """Several allowed values, separated by semicolons, each once."""
    known = {alike(each): each for each in [*allowed.values, *also]}
    found = []
    for part in parts(text):
        if alike(part) not in known:
            raise Unreadable(
                f"{column} has a value that is not allowed: use one or more of {_listed([*allowed.values, *also])}, "
                "separated by ;"
            )
        found.append(known[alike(part)])
    return tuple(dict.fromkeys(found))


def yes_no(column: str, text: str) -> bool | None:
    """Yes or no; None where nothing is said."""
    if not text.strip():
        return None
    found = _YES.get(alike(text))
    if found is None:
        raise Unreadable(f"{column} has a value that is not allowed: use yes, no, true, false, 1 or 0")
    return found


def parts(text: str) -> tuple[str, ...]:
    """A list separated by semicolons."""
    return tuple(dict.fromkeys(each.strip() for each in text.split(";") if each.strip()))


def urls(text: str) -> tuple[str, ...]:
    """Addresses separated by white space, or by a semicolon before http; a semicolon inside one stays."""
    split = re.split(r"\s+|;\s*(?=https?://)", text.strip(), flags=re.IGNORECASE)
    return tuple(dict.fromkeys(each.strip().rstrip(";") for each in split if each.strip(" ;")))


def moment(column: str, text: str, now: datetime) -> tuple[datetime | None, bool, str]:
    """A time, whether its zone was assumed, and a note where it was; None where nothing is said."""
    typed = text.strip()
    if not typed:
        return None, False, ""
    found = _parsed(column, typed)
    note = ""
    assumed = found.tzinfo is None
    if assumed:
        found, note = _in_london(column, found)
    found = found.astimezone(UTC)
    if found > now + _TOLERANCE:
        raise Unreadable(f"{column} lies in the future: check the date and its zone")
    return found, assumed, note


def _parsed(column: str, typed: str) -> datetime:
    """ISO 8601, or as the British write it."""
    british = _BRITISH.fullmatch(typed)
    try:
        if british:
            day, month, year, hour, minute, second = (int(each or 0) for each in british.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the zone is settled next
        if _ISO.fullmatch(typed):
            return datetime.fromisoformat(typed)
    except (ValueError, OverflowError):
        pass
    raise Unreadable(f"{column} is not a time: write 2026-11-24T09:15+00:00 or 24/11/2026 09:15")


def _in_london(column: str, naive: datetime) -> tuple[datetime, str]:
    """A time without a zone, read as London's; an hour that did not exist is refused, one that came twice is noted."""
    try:
        first = naive.replace(tzinfo=LONDON, fold=0)
        back = first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None)
        twice = first.utcoffset() != naive.replace(tzinfo=LONDON, fold=1).utcoffset()
    except OverflowError:
        raise Unreadable(f"{column} is not a time that can be: check the year") from None
    if back != naive:
        raise Unreadable(
            f"{column} is an hour that did not exist in London, when the clocks went forward: add the zone"
        )
    note = f"{column} had no zone and was read as London time"
    return first, f"{note}; that hour came twice and the first was taken" if twice else note


def birth_date(column: str, text: str, now: datetime) -> date | None:
    """A birth date; None where nothing is said."""
    typed = text.strip()
    if not typed:
        return None
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed)
    iso = f"{british[3]}-{int(british[2]):02}-{int(british[1]):02}" if british else typed
    try:
        found = date.fromisoformat(iso if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso) else "")
    except ValueError:
        raise Unreadable(f"{column} is not a date: write 1990-02-28 or 28/02/1990") from None
    today = now.astimezone(LONDON).date()
    if found > today or (today - found).days > _OLDEST:
        raise Unreadable(f"{column} is not a birth date that can be: check the year")
    return found


def email(column: str, text: str) -> str:
    """One e-mail address, as typed."""
    typed = text.strip()
    if typed and not re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+", typed):
        raise Unreadable(f"{column} is not one e-mail address: correct it, or leave it empty")
    return typed


def neutralise(text: str) -> str:
    """A cell that a spreadsheet would run as a formula, made text by an apostrophe; restored on import."""
    return f"'{text}" if text[:1] and text.lstrip("'")[:1] in tuple(_FORMULA) and _led(text) else text


def _led(text: str) -> bool:
    """Whether only apostrophes, or nothing, come before the formula's sign."""
    return set(text[: len(text) - len(text.lstrip("'"))]) <= {"'"}


def restore(text: str) -> str:
    """A cell as it was before an apostrophe neutralised it."""
    rest = text.lstrip("'")
    return text[1:] if text.startswith("'") and rest[:1] in tuple(_FORMULA) else text
