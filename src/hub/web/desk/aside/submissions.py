"""Intelligence submissions: written by one, decided by another, listed until they are over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hub.aside import queries as known
from hub.aside.terms import Given, Limb, Standing
from hub.common.refusals import NotFound, NotPermitted, Refusal
from hub.pathway import submissions
from hub.pathway.opening import kind_of
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.aside.forms import Submission
from hub.web.desk.frame import page

_PARTS = (
    ("purpose", "Policing purpose"), ("necessity", "Necessity"), ("proportionality", "Proportionality"),
    ("risk", "What shows that the risk is real"), ("article_10", "Freedom of expression (Article 10)"),
    ("told_why", "Why the person reported is told, or is not"),
)  # fmt: skip
_DONE = {
    "authorise": (submissions.authorise, "Authorised. It ends by itself on its last day."),
    "refuse": (submissions.refuse, "Refused. Nothing is kept by it, and its words are destroyed."),
    "end": (submissions.end, "Ended. What it held was let go."),
}


@opened_by(Permission.SUBMIT_INTELLIGENCE)
def write(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Write a submission about a case or report, set aside or not."""
    form = Submission(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = submissions.submit(subject=reference, given=_given(form.cleaned_data), by=by)
            except (NotFound, NotPermitted):
                raise
            except Refusal as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(
                    request, f"Submission {made} waits for a supervisor. It keeps nothing until then."
                )
                return redirect("desk:submission", made)
    facts = {
        "form": form, "subject": reference, "back": _back(reference),
        "crumbs": [("Submissions", reverse("desk:submissions")), (f"About {reference}", "")],
    }  # fmt: skip
    return page(request, "desk/aside/write.html", facts, by=by, status=status)


def _given(asked: dict[str, Any]) -> Given:
    """What was written."""
    words = {name: asked[name] for name, _ in _PARTS}
    return Given(
        limb=Limb(asked["limb"]), expires_on=asked["expires_on"], told=asked["told"] == "yes", **words
    )


def _back(subject: str) -> str:
    """The page of what a submission is about."""
    name = "set-aside" if known.standing([subject]) else kind_of(subject)
    return reverse(f"desk:{name}", args=[subject])


@require_GET
@opened_by(Permission.SUBMIT_INTELLIGENCE)
def every(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The submissions that wait for a supervisor or hold something, and when each ends."""
    found = known.submissions()
    names = people.names_of({each.submitted_by for each in found})
    lines = [{"each": each, "by": names.get(each.submitted_by, each.submitted_by)} for each in found]
    return page(request, "desk/aside/submissions.html", {"lines": lines}, by=by)


@require_GET
@opened_by(Permission.SUBMIT_INTELLIGENCE)
def one(request: HttpRequest, submission: str, *, by: Actor) -> HttpResponse:
    """One submission with its words; the look is on the record."""
    return _one(request, submission, by)


def _one(
    request: HttpRequest, submission: str, by: Actor, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The page of a submission."""
    found, words = submissions.read(submission=submission, by=by)
    names = people.names_of({each for each in (found.submitted_by, found.decided_by) if each})
    facts = {
        "found": found, "words": [(label, words[name]) for name, label in _PARTS if name in words], "error": error,
        "by": by, "submitted_name": names.get(found.submitted_by, found.submitted_by),
        "decided_name": names.get(found.decided_by, found.decided_by), "back": _back(found.subject),
        "waits": found.state == Standing.SUBMITTED, "holds": found.state == Standing.AUTHORISED,
        "own": found.submitter == by.account, "decides": may(by, Permission.AUTHORISE_INTELLIGENCE),
        "crumbs": [("Submissions", reverse("desk:submissions")), (submission, "")],
    }  # fmt: skip
    return page(request, "desk/aside/submission.html", facts, by=by, status=status)


@require_POST
@opened_by(Permission.AUTHORISE_INTELLIGENCE)
def decide(request: HttpRequest, submission: str, *, by: Actor) -> HttpResponse:
    """A supervisor authorises, refuses or ends a submission, with a reason."""
    asked = request.POST.get("decision", "")
    if asked not in _DONE:
        return _one(request, submission, by, error="Choose what you decide.", status=400)
    step, said = _DONE[asked]
    try:
        step(submission=submission, reason=request.POST.get("reason", ""), by=by)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refused:
        return _one(request, submission, by, error=refused.sentence, status=400)
    messages.success(request, said)
    return redirect("desk:submission", submission)
