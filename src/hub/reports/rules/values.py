"""Reading single values: words that are alike, yes and no, lists, addresses; each with a sentence where it cannot be read."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache

from hub.reports.terms import Safe

_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_SAFE = {"email": Safe.EMAIL, "phone": Safe.PHONE}
_LONGEST_EMAIL = 254


class Unreadable(Exception):  # noqa: N818 - the message is a reason for a person
    """A value cannot be read; the message says what it should be."""


def alike(text: str) -> str:
    """A value without case, space, hyphen and underscore."""
    return re.sub(r"[\s_\-\u00ad\u200b\u2010-\u2015\u2212\ufeff]+", "", text.casefold())


def in_words(values: Iterable[str]) -> str:
    """Values as a person writes them, separated by commas."""
    return ", ".join(each if each == Safe.EMAIL else each.replace("-", " ") for each in values)


def _not_allowed(column: str, advice: str, where: str = "") -> Unreadable:
    """The reason against a value that is not one of those allowed; what was written may be personal, so it is not told."""
    return Unreadable(f"{column} has a value that is not allowed{where}: use {advice}")


@cache
def _spellings(allowed: type[Enum]) -> Mapping[str, str]:
    """Each allowed value by what is alike to it."""
    return {alike(str(each.value)): str(each.value) for each in allowed}


def choice(column: str, text: str, allowed: type[Enum]) -> str | None:
    """One of the allowed values; None where nothing is said."""
    if not text.strip():
        return None
    found = _spellings(allowed).get(alike(text))
    if found is None:
        raise _not_allowed(column, f"one of {in_words(_spellings(allowed).values())}")
    return found


def choices(column: str, text: str, allowed: type[Enum], also: Iterable[str] = ()) -> tuple[str, ...]:
    """Several allowed values, separated by semicolons, each once."""
    known, given = {**_spellings(allowed), **{alike(each): each for each in also}}, parts(text)
    unknown = [str(at) for at, each in enumerate(given, start=1) if alike(each) not in known]
    if unknown:
        where = f" (number {', '.join(unknown)} of {len(given)})" if len(given) > 1 else ""
        raise _not_allowed(column, f"one or more of {in_words(known.values())}, separated by ;", where)
    return tuple(dict.fromkeys(known[alike(each)] for each in given))


def yes_no(column: str, text: str) -> bool | None:
    """Yes or no; None where nothing is said."""
    if not text.strip():
        return None
    found = _YES.get(alike(text))
    if found is None:
        raise _not_allowed(column, "yes, no, true, false, 1 or 0")
    return found


def safe(column: str, text: str) -> Safe | None:
    """Whether it is safe to make contact: yes or no in any of their forms, or one way only; None where nothing is said."""
    if not text.strip():
        return None
    said = _YES.get(alike(text))
    found = _SAFE.get(alike(text)) if said is None else {True: Safe.YES, False: Safe.NO}[said]
    if found is None:
        raise _not_allowed(column, "yes, no, true, false, 1, 0, e-mail or phone")
    return found


def parts(text: str) -> tuple[str, ...]:
    """A list separated by semicolons, each part once in whatever case."""
    found: dict[str, str] = {}
    for each in text.split(";"):
        if each.strip():
            found.setdefault(each.strip().casefold(), each.strip())
    return tuple(found.values())


def urls(text: str) -> tuple[str, ...]:
    """Addresses separated by white space, or by a semicolon before http; a semicolon inside one stays."""
    split = re.split(r";?\s+;?|;(?=https?:)", text.strip(), flags=re.IGNORECASE)
    return tuple(dict.fromkeys(each.strip(";") for each in split if each.strip(";")))


def email(column: str, text: str) -> str:
    """One e-mail address, as typed."""
    typed = text.strip()
    label = r"[^\s@,;<>()\[\]\"\x00-\x1f\x7f.]+"
    if typed and (
        len(typed) > _LONGEST_EMAIL
        or not re.fullmatch(rf"{label}(?:\.{label})*@{label}(?:\.{label})+", typed)
    ):
        raise Unreadable(f"{column} is not one e-mail address: correct it, or leave it empty")
    return typed
