"""Whether this process lives, and whether it can do its work; both say nothing about anybody."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from hub.config.database import preparation
from hub.duties import queries as duties
from hub.keys import queries as keys
from hub.pathway import jobs


def alive(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - whoever asks
    """Say that the process answers."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - whoever asks
    """The database answers, no migration waits, and the keys fit; a silent worker is a warning, for reports still arrive."""
    try:
        waiting = preparation.pending()
        if waiting:
            return _not_ready(f"{waiting} migrations wait")
        if keys.troubles():
            return _not_ready("the keys do not fit this database")
        warnings = _warnings()
    except DatabaseError:
        return _not_ready("the database does not answer")
    return JsonResponse({"ready": True, "warnings": warnings})


def _not_ready(because: str) -> JsonResponse:
    """Why this process cannot do its work."""
    return JsonResponse({"ready": False, "because": because}, status=503)


def _warnings() -> list[str]:
    """What somebody should see to, although people are served."""
    return [*_of_the_worker(), *_of_alarms()]


def _of_the_worker() -> list[str]:
    """Whether anybody does what was deferred."""
    silent = jobs.silent_for()
    if silent is None:
        return ["no worker was ever seen"]
    if silent > jobs.SILENT:
        return [f"the worker has been silent for {int(silent.total_seconds() // 60)} minutes"]
    return []


def _of_alarms() -> list[str]:
    """Whether an alarm would be heard, by the daily test."""
    return ["the daily test alarm failed or is late"] if duties.tested().trouble else []
