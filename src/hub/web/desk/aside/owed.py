"""What is still owed to somebody where it is not a crime: done, or not possible, with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hub.aside.rules import neutral
from hub.aside.terms import State
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties import queries as duties
from hub.duties.rules import LIVE
from hub.duties.terms import Due, Kind
from hub.pathway import aside
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.aside.forms import Owed
from hub.web.desk.aside.views import crumbs
from hub.web.desk.frame import page


def ended_here(due: Due) -> bool:
    """Whether a duty runs, and is one that is done or not possible; another look has an answer of its own."""
    return due.state in LIVE and due.kind != Kind.ASK


@opened_by(Permission.KEEP_DUTIES)
def owed(request: HttpRequest, reference: str, duty: str, *, by: Actor) -> HttpResponse:
    """Say that it was done, or why it cannot be."""
    kept = aside.read(subject=reference, by=by)
    found = duties.of_reference(duty)
    if found is None or found.subject not in kept.named or kept.state == State.RESTORED:
        raise NotFound(f"There is no duty {duty} in {reference}.")
    if request.method != "POST" and not ended_here(found):
        raise NotFound(f"Nothing is owed by duty {duty} any more, or it ends in another way.")
    form, status = Owed(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                aside.end_duty(
                    subject=reference, duty=duty, done=form.cleaned_data["how"] == "done",
                    reason=form.cleaned_data["reason"], by=by,
                )  # fmt: skip
            except (NotFound, NotPermitted):
                raise
            except Refusal as refused:
                form.add_error(None, refused.sentence)
                status = 409 if isinstance(refused, NotNow) else 400
            else:
                messages.success(request, "Kept, with your reason.")
                return redirect("desk:set-aside", reference)
    title = neutral(found.title)
    facts = {
        "step": {"title": title, "lead": neutral(found.detail) or "It is owed whether or not it is a crime.", "button": "Say so"},
        "subject": reference, "form": form, "back": reverse("desk:set-aside", args=[reference]),
        "crumbs": crumbs(reference, title),
    }  # fmt: skip
    return page(request, "desk/aside/step.html", facts, by=by, status=status)
