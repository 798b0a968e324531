"""The lists behind the inspector's numbers."""

from collections.abc import Mapping
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
from hub.pathway.listing import Line
from hub.pathway.morning import Span
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports.terms import Strand
from hub.web.components import times
from hub.web.components.doors import opened_by
from hub.web.desk.cases.words import ages, left_words
from hub.web.desk.frame import page
from hub.web.desk.inspector import views, words
from hub.web.desk.queue import rows

_TITLES = {
    Sort.PRESSING: "Late and at risk",
    Sort.LATE: "Duties late",
    Sort.AT_RISK: "Duties at risk",
    Sort.DECISION: "Waiting for a first decision",
    Sort.DECISION_DANGER: "Waiting for a first decision, with danger",
    Sort.DANGER_LATE: "Dangers not acted on in time",
    Sort.CHECK: "Waiting for a second check",
    Sort.LOOK: "Another look is asked for",
}
_FIRST = "Danger comes first, then what is due first."
_LEADS = {
    Sort.PRESSING: f"Each duty that is past its time, or inside its warning period. {_FIRST}",
    Sort.LATE: f"Each duty that is past its time. {_FIRST}",
    Sort.AT_RISK: f"Each duty inside its warning period, before its time. {_FIRST}",
    Sort.DECISION: "Each case or report whose clock to record the crime, or to decide that it is none, still runs. Danger comes "
    "first, then what is at high risk, then what has waited longest.",
    Sort.DECISION_DANGER: "Each case or report that tells of danger and whose clock to record the crime, or to decide that it is "
    "none, still runs. What has waited longest comes first.",
    Sort.DANGER_LATE: "Each danger on which nobody acted in time. What was due first comes first.",
    Sort.CHECK: "Each decision that a second person has not looked at yet. What is due first comes first.",
    Sort.LOOK: "Somebody asks the hub to look again at what was decided not to be a crime. What is due first comes first.",
}
_HELPED = {
    reading.OFFERED: "Victims offered help",
    reading.AGREED: "Agreed to be referred",
    reading.SUPPORTED: "Cases supported",
}
_COUNTED = {
    reading.OFFERED: "Each report of a victim, reported in these days, on which the hub offered the help of an organisation. "
    "Whether they took it is not counted.",
    reading.AGREED: "Each report on which, in these days, the person themselves confirmed that they agree to be referred for "
    "support, where that still holds.",
    reading.SUPPORTED: "Each case with a report of a victim, reported in these days, on which the hub offered the help of an "
    "organisation, or on which the person confirmed in these days that they agree to be referred. Whether they took it is not "
    "counted.",
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
            "title": _TITLES[sort], "lead": _LEADS[sort],
            "lines": [views.line(each, by, again=sort == Sort.LOOK) for each in found],
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
    """The reports or cases behind a number: never who anybody is."""
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
            "title": _title(asked), "span": words.days_of(span), "counted": _counted(asked),
            "cases": asked.get("help") == reading.SUPPORTED, "lines": [_line(each) for each in found],
            "older": f"?{urlencode({**asked, 'after': following})}" if following else "",
            "newer": f"?{urlencode(asked)}" if "after" in request.GET else "",
        },
        by=by,
    )  # fmt: skip


def _line(line: Line) -> dict[str, object]:
    """A report or case in words; what is closed to whoever reads it by its reference alone."""
    if line.closed:
        url = rows.address("case" if line.case else "report", line.subject)
        return {"what": line.subject, "line": line, "url": url, "next": "Closed to you"}
    strands = " and ".join(rows.strand_words(line.strands)) or "strand not said"
    return {
        "what": f"{strands[0].upper()}{strands[1:]}, {_borough(line.borough)}", "line": line,
        "url": rows.address("case" if line.case else "report", line.subject), "next": _next(line),
        "ages": ages(line),
    }  # fmt: skip


def _next(line: Line) -> str:
    """What is next, or what became of it."""
    left = f"Left the hub. {left_words(line.left_to)}" if line.left_to else ""
    if line.row and (line.row.facts.duty or not left):
        found = rows.next_duty(line.row.facts)
        return f"{found}. {left}" if left else found
    return left or ("Set aside: not a crime" if line.quiet else "Nothing is due")


def _counted(asked: Mapping[str, str]) -> str:
    """What the figure counts."""
    if "help" in asked:
        return _COUNTED[asked["help"]]
    if "strand" in asked:
        return "Each report once, by when it was reported. One that tells of several strands is in the list of each."
    return "Each report once, by when it was reported; where it is sent again, it is not counted again."


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
