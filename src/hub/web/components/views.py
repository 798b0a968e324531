"""Pages of no door: the kit, and what is shown when something cannot be shown."""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from hub.web.components import kit as contents


def kit(request: HttpRequest) -> HttpResponse:
    """Every shared piece, in every state."""
    return render(request, "components/kit.html", contents.everything())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """There is no such page."""
    return render(request, "components/not_found.html", status=404)


def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives them
    """What was sent is too long, or is not what a browser sends; made without the request, which may be the trouble."""
    sentence = (
        "What was sent is too long, or was broken on the way. Go back: your words are still in the form. Shorten them, "
        "or send them in two parts."
    )
    shown = {
        "sentence": sentence, "status": 400, "classification": settings.HUB_CLASSIFICATION, "local_mode": settings.HUB_LOCAL,
    }  # fmt: skip
    return HttpResponse(render_to_string("components/refused.html", shown), status=400)


def went_wrong(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - what failed may be what a request needs
    """Something failed that should not; made without the request, because the database may be what failed."""
    code = str(structlog.contextvars.get_contextvars().get("request_id", ""))[:8]
    shown = {"code": code, "classification": settings.HUB_CLASSIFICATION, "local_mode": settings.HUB_LOCAL}
    return HttpResponse(render_to_string("components/went_wrong.html", shown), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A form that was open too long, or in another session."""
    return render(request, "components/stale_form.html", status=403)
