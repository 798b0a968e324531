"""The one place that asks what time it is; always called through the module, so that a test can hold it still."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, in UTC."""
    return timezone.now()  # noqa: TID251 - the one place


def read(text: str) -> datetime:
    """A moment as our pages write it, in UTC; anything else, and what lies beyond the calendar, is a ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def in_london(moment: datetime) -> str:
    """A moment as an officer reads it: `Tue 24 Nov 2026 09:15 GMT`."""
    return moment.astimezone(LONDON).strftime("%a %-d %b %Y %H:%M %Z")
