"""Where somebody arrives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import PLACES


@opened_by(Permission.SEE_DESK)
def front(request: HttpRequest, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - only who asks matters
    """Lead each role to its first page."""
    return redirect(PLACES[by.role][0].name)
