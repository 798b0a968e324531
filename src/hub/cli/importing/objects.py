"""A line of JSON as the cells of a row; figures keep the digits they were written with."""

import json
from typing import Any, Self


class NotAnObject(Exception):  # noqa: N818 - the message is a reason for a person
    """A line is not one JSON object; the message says what it should be."""


class _Fraction(float):
    """A number with a point, and how it was written."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, written: str) -> Self:
        """A number that remembers how it was written."""
        made = super().__new__(cls, written)
        made.written = written
        return made


def read(written: str) -> dict[str, Any]:
    """The object that a line holds."""
    try:
        found = json.loads(written, parse_float=_Fraction, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise NotAnObject("the line is not JSON: each line must be one JSON object") from None
    if not isinstance(found, dict):
        raise NotAnObject("the line is not a JSON object: each line must be one")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names come once each; else one of two values would be lost unseen."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAnObject("the line gives one name twice: remove one of them")
    return found


def cell(value: Any, *, between: str = ";") -> str:
    """A value as a cell holds it; the parts of a list with a separator between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return between.join(cell(each) for each in value if each is not None)
    if isinstance(value, _Fraction):
        return value.written
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
