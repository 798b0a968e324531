"""A line of JSON as the cells of a row; figures keep the digits they were written with."""

import json
from typing import Any, Self

_MOST_DIGITS = 1_000


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
        found = json.loads(
            written,
            parse_float=_Fraction,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        raise NotAnObject("the line is not JSON: each line must be one JSON object") from None
    if not isinstance(found, dict):
        raise NotAnObject("the line is not a JSON object: each line must be one")
    return found


def _whole(written: str) -> int | str:
    """A whole number; one of more digits than any number has is kept as it was written."""
    return int(written) if len(written) <= _MOST_DIGITS else written


def _no_number(written: str) -> float:
    """Refuse what JSON has no word for."""
    raise NotAnObject(f"the line is not JSON: {written} is no number. Write a number, or null")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names come once each; else one of two values would be lost unseen."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAnObject("the line gives one name twice: remove one of them")
    return found


def fits(value: Any, *, several: bool) -> bool:
    """Whether a value can stand in a column: text, a number, yes or no, nothing; or a list of them where it takes several."""
    if isinstance(value, list):
        return several and all(fits(each, several=False) for each in value)
    return not isinstance(value, dict)


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
