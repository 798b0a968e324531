"""A number that stands in an address or a form, where anything may stand."""

_DIGITS = 18  # as many as a row's number has at most


def number(text: str) -> int | None:
    """A whole number from nought, as the database counts; nothing where something else was sent."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
