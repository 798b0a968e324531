"""The second look: what waits for another officer's reading, the reading itself, and where two differ."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.pathway import assessing
from hub.pathway.assessing import Blind
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.triage import queries as triage
from hub.triage import rules
from hub.triage.terms import Compared, Looked
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.cases import words
from hub.web.desk.frame import page

_WAITING, _AGREED, _DIFFERED = "waiting", "agreed", "differed"
_TITLES = {
    _WAITING: "Waiting for a second look",
    _AGREED: "Where two officers agree",
    _DIFFERED: "Where two officers differ",
}


@require_GET
@opened_by(Permission.SECOND_LOOK)
def waiting(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Second readings that wait for this officer; what they decided first themselves is not among them."""
    found, following = assessing.waiting(after=number(request.GET.get("after", "")) or 0, by=by)
    facts = {"found": found, "following": following, "supervises": may(by, Permission.SUPERVISE)}
    return page(request, "desk/looks/waiting.html", facts, by=by)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.SECOND_LOOK)
def look(request: HttpRequest, look: str, *, by: Actor) -> HttpResponse:
    """One second reading: what was told, and a question; the first answer is shown once theirs is given."""
    blind = assessing.open_look(look=look, by=by)
    if request.method != "POST":
        return _asked(request, blind, _form(blind), by)
    form = _form(blind, request)
    if not form.is_valid():
        return _asked(request, blind, form, by, status=400)
    try:
        found = assessing.read_again(
            look=look, answer=form.cleaned_data["answer"], reason=form.cleaned_data["reason"], by=by
        )
    except (NotFound, NotNow, NotPermitted):
        raise
    except Refusal as refused:
        form.add_error(None, refused.sentence)
        return _asked(request, blind, form, by, status=400)
    messages.success(
        request,
        "Your reading is kept."
        if found.agrees
        else "Your reading is kept, and your inspector is told that you differ.",
    )
    return redirect("desk:looks")


def _form(blind: Blind, request: HttpRequest | None = None) -> forms.Form:
    """The question of a second reading."""
    fields = {
        "answer": forms.ChoiceField(
            label=f"What do you say: {blind.asked.what.label}?", widget=forms.RadioSelect,
            choices=rules.ANSWERS[blind.asked.what],
            error_messages={"required": "Choose an answer: it is compared with the first."},
        ),
        "reason": forms.CharField(
            label="Why?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Your inspector reads both reasons where you and your colleague differ.",
            error_messages={"required": "Say why."},
        ),
    }  # fmt: skip
    form: forms.Form = type("LookForm", (forms.Form,), fields)(request.POST if request else None)
    return form


def _asked(
    request: HttpRequest, blind: Blind, form: forms.Form, by: Actor, *, status: int = 200
) -> HttpResponse:
    """The page of a second reading."""
    told = [
        {
            "report": each,
            "perceived": [words.strand_words(one.strand, one.religion) for one in each.perceived],
        }
        for each in blind.told
    ]
    crumbs = [("Second looks", reverse("desk:looks")), (blind.asked.reference, "")]
    facts = {
        "asked": blind.asked,
        "told": told,
        "ages": words.ages_of(each.ages for each in blind.told),
        "form": form,
        "crumbs": crumbs,
    }
    return page(request, "desk/looks/look.html", facts, by=by, status=status)


@require_GET
@opened_by(Permission.SUPERVISE)
def differences(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Where a second reading says otherwise, or the same, or waits, and how often two officers agree."""
    asked = request.GET.get("what", "")
    what = Looked(asked) if asked in Looked.values else None
    given = request.GET.get("of", "")
    of = given if given in _TITLES else _DIFFERED
    found = (
        _waits(request, what, by) if of == _WAITING else _compared(request, what, by, agrees=of == _AGREED)
    )
    facts = {"tallies": triage.tallies(), "what": what, "of": of, "title": _TITLES[of], **found}
    return page(request, "desk/looks/differences.html", facts, by=by)


def _compared(request: HttpRequest, what: Looked | None, by: Actor, *, agrees: bool) -> dict[str, object]:
    """What was read twice, both readings beside each other."""
    found, following = assessing.differences(
        agrees=agrees, what=what, before=number(request.GET.get("before", "")), by=by
    )
    names = people.names_of({each.first_by for each in found} | {each.second_by for each in found})
    return {"lines": [_line(each) for each in found], "names": names, "following": following}


def _waits(request: HttpRequest, what: Looked | None, by: Actor) -> dict[str, object]:
    """Every second reading that waits; what the inspector decided first is somebody else's to read."""
    found, following = triage.waiting_looks(what=what, after=number(request.GET.get("after", "")) or 0)
    own = triage.decided_first([each.reference for each in found], str(by))
    return {"found": [(each, each.reference in own) for each in found], "following": following}


def _line(each: Compared) -> dict[str, object]:
    """Both readings of one decision, in words."""
    return {
        "each": each, "what": each.what.label, "first": rules.answer_words(each.what, each.first_answer),
        "second": rules.answer_words(each.what, each.second_answer),
        "url": reverse(f"desk:{each.subject_kind}", args=[each.subject]),
    }  # fmt: skip
