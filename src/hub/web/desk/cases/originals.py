"""What was told exactly as it came, in this answer only: of a case, and of what was set aside."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people.terms import Actor
from hub.web.desk.frame import page


def shown(
    request: HttpRequest,
    facts: Mapping[str, Any],
    show: Callable[[str], Sequence[Mapping[str, str]]],
    *,
    by: Actor,
) -> HttpResponse:
    """Ask for the reason; with one, every telling, the first of them first."""
    told: dict[str, Any] = {}
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            first, *again = (sorted(each.items()) for each in show(reason))
            told = {"told": first, "again": again, "reason": reason}
        except (NotFound, NotNow, NotPermitted):
            raise
        except Refusal as refused:
            told = {"error": refused.sentence}
    return page(
        request, "desk/cases/original.html", {**facts, **told}, by=by, status=400 if "error" in told else 200
    )
