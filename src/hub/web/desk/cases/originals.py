"""What was told exactly as it came, in this answer only: of a case, and of what was set aside."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people.terms import Actor
from hub.web.desk.frame import page

# The columns of a telling in the order of a report, as people say them; a column that nobody knows stands as it came.
COLUMNS: Mapping[str, str] = {
    "source": "Source", "source_reference": "Its reference there", "channel": "How it was told", "reported_at": "Reported at",
    "reporter_role": "Whoever reported is", "reporter_name": "Name of whoever reported", "reporter_email": "Their e-mail",
    "reporter_phone": "Their telephone", "safe_to_contact": "Safe to contact", "language": "Language",
    "victim_name": "Name of the person targeted", "victim_date_of_birth": "Their date of birth",
    "victim_under_18": "Under 18", "postcode": "Postcode", "borough": "Borough", "online": "Online", "strands": "Strands",
    "targeted_religion": "Religion that was targeted", "what_happened": "What happened", "content_text": "Words of the post",
    "content_urls": "Links", "platform": "Platform", "account_handle": "Handle of the account",
    "account_id": "Number of the account", "posted_at": "Posted at", "first_seen_at": "First seen at",
    "immediate_danger": "Immediate danger", "crime_reference": "Crime reference", "consent_support": "Support may be offered",
    "consent_partners": "Organisations agreed to", "wants": "What they want to happen",
}  # fmt: skip


def _rows(telling: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was told, each answer under the words of its question."""
    order = list(COLUMNS)
    named = sorted(telling, key=lambda each: (order.index(each) if each in COLUMNS else len(order), each))
    return [(COLUMNS.get(each, each), telling[each]) for each in named]


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
            first, *again = (_rows(each) for each in show(reason))
            told = {"told": first, "again": again, "reason": reason}
        except (NotFound, NotNow, NotPermitted):
            raise
        except Refusal as refused:
            told = {"error": refused.sentence}
    return page(
        request, "desk/cases/original.html", {**facts, **told}, by=by, status=400 if "error" in told else 200
    )
