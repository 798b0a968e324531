"""Opening a case or report, and the pages that stand behind its page."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hub import pathway
from hub.aside.terms import IsSetAside
from hub.cases.terms import NeedsReason
from hub.common.clock import LONDON
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.pathway import opening
from hub.pathway.opening import Opened
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.cases import originals
from hub.web.desk.cases import page as pages
from hub.web.desk.cases.every_step import EVERY_STEP
from hub.web.desk.deciding.steps import DOORS
from hub.web.desk.deciding.steps import STEPS as LATER
from hub.web.desk.frame import page

PAGE = 20
REASONS = (
    "To call the victim back", "To call whoever reported back", "To make a referral that they agreed to",
    "To keep somebody safe now", "To tell two people apart",
)  # fmt: skip


def address(subject: str, anchor: str = "") -> str:
    """Where the page of a case or report is."""
    url = reverse(f"desk:{opening.kind_of(subject)}", args=[subject])
    return f"{url}#{anchor}" if anchor else url


def open_it(subject: str, by: Actor, reason: str = "") -> Opened:
    """Open a case or report."""
    if opening.kind_of(subject) == "case":
        return opening.open_case(case=subject, by=by, reason=reason)
    return opening.open_report(report=subject, by=by)


def show(request: HttpRequest, opened: Opened, by: Actor, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a case or report."""
    facts = pages.build(opened, by)
    return page(
        request, "desk/cases/case.html",
        {**facts, "base": address(opened.reference), "next_url": next_url(opened.reference, facts["next"]), "may_next": may_next(facts["next"], by),
         "reasons": REASONS, "crumbs": crumbs(opened.reference, facts["borough_officer"]), **more},
        by=by, status=status,
    )  # fmt: skip


def next_url(subject: str, found: pages.Doing) -> str:
    """Where the button of the next action leads."""
    if not found.leads:
        return ""
    if ":" in found.leads:
        return reverse(found.leads)
    name = f"desk:{opening.kind_of(subject)}-{found.leads}"
    return reverse(name, args=[subject, found.about] if found.about else [subject])


def may_next(found: pages.Doing, by: Actor) -> bool:
    """Whether the next action is this person's to do."""
    if found.leads == "desk:safeguarding":
        return may(by, Permission.AUTHORISE_SAFEGUARDING)
    doors = {each.name: each.permission for each in (*EVERY_STEP, *LATER)} | dict(DOORS)
    return found.leads in doors and may(by, doors[found.leads])


def crumbs(subject: str, borough: bool, here: str = "") -> list[tuple[str, str]]:
    """Where a page stands."""
    trail = [("My cases" if borough else "Queue", reverse("desk:front"))]
    return [*trail, (subject, address(subject)), (here, "")] if here else [*trail, (subject, "")]


@opened_by(Permission.SEE_CONTENT)
def case(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """One case; whoever has no part in it is asked why."""
    try:
        return show(request, opening.open_case(case=reference, by=by), by)
    except IsSetAside:
        return redirect("desk:set-aside", reference)
    except NeedsReason as needed:
        return ask_why(request, reference, needed.sentence, by)


def ask_why(request: HttpRequest, reference: str, sentence: str, by: Actor, error: str = "") -> HttpResponse:
    """Ask why a case is to be opened."""
    facts = {
        "subject": reference,
        "sentence": sentence,
        "error": error,
        "may_declare": may(by, Permission.DECLARE_INTEREST),
        "crumbs": [("Desk", reverse("desk:front")), (reference, "")],
    }
    return page(request, "desk/cases/why_open.html", facts, by=by, status=400 if error else 403)


@opened_by(Permission.BREAK_GLASS)
def break_glass(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Open a case for a typed reason, of which the inspector is told."""
    if request.method != "POST":
        return redirect("desk:case", reference)
    reason = request.POST.get("reason", "")
    try:
        opening.open_case(case=reference, by=by, reason=reason)
    except NeedsReason as needed:
        return ask_why(request, reference, needed.sentence, by, "Say why you need to open this case.")
    except (NotFound, NotPermitted):
        raise
    except Refusal as refused:
        lead = f"You have no part in {reference}. You can open it if you say why: your inspector is told."
        return ask_why(request, reference, lead, by, refused.sentence)
    return redirect("desk:case", reference)


@opened_by(Permission.SEE_CONTENT)
def report(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """One report that has no case; where it has one, that is opened."""
    case = opening.case_of(report=reference, by=by)
    if case:
        return redirect("desk:case", case)
    try:
        return show(request, opening.open_report(report=reference, by=by), by)
    except IsSetAside:
        return redirect("desk:set-aside", reference)


# -- what is hidden until somebody asks


@opened_by(Permission.SEE_CONTENT)
def show_post(request: HttpRequest, reference: str, item: str, *, by: Actor) -> HttpResponse:
    """The words of one post, in this answer only."""
    if request.method != "POST":
        return redirect(address(reference))
    shown = opening.show_content(subject=reference, item=item, by=by)
    return show(request, open_it(reference, by), by, shown_post=shown)


@opened_by(Permission.READ_IDENTITIES)
def show_people(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Names and contacts, in this answer only."""
    if request.method != "POST":
        return redirect(address(reference))
    reason = request.POST.get("own_reason", "").strip() or request.POST.get("reason", "")
    try:
        after = number(request.POST.get("after", "")) or 0
        found = opening.show_people(subject=reference, reason=reason, after=after, by=by)
    except (NotFound, NotNow, NotPermitted):
        raise
    except Refusal as refused:
        return show(request, open_it(reference, by), by, people_error=refused.sentence, status=400)
    return show(request, open_it(reference, by), by, shown_people=found, shown_reason=reason)


@opened_by(Permission.READ_ORIGINALS)
def original(request: HttpRequest, reference: str, report: str, *, by: Actor) -> HttpResponse:
    """A telling exactly as it came, in this answer only."""
    if request.method != "POST":
        opening.enter(subject=reference, reading=False, by=by)
    facts = {
        "subject": reference, "report": report, "back": address(reference), "crumbs": crumbs(reference, False, "Original"),
    }  # fmt: skip
    show = partial(opening.show_original, subject=reference, report=report, by=by)
    return originals.shown(request, facts, lambda reason: show(reason=reason), by=by)


# -- whose it is


@opened_by(Permission.WORK_QUEUE)
def claim(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Take it, or keep it for longer."""
    if request.method == "POST":
        until = pathway.claim(subject=reference, by=by)
        messages.success(request, f"Yours until {until.astimezone(LONDON):%H:%M}.")
    return redirect(address(reference))


@opened_by(Permission.WORK_QUEUE)
def release(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Let go of it."""
    if request.method == "POST":
        pathway.release(subject=reference, by=by)
        messages.success(request, "Released. Anybody may take it.")
    return redirect(address(reference))
