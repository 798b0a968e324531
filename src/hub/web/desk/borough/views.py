"""The borough officer's desk: what is offered, what is theirs, what their command unit has, and asking the hub."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from hub import pathway
from hub.cases.queries import Offer
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.duties.terms import Kind as Duty
from hub.pathway import borough as reading
from hub.pathway.borough import OfUnit
from hub.people.permissions import Permission
from hub.people.queries import Colleague
from hub.people.terms import Actor
from hub.places import queries as places
from hub.queue.rules import ends
from hub.queue.terms import Band, Row
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.queue import rows

_FIRST = frozenset({Band.DANGER, Band.HIGH, Band.LATE})  # of somebody's own: before anything that is offered
_NOW = frozenset({Band.DANGER, Band.LATE, Band.TODAY})
_WHO = {"nobody": False, "named": True}


@require_GET
@opened_by(Permission.ANSWER_ALLOCATION)
def yours(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What is offered to the officer, and their own cases, most urgent first."""
    after = request.GET.get("after", "")
    try:
        found = reading.yours(after=after, by=by)
    except ValueError:
        raise NotFound("There is no such page of your cases. Go back to their beginning.") from None
    return page(
        request,
        "desk/borough/yours.html",
        {
            "lead": _lead(found.offered, found.accepted),
            "offered": [_line(each, by, found.officers, found.offers) for each in found.offered],
            "handed": [_line(each, by, found.officers, found.offers) for each in found.handed],
            "pressing": [_line(each, by, {}, {}) for each in found.accepted if _presses(each, after)],
            "accepted": [_line(each, by, {}, {}) for each in found.accepted if not _presses(each, after)],
            "older": f"?{urlencode({'after': found.following})}" if found.following else "",
            "newer": "?" if after else "", "paged": bool(after),
        },
        by=by,
    )  # fmt: skip


def _presses(row: Row, after: str) -> bool:
    """Whether a case of the officer's own stands above what is offered, on the first page."""
    return not after and row.band in _FIRST


def _lead(offered: Sequence[Row], accepted: Sequence[Row]) -> str:
    """Both in one line."""
    tonight, _ = ends(clock.now())
    due = sum(each.band in _NOW or _by(each, tonight) for each in accepted)
    first = f"{len(offered)} offered to you." if offered else "Nothing is offered to you."
    if not accepted:
        return first
    if not due:
        return f"{first} Nothing of your own is due today."
    return f"{first} {due} of your own {'has' if due == 1 else 'have'} something due today."


def _by(row: Row, moment: datetime) -> bool:
    """Whether something of it is due before a moment, under whatever heading it stands."""
    return row.facts.due_at is not None and not row.facts.paused and row.facts.due_at < moment


def _line(
    row: Row, by: Actor, officers: Mapping[int, Colleague], offers: Mapping[str, Offer]
) -> dict[str, object]:
    """A case as the borough's pages show it, with what somebody who handed it over wrote."""
    offer = offers.get(row.facts.subject)
    officer = officers.get(row.facts.officer_id) if row.facts.officer_id else None
    giver = officers.get(offer.giver_id) if offer and offer.giver_id else None
    shown = rows.show(row, by, {})
    if row.facts.duty == Duty.BOROUGH_ASKS:  # their own question is not theirs to answer
        shown = replace(shown, duty="Wait for the hub's answer")
    return {
        "row": shown, "danger": row.band == Band.DANGER, "reports": row.facts.reports,
        "officer": officer.name if officer else "", "offer": offer, "giver": giver.name if giver else "",
    }  # fmt: skip


@require_GET
@opened_by(Permission.ANSWER_ALLOCATION)
def unit(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Every live case of the officer's command unit, those in which nobody is named first."""
    who, after = request.GET.get("who", ""), request.GET.get("after", "")
    wanted = [who] if who in _WHO else list(_WHO)
    try:
        found = {
            each: reading.of_unit(named=_WHO[each], after=after if who else "", by=by) for each in wanted
        }
    except ValueError:
        raise NotFound("There is no such page of these cases. Go back to their beginning.") from None
    units = places.atlas().units
    return page(
        request,
        "desk/borough/unit.html",
        {
            "unit_name": units[by.unit].name if by.unit in units else "No command unit",
            "sections": [_section(each, of, by) for each, of in found.items() if of.rows],
            "newer": "?" if who else "",
        },
        by=by,
    )  # fmt: skip


def _section(who: str, found: OfUnit, by: Actor) -> dict[str, object]:
    """The cases in which nobody is named, or somebody is."""
    return {
        "title": "With an officer" if _WHO[who] else "Nobody is named yet",
        "lines": [_line(each, by, found.officers, found.offers) for each in found.rows],
        "older": f"?{urlencode({'who': who, 'after': found.following})}" if found.following else "",
    }


@require_http_methods(["GET", "POST"])
@opened_by(Permission.ANSWER_ALLOCATION)
def ask(request: HttpRequest, case: str, *, by: Actor) -> HttpResponse:
    """A question to the hub; it stands on the case and in the queue."""
    row = reading.to_ask_about(case=case, by=by)
    text, trouble = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            pathway.ask_hub(case=case, text=text, by=by)
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            messages.success(
                request, f"The hub has your question about {case}. The answer comes on the case."
            )
            return redirect("desk:yours")
    return page(
        request,
        "desk/borough/ask.html",
        {"line": _line(row, by, {}, {}), "text": text, "trouble": trouble},
        by=by,
        status=400 if trouble else 200,
    )
