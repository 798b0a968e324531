"""The sitting of whoever is signed in: since when, and what they opened in it."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.http import HttpRequest

from hub.cases import queries as cases
from hub.common import clock
from hub.people.terms import Actor

_BEGAN = "began_at"  # in the session: when whoever is signed in sat down


def began(request: HttpRequest) -> datetime:
    """Since when they sit at the desk."""
    at = request.session.get(_BEGAN)
    return datetime.fromtimestamp(at, UTC) if at else clock.now()


def opened(request: HttpRequest, subjects: Collection[str], by: Actor) -> frozenset[str]:
    """Which of these they have opened in it: only those may be marked, to be acted on together."""
    return cases.seen_since(account=by.account or 0, subjects=subjects, since=began(request))
