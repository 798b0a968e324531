"""Decisions about accounts and invitations, from values alone."""

from datetime import datetime, timedelta

from hub.people.terms import Link, Role

INVITATION_LASTS = timedelta(hours=48)


def standing(*, now: datetime, expires_at: datetime, used_at: datetime | None) -> Link:
    """Whether an invitation can still be accepted."""
    if used_at is not None:
        return Link.USED
    return Link.OPEN if now < expires_at else Link.EXPIRED


def unit_needed(role: Role) -> bool:
    """Whether somebody in this role works in one command unit."""
    return role == Role.BOROUGH_OFFICER


def same_person(one: str, other: str) -> bool:
    """Whether two lines of the record name one person, whatever part they played."""
    return one.partition(":")[2] == other.partition(":")[2]


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def device(agent: str) -> str:
    """A browser as its owner would name it: `Chrome on Windows`."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
