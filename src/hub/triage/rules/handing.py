"""What goes to another force of how somebody may be reached: only what is safe; the rest is left out wherever it stands."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from hub.triage.rules.dangers import safe_ways

LEFT_OUT = "[left out: not safe to use]"
_PHONE, _EMAIL = "reporter_phone", "reporter_email"
_BETWEEN = r"[\s().\-/]*"
_FEWEST = 6  # digits below which a number is no telephone number


def left_out(safe: str, phones: Iterable[str], emails: Iterable[str]) -> frozenset[str]:
    """Of the contacts of somebody, those that are not safe to use."""
    found: set[str] = set()
    for phone in filter(None, phones):
        found |= {phone} - {safe_ways(safe, phone, "")[0]}
    for email in filter(None, emails):
        found |= {email} - {safe_ways(safe, "", email)[1]}
    return frozenset(found)


def contacts_of(tellings: Iterable[Mapping[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The telephone numbers and the e-mail addresses that were told of whoever told it."""
    found = list(tellings)
    return tuple(each.get(_PHONE, "") for each in found), tuple(each.get(_EMAIL, "") for each in found)


def without(told: Any, contacts: Collection[str]) -> Any:
    """What was told with these contacts left out of every text, however they are written there."""
    if isinstance(told, str):
        for each in contacts:
            told = re.sub(_pattern(each), LEFT_OUT, told, flags=re.IGNORECASE)
        return told
    if isinstance(told, Mapping):
        return {key: without(each, contacts) for key, each in told.items()}
    return [without(each, contacts) for each in told] if isinstance(told, Iterable) else told


def _pattern(contact: str) -> str:
    """A contact as people write it: a telephone number with or without its country, whatever stands between digits."""
    digits = re.sub(r"\D", "", contact)
    if "@" in contact:
        return rf"(?<!\w){re.escape(contact.strip())}(?!\w)"
    if len(digits) < _FEWEST:
        return rf"\A\s*{re.escape(contact.strip())}\s*\Z"
    national = digits.removeprefix("00").removeprefix("44").removeprefix("0")
    return rf"(?<![\d+])(?:\+|00)?(?:44{_BETWEEN})?(?:\(?0\)?{_BETWEEN})?{_BETWEEN.join(national)}(?!\d)"
