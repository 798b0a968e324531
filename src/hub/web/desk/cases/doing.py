"""The page of one step: asked, done, refused, or told that somebody else was there first."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from hub.aside.terms import IsSetAside
from hub.cases import queries as cases
from hub.cases.terms import Changed, Moved, NeedsReason
from hub.common import clock
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.pathway import casework, opening
from hub.people import queries as people
from hub.people.terms import Actor, Role
from hub.reports import queries as reports
from hub.web.components.doors import View, opened_by
from hub.web.components.numbers import number
from hub.web.desk import handing
from hub.web.desk.cases import afterwards, words
from hub.web.desk.cases import page as pages
from hub.web.desk.cases.asking import Asked, Step
from hub.web.desk.cases.views import address, crumbs, open_it
from hub.web.desk.frame import page
from hub.web.desk.handing import Handed

_MARGIN = timedelta(seconds=5)  # a change may carry a moment a little before the page that missed it


def view_of(step: Step) -> View:
    """The view of a step."""

    @opened_by(step.permission)
    def run(request: HttpRequest, reference: str, about: str = "", *, by: Actor) -> HttpResponseBase:
        return _step(request, step, reference, about, by)

    return run


def _step(request: HttpRequest, step: Step, reference: str, about: str, by: Actor) -> HttpResponseBase:
    """Ask, or do what was asked."""
    try:
        step.enter(subject=reference, reading=request.method != "POST", by=by)
    except (NeedsReason, Moved, IsSetAside) as refused:
        return _no_more(request, step, Asked(reference, "", about, seen(request, 0), by), refused)
    stands = cases.stands(reference)
    asked = Asked(
        reference,
        stands.unit if stands else "",
        about,
        seen(request, stands.version if stands else None),
        by,
    )
    form = _form(step, asked, request)
    if request.method != "POST":
        return _page(request, step, asked, form)
    if not form.is_valid():
        return _page(request, step, asked, form, status=400)
    return _run(request, step, asked, form)


def _no_more(request: HttpRequest, step: Step, asked: Asked, refused: Refusal) -> HttpResponse:
    """Somebody else has it since the form was made, or it moved: nothing is done, and what was typed is not lost."""
    return no_more(request, step.title, asked.subject, _typed(request), refused, asked.by)


def no_more(
    request: HttpRequest, title: str, subject: str, typed: list[str], refused: Refusal, by: Actor
) -> HttpResponse:
    """What somebody wrote, on a page of its own, because the step is not theirs any more."""
    back = address(refused.case if isinstance(refused, Moved) else subject)
    if isinstance(refused, IsSetAside):
        back = reverse("desk:set-aside", args=[refused.subject])
    if not typed:
        if request.method == "POST":
            messages.error(request, f"Nothing was done: {title}. {refused.sentence}")
        return redirect(back)
    facts = {
        "subject": subject, "sentence": refused.sentence, "typed": typed, "title": title, "back": back,
        "moved": isinstance(refused, Moved), "aside": isinstance(refused, IsSetAside),
        "crumbs": [("Desk", reverse("desk:front")), (subject, "")],
    }  # fmt: skip
    return page(request, "desk/cases/no_more.html", facts, by=by, status=409)


def _typed(request: HttpRequest) -> list[str]:
    """Sentences that somebody wrote into the form."""
    named = [each for each in request.POST if each.startswith(("text", "box", "reason", "words", "notes"))]
    return [each for name in named if (each := request.POST.get(name, "").strip())]


def _run(request: HttpRequest, step: Step, asked: Asked, form: forms.Form) -> HttpResponseBase:
    """Do what was asked; where it is refused the typed words stay in the form."""
    try:
        said = step.run(asked, form.cleaned_data)
    except Changed as changed:
        made = since(request)
        now = cases.stands(changed.case)
        fresh = Asked(asked.subject, asked.unit, asked.about, now.version if now else None, asked.by)
        theirs = step.name != "interest"  # of which nothing is read by whoever has one
        told = changes(changed.case, made, asked.by) if theirs else []
        return _page(request, step, fresh, form, status=409, changed=told)
    except (NotPermitted, Moved, IsSetAside) as refused:
        if not _typed(request):
            raise
        return _no_more(request, step, asked, refused)
    except Refusal as refused:
        form.add_error(None, refused.sentence)
        return _page(request, step, asked, form, status=409 if isinstance(refused, NotNow) else 400)
    if isinstance(said, Handed):
        return handing.answer(said)
    if step.name == "exit":
        said = afterwards.decided(asked, said, leaves=form.cleaned_data["decision"] == "leaves")
    messages.success(request, said)
    return redirect(_onward(step, asked))


def _onward(step: Step, asked: Asked) -> str:
    """Where somebody goes after a step; what they gave away they cannot open any more."""
    if step.name in {"return", "hand-over", "pass", "interest"}:
        return "desk:front"
    if (
        step.name in {"exit", "whose", "settle"} and opening.kind_of(asked.subject) == "report"
    ):  # what stays has a case by now, and what leaves waits no more
        case = opening.case_of(report=asked.subject, by=asked.by)
        return address(case) if case else "desk:front"
    return address(asked.subject, step.back)


def _form(step: Step, asked: Asked, request: HttpRequest) -> forms.Form:
    """The questions of a step."""
    made = type("StepForm", (forms.Form,), dict(step.fields(asked)))
    form: forms.Form = made(request.POST if request.method == "POST" else None)
    return form


def _parts(step: Step, form: forms.Form) -> list[tuple[str, list[forms.BoundField]]]:
    """The questions under their headings."""
    parts: list[tuple[str, list[forms.BoundField]]] = [("", [])]
    for each in form:
        if each.name in step.headings:
            parts.append((step.headings[each.name], []))
        parts[-1][1].append(each)
    return parts


def seen(request: HttpRequest, now: int | None) -> int | None:
    """The version that the form was made from."""
    if now is None or request.method != "POST":
        return now
    return number(request.POST.get("version", "")) or 0


def since(request: HttpRequest) -> datetime:
    """When the form was made."""
    try:
        return clock.read(request.POST.get("seen_at", ""))
    except ValueError:
        return clock.now() - timedelta(hours=1)


def as_made(request: HttpRequest) -> dict[str, object]:
    """What a form that comes back was made from, so that it is not taken for one that has seen every change since."""
    if request.method != "POST":
        return {}
    return {"version": seen(request, 0), "now_iso": since(request).isoformat(timespec="seconds")}


def changes(case: str, made: datetime, by: Actor) -> list[Mapping[str, Any]]:
    """What changed since the form was made, by whom and when."""
    lines = [each for each in pages.every_line(open_it(case, by)) if each.at + _MARGIN >= made]
    chosen = [each for each in cases.candidates(case) if each.at + _MARGIN >= made]
    actors = {each.by for each in lines} | {each.by for each in chosen}
    names, officers = people.named(actors - {""}, {e.about for e in lines if e.about})
    told = [pages.told_line(each, names, officers) for each in lines[:10]]
    offences = [
        {"title": f"Offence chosen: {each.chosen.offence}", "by": names.get(each.by, each.by), "at": each.at}
        for each in chosen
    ]
    return [*offences, *told]


def _ages(step: Step, asked: Asked) -> tuple[str, ...]:
    """Who is under 18, for whoever came to the step as one who has a part in it."""
    if step.enter is not opening.enter:
        return ()
    return words.ages_of(reports.gists(opening.reports_of(asked.subject)).values())


def _page(
    request: HttpRequest,
    step: Step,
    asked: Asked,
    form: forms.Form,
    *,
    status: int = 200,
    changed: list[Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """The page of a step; it tells what is there, so each showing is on the record."""
    if request.method == "POST":  # else it was recorded when the page was asked for
        step.enter(subject=asked.subject, reading=True, by=asked.by)
    letter = (
        casework.preview_news(subject=asked.subject, report=asked.about, by=asked.by)
        if step.name == "news"
        else None
    )
    deciding = pages.before_deciding(asked.subject) if step.name == "exit" else None
    facts = {
        "step": step, "ages": _ages(step, asked), "subject": asked.subject, "deciding": deciding, "lead": step.lead(asked), "form": form, "parts": _parts(step, form), "version": asked.seen,
        "changed": changed, "letter": letter, "back": address(asked.subject, step.back),
        "crumbs": crumbs(asked.subject, asked.by.role == Role.BOROUGH_OFFICER, step.title),
    }  # fmt: skip
    back = as_made(request) if changed is None else {}
    return page(request, "desk/cases/step.html", {**facts, **back}, by=asked.by, status=status)
