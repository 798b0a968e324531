"""How the chain of the record stands, and examining it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hub.audit.terms import Chain, ExaminationState, Examined
from hub.common import clock
from hub.pathway import recording
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.web.components import times
from hub.web.components.doors import opened_by, same_page
from hub.web.desk.frame import page

_SHOWN = 50  # findings on the page; all are counted


@require_GET
@opened_by(Permission.READ_AUDIT)
def chain(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The state of the chain."""
    state, now = recording.chain(by=by), clock.now()
    asked = [each for each in (state.under_way, state.last) if each]
    names = people.names_of({each.asked_by for each in asked})
    return page(
        request,
        "desk/record/chain.html",
        {
            "state": state, "last": state.last, "findings": state.last.findings[:_SHOWN] if state.last else (),
            "under_way": _progress(state.under_way) if state.under_way else None,
            "asked_by": _capital(names[state.last.asked_by]) if state.last else "",
            "figures": _figures(state.chain, now),
            "lines_examined": f"{state.last.lines:,}" if state.last else "",
            "more": f"{state.last.found - _SHOWN:,}" if state.last else "",
        },
        by=by,
    )  # fmt: skip


@require_POST
@opened_by(Permission.READ_AUDIT)
def examine(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Ask for an examination now."""
    asked = recording.ask_examination(by=by)
    if same_person(asked.asked_by, str(by)):
        messages.success(request, "The examination has been asked for.")
    else:
        messages.info(request, "An examination is under way already.")
    return redirect("desk:chain")


@require_GET
@opened_by(Permission.READ_AUDIT)
def progress(request: HttpRequest, examination: str, *, by: Actor) -> HttpResponse:
    """How far an examination has come; when it is done the page is made anew."""
    found = recording.progress(examination=examination, by=by)
    if not same_page(request):
        return redirect("desk:chain")
    answer = render(request, "desk/record/progress.html", {"under_way": _progress(found)})
    if found.state == ExaminationState.DONE:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _figures(chain: Chain, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """The chain in four numbers, each with what it means."""
    tail = times.length(now - chain.oldest_unsealed) if chain.oldest_unsealed else ""
    return (
        ("Lines", f"{chain.lines:,}", "in the whole record"),
        ("Blocks", f"{chain.blocks:,}", f"The last seal: {clock.in_london(chain.sealed_at)}" if chain.sealed_at
         else "Nothing is sealed yet"),
        ("Not sealed yet", f"{chain.unsealed:,}", f"The oldest is {tail} old. Seals are made every 5 minutes." if tail
         else "Every line is sealed."),
        ("Epoch", f"{chain.epoch}", "No backup was ever restored." if chain.epoch == 1
         else "It grows when a backup is restored."),
    )  # fmt: skip


def _progress(examined: Examined) -> dict[str, object]:
    """An examination that is under way, in words."""
    if examined.state == ExaminationState.WAITING:
        words = "Waiting for the worker to begin."
    elif examined.state == ExaminationState.DONE:
        words = "Done."
    else:
        words = f"{examined.lines:,} lines examined so far."
    return {"reference": examined.reference, "words": words, "asked_at": examined.asked_at}


def _capital(words: str) -> str:
    """Words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]
