"""The lists behind the inspector's numbers."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from hub import pathway
from hub.common.refusals import NotFound
from hub.duties.terms import Sort
from hub.pathway import morning as reading
from hub.pathway.morning import Span
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports.terms import Strand
from hub.web.components import times
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.inspector import views, words
from hub.web.desk.queue import rows

_TITLES = {
    Sort.PRESSING: "Late and at risk",
    Sort.LATE: "Duties late",
    Sort.AT_RISK: "Duties at risk",
    Sort.DECISION: "Waiting for a first decision",
    Sort.CHECK: "Waiting for a second check",
    Sort.LOOK: "Another look is asked for",
}
_LEADS = {
    Sort.DECISION: "Danger comes first, then what is at high risk, then what has waited longest.",
    Sort.CHECK: "What is due first comes first.",
    Sort.LOOK: "Somebody asks the hub to look again at what was decided not to be a crime. What is due first comes first.",
}
_HELPED = {
    reading.OFFERED: "Victims offered help",
    reading.AGREED: "Agreed to be referred",
    reading.SUPPORTED: "Cases supported",
}
_NO_PAGE = "There is no such page of this list. Go back to its beginning."


@require_GET
@opened_by(Permission.SUPERVISE)
def due(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Running duties of one sort."""
    asked = request.GET.get("of", "")
    sort = Sort(asked) if asked in Sort.values else Sort.PRESSING
    try:
        found, following = reading.due_of(sort, after=request.GET.get("after", ""), by=by)
    except ValueError:
        raise NotFound(_NO_PAGE) from None
    return page(
        request,
        "desk/inspector/due.html",
        {
            "title": _TITLES[sort], "lead": _LEADS.get(sort, "Danger comes first, then what is due first."),
            "lines": [views.line(each, again=sort == Sort.LOOK) for each in found],
            "older": f"?{urlencode({'of': sort.value, 'after': following})}" if following else "",
            "newer": f"?of={sort.value}" if "after" in request.GET else "",
        },
        by=by,
    )  # fmt: skip


@require_GET
@opened_by(Permission.SUPERVISE)
def clocks(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """How the clocks were kept that began in the days asked for."""
    span = _span(_asked(request))
    lines = [
        {
            "title": each.kind.label, "each": each,
            "usual": times.length(each.usual) if each.usual is not None else "",
        }
        for each in reading.clocks_of(span, by=by)
    ]  # fmt: skip
    return page(
        request,
        "desk/inspector/clocks.html",
        {
            "lines": lines,
            "span": words.days_of(span),
            "from": span.first.isoformat(),
            "to": span.last.isoformat(),
        },
        by=by,
    )


@require_GET
@opened_by(Permission.SUPERVISE)
def reports_of(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The reports behind a number, by reference alone."""
    asked = _asked(request)
    span = _span(asked)
    try:
        found, following = reading.reports_in(
            span, borough=asked.get("borough", ""), strand=asked.get("strand", ""), helped=asked.get("help", ""),
            after=request.GET.get("after", ""), by=by,
        )  # fmt: skip
    except ValueError:
        raise NotFound(_NO_PAGE) from None
    return page(
        request,
        "desk/inspector/reports.html",
        {
            "title": _title(asked), "span": words.days_of(span), "cases": asked.get("help") == reading.SUPPORTED,
            "lines": [
                {
                    "subject": each.case or each.reference, "reported_at": each.reported_at, "borough": _borough(each.borough),
                    "url": rows.address("case" if each.case else "report", each.case or each.reference),
                    "reference": each.reference,
                }
                for each in found
            ],
            "older": f"?{urlencode({**asked, 'after': following})}" if following else "",
            "newer": f"?{urlencode(asked)}" if "after" in request.GET else "",
        },
        by=by,
    )  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; what is unknown in it is passed over."""
    known = {
        "borough": {*places.atlas().boroughs, reading.NOT_KNOWN},
        "strand": set(Strand.values),
        "help": set(_HELPED),
    }
    found = {name: request.GET.get(name, "") for name in ("from", "to")}
    for name, values in known.items():
        given = request.GET.get(name, "")
        found[name] = given if given in values else ""
    return {name: text for name, text in found.items() if text}


def _span(asked: dict[str, str]) -> Span:
    """The days that are asked for; none said is the last 28."""
    usual = reading.last_days()
    try:
        first = date.fromisoformat(asked["from"]) if "from" in asked else usual.first
        last = date.fromisoformat(asked["to"]) if "to" in asked else usual.last
    except ValueError:
        raise NotFound("There is no such day. Write days as 2026-11-24.") from None
    this_century = range(2000, 2100)
    if first.year not in this_century or last.year not in this_century:
        raise NotFound("There is no such day. Write days as 2026-11-24.")
    return Span(first, last)


def _title(asked: dict[str, str]) -> str:
    """What this list is of."""
    if asked.get("help"):
        return _HELPED[asked["help"]]
    about = f" about {Strand(asked['strand']).label}" if "strand" in asked else ""
    borough = asked.get("borough", "")
    where = f" in {_borough(borough)}" if borough and borough != reading.NOT_KNOWN else ""
    return f"Reports{about}{where or (', borough not known' if borough else '')}"


def _borough(slug: str) -> str:
    """A borough's name."""
    boroughs = places.atlas().boroughs
    return boroughs[slug].name if slug in boroughs else "borough not known"


@require_GET
@opened_by(Permission.SUPERVISE)
def opened(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What was opened without a relation and nobody has seen."""
    try:
        found, following = reading.openings(after=request.GET.get("after", ""), by=by)
    except ValueError:
        raise NotFound(_NO_PAGE) from None
    return page(
        request,
        "desk/inspector/opened.html",
        {
            "lines": [{"each": each, "url": rows.address("case", each.opening.case)} for each in found],
            "older": f"?{urlencode({'after': following})}" if following else "",
            "newer": "?" if "after" in request.GET else "",
        },
        by=by,
    )


@require_POST
@opened_by(Permission.SUPERVISE)
def seen(request: HttpRequest, opening: int, *, by: Actor) -> HttpResponse:
    """The inspector has seen an opening."""
    case = pathway.see_break_glass(opening=opening, by=by)
    messages.success(request, f"Seen: the opening of {case} is settled, with your name and the time.")
    return redirect("desk:opened")
