"""Where somebody arrives, and whether they are still heard there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import PLACES


@opened_by(Permission.SEE_DESK)
def front(request: HttpRequest, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - only who asks matters
    """Lead each role to its first page."""
    return redirect(PLACES[by.role][0].name)


@require_GET
@opened_by(Permission.SEE_DESK)
def heard(request: HttpRequest, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - the door says whether somebody is signed in
    """The token that a form needs in the session of now; asked before typed words leave their page."""
    return JsonResponse({"token": get_token(request)})
