"""Several records at once: marked in the queue, seen before it is done, done, for one reason where one alone needs it, and for a while undone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hub.common import references
from hub.common.refusals import Refusal
from hub.pathway import bulk as pathway
from hub.pathway import relating
from hub.pathway.bulk import NEEDS_TARGET, Asked
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor, Role
from hub.places import queries as places
from hub.queue import queries as queue
from hub.queue.terms import NEEDS_REASON, UNDO, UNDOABLE, Act, LineState, Outcome
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.queue import rows, sitting


@require_POST
@opened_by(Permission.WORK_QUEUE)
def bulk(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """See what would become of each record; a second press, with nothing changed, does it."""
    asked, trouble = _asked(request), ""
    previewed = request.POST.get("previewed") == _said(asked) and "look" not in request.POST
    try:
        if previewed:
            kept = pathway.act(asked=asked, reason=request.POST.get("reason", ""), by=by)
            return redirect("desk:bulk-done", kept)
        outcomes = pathway.preview(asked=asked, by=by)
    except Refusal as refusal:
        if not asked.subjects or not previewed:
            messages.warning(request, refusal.sentence)
            return redirect("desk:queue")
        trouble, outcomes = refusal.sentence, pathway.preview(asked=asked, by=by)
    return _page(request, asked, outcomes, trouble, by)


def _asked(request: HttpRequest) -> Asked:
    """What is asked; what has not the form of a reference is none."""
    named = request.POST.get("act", "")
    subjects = tuple(
        each for each in dict.fromkeys(request.POST.getlist("subject")) if references.is_one(each)
    )
    return Asked(
        Act(named) if named in Act.values else Act.CLAIM, subjects, request.POST.get("target", "").strip().upper()[:20],
        sitting.began(request),
    )  # fmt: skip


def _said(asked: Asked) -> str:
    """What was previewed, in short, so that nothing else is done than was seen."""
    return ",".join([asked.act, asked.target, *sorted(asked.subjects)])


def _page(
    request: HttpRequest, asked: Asked, outcomes: tuple[Outcome, ...], trouble: str, by: Actor
) -> HttpResponse:
    """The preview: each record by name, and what would become of it or why not."""
    waits = asked.act in NEEDS_TARGET and not asked.target
    will = sum(each.state == LineState.DONE for each in outcomes)
    facts = {
        "act": asked.act, "title": str(asked.act.label), "subjects": asked.subjects, "target": asked.target,
        "lines": _lines(outcomes, by), "trouble": trouble, "waits": waits, "will": will, "previewed": _said(asked),
        "undoable": asked.act in UNDOABLE, "minutes": int(UNDO.total_seconds()) // 60,
        "targets": _targets(asked.act, by), "asks": asked.act in NEEDS_REASON, "reason": request.POST.get("reason", ""),
        "crumbs": [("Queue", rows.front()), ("Several at once", "")],
    }  # fmt: skip
    return page(request, "desk/queue/bulk.html", facts, by=by, status=409 if trouble else 200)


def _targets(act: Act, by: Actor) -> list[tuple[str, str]]:
    """With whom, where one of a list is chosen."""
    if act == Act.HAND_OVER:
        found = people.working(roles=[Role.HUB_OFFICER, Role.INSPECTOR])
        return [
            (each.reference, f"{each.name}, {each.role.label}") for each in found if each.id != by.account
        ]
    if act == Act.OFFER:
        units = places.atlas().units
        found = people.working(roles=[Role.BOROUGH_OFFICER])
        return [
            (each.reference, f"{each.name}, {units[each.unit].name}") for each in found if each.unit in units
        ]
    return []


def _lines(outcomes: tuple[Outcome, ...], by: Actor) -> list[dict[str, object]]:
    """Each record by the name that the queue gives it; what is closed to whoever looks by its reference alone."""
    subjects = [each.subject for each in outcomes]
    waiting, closed = queue.rows_of(subjects), relating.closed_to(subjects, by=by)
    named = waiting.keys() - closed
    return [
        {
            "subject": each.subject, "sentence": each.sentence, "done": each.state == LineState.DONE,
            "state": str(each.state.label),
            "url": rows.address("case" if each.subject.startswith("C-") else "report", each.subject),
            "title": rows.title(waiting[each.subject].facts) if each.subject in named else each.subject,
        }
        for each in outcomes
    ]  # fmt: skip


@require_GET
@opened_by(Permission.WORK_QUEUE)
def done(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """What was done, and the way to undo it while that can be."""
    found = pathway.read(bulk=reference, by=by)
    facts = {
        "bulk": found, "title": str(found.act.label), "may_undo": queue.may_undo(found),
        "lines": _lines(tuple(Outcome(each.subject, each.state, each.sentence) for each in found.lines), by),
        "exits": found.act in {Act.CONFIRM, Act.REFUSE}, "package": found.act == Act.CONFIRM and may(by, Permission.RELEASE),
        "crumbs": [("Queue", rows.front()), (reference, "")],
    }  # fmt: skip
    return page(request, "desk/queue/bulk_done.html", facts, by=by)


@require_POST
@opened_by(Permission.WORK_QUEUE)
def undo(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Undo it, but for what changed since."""
    pathway.undo(bulk=reference, by=by)
    messages.success(request, "Undone, but for what changed since: each record says so.")
    return redirect(reverse("desk:bulk-done", args=[reference]))
