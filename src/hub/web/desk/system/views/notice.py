"""The notice on every page: written, looked at, put up, and taken down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from hub.common import clock
from hub.common.refusals import NotPermitted, Refusal
from hub.pathway import notice as notices
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.system import forms


@require_http_methods(["GET", "POST"])
@opened_by(Permission.MANAGE_REFERENCE)
def notice(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What stands now, and the form for another one; what is sent is shown before it is put up."""
    form = forms.Notice(request.POST or None)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        return page(
            request, "desk/system/notice_preview.html", {"form": form, "notice": form.cleaned_data}, by=by
        )
    return _form(request, form, by)


def _form(request: HttpRequest, form: forms.Notice, by: Actor) -> HttpResponse:
    """The page with the form."""
    stands, now = people.last_notice(), clock.now()
    facts = {"form": form, "stands": stands, "begun": stands is not None and stands.from_at <= now}
    return page(request, "desk/system/notice.html", facts, by=by)


@require_POST
@opened_by(Permission.MANAGE_REFERENCE)
def put_up(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Put the notice up."""
    form = forms.Notice(request.POST)
    if not form.is_valid():
        return _form(request, form, by)
    given = form.cleaned_data
    try:
        notices.put_up(
            text=given["text"], from_at=given["from_at"] or clock.now(), until_at=given["until_at"], by=by
        )
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error("until_at", refusal.sentence)
        return _form(request, form, by)
    messages.success(request, "The notice is put up.")
    return redirect("desk:notice")


@require_POST
@opened_by(Permission.MANAGE_REFERENCE)
def end(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Take the notice down."""
    notices.end(by=by)
    messages.success(request, "The notice is taken down.")
    return redirect("desk:notice")
