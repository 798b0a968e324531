"""Every step on what was set aside: what is asked, who may, and what is then done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.keys.terms import Destroyed
from hub.pathway import aside, opening
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import View, opened_by
from hub.web.desk.aside import forms as asked
from hub.web.desk.aside.views import crumbs
from hub.web.desk.frame import page

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name in the address, who may, what the page says and asks, and what is done."""

    name: str
    permission: Permission
    title: str
    lead: str
    button: str
    form: type[forms.Form]
    run: Callable[[str, Given, Actor], str]


def _ask(subject: str, given: Given, by: Actor) -> str:
    aside.ask_for_another_look(subject=subject, reason=given["reason"], by=by)
    return "The original is held, and it stands in the queue until it is looked at again."


def _bring_back(subject: str, given: Given, by: Actor) -> str:
    aside.restore(subject=subject, reason=given["reason"], by=by)
    return "Everything stands as it was. Decide it again."


def _stays(subject: str, given: Given, by: Actor) -> str:
    day = aside.refuse_another_look(subject=subject, reason=given["reason"], by=by)
    went = (
        f"goes after {day:%-d %B %Y}"
        if day
        else "is held still, because a court, an inquiry or a complaint needs it"
    )
    return f"It stays as it was decided. The original {went}."


def _hold(subject: str, given: Given, by: Actor) -> str:
    aside.hold_original(subject=subject, until=given["until"], reason=given["reason"], by=by)
    return "The original is held."


STEPS = (
    Step(
        "another-look", Permission.ASK_ANOTHER_LOOK, "They ask for another look",
        "The original is held from now on, whatever its day, and it stands in the queue until somebody has looked again.",
        "Hold it, and look again", asked.Asking, _ask,
    ),
    Step(
        "bring-back", Permission.SET_ASIDE, "Bring it back",
        "Everything stands again as it was told, and it is decided again. The person reported can be found again too.",
        "Bring it back", asked.Reason, _bring_back,
    ),
    Step(
        "stays", Permission.KEEP_ORIGINALS, "It stays as it was decided",
        "The original goes on to its day, unless a court, an inquiry or a complaint needs it. One whose day is over goes with "
        "the next run.",
        "It stays as it was decided", asked.Reason, _stays,
    ),
    Step(
        "hold", Permission.KEEP_ORIGINALS, "Hold the original",
        "It is kept sealed beyond its day. Nothing of it can be found meanwhile.",
        "Hold it", asked.Hold, _hold,
    ),
)  # fmt: skip


def view_of(step: Step) -> View:
    """The view of a step."""

    @opened_by(step.permission)
    def run(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
        return _step(request, step, reference, by)

    return run


def _step(request: HttpRequest, step: Step, reference: str, by: Actor) -> HttpResponse:
    """Ask, or do what was asked; where it is refused the typed words stay in the form."""
    found = aside.read(subject=reference, by=by)
    form = step.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = step.run(reference, form.cleaned_data, by)
        except (NotFound, NotPermitted, Destroyed):
            raise
        except Refusal as refused:
            form.add_error(None, refused.sentence)
            return _page(request, step, reference, form, by, 409 if isinstance(refused, NotNow) else 400)
        messages.success(request, said)
        name = "desk:set-aside" if step.name != "bring-back" else f"desk:{opening.kind_of(reference)}"
        return redirect(name, reference)
    if not found.there:
        raise NotNow(f"The original of {reference} is not there any more. Its page says since when.")
    return _page(request, step, reference, form, by, 400 if form.errors else 200)


def _page(
    request: HttpRequest, step: Step, reference: str, form: forms.Form, by: Actor, status: int
) -> HttpResponse:
    """The page of a step."""
    facts = {
        "step": step, "subject": reference, "form": form, "back": reverse("desk:set-aside", args=[reference]),
        "crumbs": crumbs(reference, step.title),
    }  # fmt: skip
    return page(request, "desk/aside/step.html", facts, by=by, status=status)
