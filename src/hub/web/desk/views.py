"""Where somebody arrives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by


@opened_by(Permission.SEE_DESK)
def front(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The first page of each role."""
    return render(request, "desk/front.html", {"by": by})
