"""What is in force between two dates: a row of a shipped table, read and asked alike everywhere."""

from collections.abc import Mapping
from datetime import date


def dates(row: Mapping[str, str]) -> tuple[date, date | None]:
    """Since when a row is in force, and until when; none where it has no end."""
    until = row["valid_to"]
    return date.fromisoformat(row["valid_from"]), date.fromisoformat(until) if until else None


def stands(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether what is in force between two dates is so on a day; both days count."""
    return valid_from <= on and (valid_to is None or on <= valid_to)
