"""Rows of four columns and more, and what the rules read of them."""

from datetime import UTC, datetime

from hub.reports import rules
from hub.reports.terms import Telling

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BASE = {
    "source": "Test", "source_reference": "T-1", "reported_at": "2026-11-24T09:15Z",
    "what_happened": "Invented report",
}  # fmt: skip


def read(**more: str) -> Telling | tuple[str, ...]:
    """What the rules read of a row: a telling, or the reasons against it."""
    return rules.read(
        {**BASE, **more}, now=NOW, known_area=lambda text: text == "Hackney", allowed_areas="Hackney or Kent"
    )


def told(**more: str) -> Telling:
    """A row that is taken."""
    found = read(**more)
    assert isinstance(found, Telling), found
    return found


def reasons(**more: str) -> tuple[str, ...]:
    """The reasons against a row that is not."""
    found = read(**more)
    assert isinstance(found, tuple)
    return found
