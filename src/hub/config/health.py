"""Whether this process lives, and whether it can do its work; both say nothing about anybody."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from hub.config.database import preparation
from hub.keys import queries as keys


def alive(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - whoever asks
    """Say that the process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - whoever asks
    """The database answers, no migration waits, and the keys fit."""
    try:
        waiting = preparation.pending()
        troubles = keys.troubles()
    except DatabaseError:
        return JsonResponse({"ready": False, "because": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "because": f"{waiting} migrations wait"}, status=503)
    if troubles:
        return JsonResponse({"ready": False, "because": "the keys do not fit this database"}, status=503)
    return JsonResponse({"ready": True})
