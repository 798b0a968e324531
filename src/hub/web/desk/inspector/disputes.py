"""The disputes and appeals about whose a report is, which wait for an inspector."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from hub.common.refusals import NotFound
from hub.pathway import morning as reading
from hub.pathway.listing import Line
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.triage.queries import WayOut
from hub.web.components.doors import opened_by
from hub.web.desk.cases.belonging import state_words
from hub.web.desk.frame import page


@require_GET
@opened_by(Permission.SETTLE_DISPUTES)
def disputes(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Each with what is said of it, and where it is settled."""
    after = request.GET.get("after", "")
    try:
        found, following = reading.disputes(after=after, by=by)
    except ValueError:
        raise NotFound("There is no such page of this list. Go back to its beginning.") from None
    facts = {
        "lines": [_line(line, out, mine=mine) for line, out, mine in found],
        "older": f"?{urlencode({'after': following})}" if following else "",
        "newer": "?" if after else "",
    }  # fmt: skip
    return page(request, "desk/inspector/disputes.html", facts, by=by)


def _line(line: Line, out: WayOut, *, mine: bool) -> dict[str, object]:
    """One of them; of what is closed to this inspector the reference alone."""
    kind, subject = ("case", line.case) if line.case else ("report", line.reference)
    return {
        "reference": line.reference, "subject": subject, "said": subject if line.closed else state_words(out.to, out.state),
        "url": reverse(f"desk:{kind}", args=[subject]), "settle_url": reverse(f"desk:{kind}-settle", args=[subject]),
        "reported_at": line.reported_at, "mine": mine and not line.closed, "closed": line.closed,
    }  # fmt: skip
