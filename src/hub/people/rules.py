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
