"""The record as an auditor reads it: who looked at what, when and why."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hub.audit import queries as known
from hub.audit.terms import Kind, Search
from hub.common.refusals import Refusal
from hub.pathway import recording
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import AccountState, Actor
from hub.web.components import chart
from hub.web.components.doors import opened_by, same_page
from hub.web.components.numbers import number
from hub.web.desk.frame import page
from hub.web.desk.record import filters, sheet
from hub.web.desk.record.filters import Asked
from hub.web.desk.record.shown import rows

Wrong = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the filters, a person's contact where one was typed, and what must be put right."""

    asked: Asked
    contact: str = ""
    wrong: Wrong = ()


@require_GET
@opened_by(Permission.READ_AUDIT)
def record(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Lines of the record, as the address asks for them."""
    asked, wrong = filters.read(request.GET)
    return _page(request, View(asked, wrong=wrong), asked.search(), by)


@require_GET
@opened_by(Permission.READ_AUDIT)
def days(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """How many lines a day: part of the record's page, which does not wait for them, or a page of its own."""
    asked, _ = filters.read(request.GET)
    shown = {"asked": asked, "said": asked.words(), **_days(asked.search(), by, alone=True)}
    if same_page(request):
        return render(request, "desk/record/days.html", shown)
    return page(request, "desk/record/days_page.html", shown, by=by)


@require_POST
@opened_by(Permission.READ_AUDIT)
def choose(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Put what is asked into the address, once it is sure that it names nobody."""
    asked, wrong = filters.read(request.POST)
    if wrong:
        return _page(request, View(asked, wrong=wrong), asked.search(), by, typed=request.POST)
    query = asked.query()
    return redirect(f"{reverse('desk:record')}?{query}" if query else "desk:record")


@require_POST
@opened_by(Permission.READ_AUDIT)
def person(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Lines about one person, found by a whole contact, which is never in an address."""
    asked, _ = filters.read(request.POST)
    contact = request.POST.get("contact", "").strip()
    if request.POST.get("looks"):
        asked = replace(asked, kind=Kind.CONSULTATION.value)
    try:
        search = recording.of_person(contact=contact, search=asked.search(), by=by)
    except Refusal as refusal:
        wrong = (("contact", refusal.sentence),)
        return _page(request, View(asked, wrong=wrong), asked.search(), by)
    return _page(request, View(asked, contact), search, by)


@require_POST
@opened_by(Permission.READ_AUDIT)
def export(request: HttpRequest, *, by: Actor) -> HttpResponseBase:
    """Every line that is asked for, as a table for a spreadsheet."""
    asked, _ = filters.read(request.POST)
    search, contact = asked.search(), request.POST.get("contact", "").strip()
    if contact:
        search = recording.of_person(contact=contact, search=search, by=by)
    lines = recording.export(search=search, by=by)
    told = f"{asked.words()}, about one person" if contact else asked.words()
    answer = StreamingHttpResponse(sheet.written(lines, told), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{sheet.file_name()}"'
    return answer


def _page(request: HttpRequest, view: View, search: Search, by: Actor, typed: Any = None) -> HttpResponse:
    """One page of lines, how many a day, and the ways to ask for others."""
    before = (request.POST or request.GET).get("before", "")
    found = recording.read(search=search, before=number(before), by=by)
    asked, wrong = view.asked, dict(view.wrong)
    following = str(found.following) if found.following else ""
    return page(
        request,
        "desk/record/record.html",
        {
            "asked": asked, "said": asked.words(), "contact": view.contact, "wrong": wrong,
            "typed": typed or _typed(asked),
            "given": [(name, text) for name, text in _typed(asked).items() if text],
            "kinds": [("", "Any"), *((each.value, str(each.label).capitalize()) for each in Kind)],
            "officers": [("", "Anybody"), *((each.reference, _called(each)) for each in people.everybody())],
            "rows": rows(found.lines), "before": before, "following": following,
            "older": f"?{asked.query(before=following)}" if following and not view.contact else "",
            **(_days(search, by, alone=False) if search.record or search.subjects is not None else {}),
            "warning": known.warning(),
        },
        by=by,
    )  # fmt: skip


def _days(search: Search, by: Actor, *, alone: bool) -> dict[str, Any]:
    """How many lines a day, drawn, and in all."""
    found = recording.days(search=search, alone=alone, by=by)
    return {
        "days": found, "last_day": found[-1].on,
        "chart": chart.drawn([chart.Day(each.on, each.lines) for each in found]),
        "totals": {
            "lines": f"{sum(each.lines for each in found):,}", "looks": f"{sum(each.looks for each in found):,}",
            "refused": f"{sum(each.refused for each in found):,}",
        },
    }  # fmt: skip


def _typed(asked: Asked) -> dict[str, str]:
    """The filters as the questions of the form hold them."""
    return {
        "record": asked.record, "officer": asked.officer, "actor": asked.actor, "kind": asked.kind,
        "refused": "1" if asked.refused else "",
        "from": asked.since.isoformat() if asked.since else "", "to": asked.until.isoformat() if asked.until else "",
    }  # fmt: skip


def _called(colleague: people.Colleague) -> str:
    """A colleague as a list of them names them."""
    left = ", left" if colleague.state == AccountState.CLOSED else ""
    return f"{colleague.name}, {colleague.role.label}{left}"
