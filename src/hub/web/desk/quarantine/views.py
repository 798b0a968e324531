"""The dedicated unit's desk: what is in quarantine, and the word that is given about it."""

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.evidence import queries as evidence
from hub.evidence.terms import Act, Custody, Exhibit
from hub.pathway import quarantine
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk import handing
from hub.web.desk.frame import page

_TAKE, _RELEASE, _DESTROY = "take", "release", "destroy"
_STEPS: dict[str, tuple[Callable[..., None], str]] = {
    _RELEASE: (quarantine.release, "Released: it is looked through for malware, and stands as any other file then."),
    _DESTROY: (quarantine.destroy, "Destroyed: nobody ever opens it again."),
}  # fmt: skip


class Word(forms.Form):
    """What the dedicated unit says of a file, and why."""

    word = forms.ChoiceField(
        label="What is done with it?", widget=forms.RadioSelect,
        choices=[
            (_TAKE, "Take it over, exactly as it came; it stays in quarantine"),
            (_RELEASE, "Release it: it is no matter of the unit's"),
            (_DESTROY, "Destroy it: the hub keeps it no more, and nobody can bring it back"),
        ],
        error_messages={"required": "Choose what is done with it."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept in its custody with your name and the time. Describe no image.",
        error_messages={"required": "Say why: your word is all that is ever known of it."},
    )  # fmt: skip


@require_GET
@opened_by(Permission.ANSWER_FOR_QUARANTINE)
def waiting(request: HttpRequest, *, by: Actor) -> HttpResponseBase:
    """What is in quarantine, the longest there first."""
    found, following = quarantine.waiting(after=number(request.GET.get("after", "")) or 0, by=by)
    facts = {"found": [(each, filesizeformat(each.size)) for each in found], "following": following}
    return page(request, "desk/quarantine/waiting.html", facts, by=by)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.ANSWER_FOR_QUARANTINE)
def one(request: HttpRequest, exhibit: str, *, by: Actor) -> HttpResponseBase:
    """One file in quarantine: never shown; the unit says what is done with it."""
    found = quarantine.one(exhibit=exhibit, by=by)
    form = Word(request.POST or None)
    if request.method != "POST":
        return _page(request, found, form, by)
    if not form.is_valid():
        return _page(request, found, form, by, status=400)
    given = form.cleaned_data
    if given["word"] == _DESTROY and "confirmed" not in request.POST:
        return _page(request, found, form, by, template="desk/quarantine/destroy.html")
    try:
        if given["word"] == _TAKE:
            taken = quarantine.take_over(exhibit=exhibit, reason=given["reason"], by=by)
            return handing.answer(handing.as_it_came(taken))
        step, said = _STEPS[given["word"]]
        step(exhibit=exhibit, reason=given["reason"], by=by)
    except (NotFound, NotNow, NotPermitted):
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, found, form, by, status=400)
    messages.success(request, said)
    return redirect("desk:quarantine")


def _page(
    request: HttpRequest, found: Exhibit, form: Word, by: Actor, *,
    status: int = 200, template: str = "desk/quarantine/one.html",
) -> HttpResponseBase:  # fmt: skip
    """The page of one file."""
    custody = evidence.custody([found.id]).get(found.id, ())
    facts = {
        "file": found, "size": filesizeformat(found.size), "form": form, "custody": custody, "taken": _taken(custody), "why": evidence.why_quarantined(found.id),
        "names": people.names_of({found.by, *(each.by for each in custody)}),
        "crumbs": [("Quarantine", reverse("desk:quarantine")), (found.reference, "")],
    }  # fmt: skip
    return page(request, template, facts, by=by, status=status)


def _taken(custody: Sequence[Custody]) -> Custody | None:
    """When the unit last took it over; what left before it was put in quarantine left by another hand."""
    since = [each for each in custody if each.act in {Act.QUARANTINE, Act.EXPORT}]
    last = since[-1] if since else None
    return last if last and last.act == Act.EXPORT else None
