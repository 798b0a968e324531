"""Pages of no door: the kit, and what is shown when something cannot be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def kit(request: HttpRequest) -> HttpResponse:
    """Every shared piece, in every state."""
    return render(request, "components/kit.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """There is no such page."""
    return render(request, "components/not_found.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something failed that should not."""
    return render(request, "components/went_wrong.html", status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A form that was open too long, or in another session."""
    return render(request, "components/stale_form.html", status=403)
