"""The rota: who is on call, in which order, and how they are reached."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.common import clock
from hub.common.refusals import NotFound, NotPermitted, Refusal
from hub.duties import queries as duties
from hub.duties.terms import Channel
from hub.pathway import rota as keeping
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.system.forms import Moment

_RANKS = 9


class Shift(forms.Form):
    """Who is on call, as which in the order, from when and until when."""

    officer = forms.ChoiceField(label="Who", error_messages={"required": "Choose an officer."})
    rank = forms.TypedChoiceField(
        label="Called as", coerce=int, choices=[(each, f"number {each}") for each in range(1, _RANKS + 1)],
        help_text="Number 1 is called first; where they do not acknowledge, number 2, and so on.",
    )  # fmt: skip
    from_at = forms.DateTimeField(
        label="From", widget=Moment, help_text="London time.",
        error_messages={"required": "Enter when it begins.", "invalid": "Enter a day and a time, such as 25 November 2026, 18:00."},
    )  # fmt: skip
    until_at = forms.DateTimeField(
        label="Until", widget=Moment, help_text="London time.",
        error_messages={"required": "Enter when it ends.", "invalid": "Enter a day and a time, such as 26 November 2026, 06:00."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the officers at work."""
        super().__init__(*args, **kwargs)
        found = people.working(roles=sorted(duties.ON_CALL))
        choices = [("", "Choose an officer"), *((each.reference, each.name) for each in found)]
        self.fields["officer"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class Way(forms.Form):
    """How an officer is reached."""

    channel = forms.ChoiceField(
        label="By", choices=Channel.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose a way."},
    )  # fmt: skip
    address = forms.CharField(
        label="Where", max_length=254,
        help_text="A telephone number, an e-mail address, or the name under which the pager service knows them.",
        error_messages={"required": "Write where they are reached."},
    )  # fmt: skip


@require_GET
@opened_by(Permission.WORK_QUEUE)
def rota(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Who is on call now and later."""
    after = request.GET.get("after", "")
    try:
        found = keeping.read(after=after, by=by)
    except ValueError:
        raise NotFound("There is no such page of the rota. Go back to its beginning.") from None
    facts = {
        "found": found, "idle": _idle(), "keeps": may(by, Permission.KEEP_ROTA), "newer": "?" if after else "",
        "older": f"?{urlencode({'after': found.following})}" if found.following else "",
        "crumbs": [("Alarms", reverse("desk:alarms")), ("On call", "")],
    }  # fmt: skip
    return page(request, "desk/alarms/rota.html", facts, by=by)


def _crumbs(here: str) -> list[tuple[str, str]]:
    """The way back to the rota."""
    return [("Alarms", reverse("desk:alarms")), ("On call", reverse("desk:on-call")), (here, "")]


@require_http_methods(["GET", "POST"])
@opened_by(Permission.KEEP_ROTA)
def add(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Put somebody on call."""
    form = Shift(request.POST or None, initial={"from_at": clock.now().astimezone(clock.LONDON)})
    if request.method == "POST" and form.is_valid():
        try:
            keeping.add_shift(**form.cleaned_data, by=by)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "They are on the rota.")
            return redirect("desk:on-call")
    facts = {"form": form, "crumbs": _crumbs("Put somebody on call")}
    return page(
        request, "desk/alarms/shift.html", facts, by=by, status=400 if request.method == "POST" else 200
    )


@require_POST
@opened_by(Permission.KEEP_ROTA)
def remove(request: HttpRequest, shift: str, *, by: Actor) -> HttpResponse:
    """Take a shift off the rota."""
    keeping.remove_shift(shift=shift, by=by)
    messages.success(request, "The shift is removed.")
    return redirect("desk:on-call")


@require_http_methods(["GET", "POST"])
@opened_by(Permission.KEEP_ROTA)
def ways(request: HttpRequest, officer: str, *, by: Actor) -> HttpResponse:
    """How one officer is reached, in their order."""
    who = people.by_reference(officer)
    if who is None:
        raise NotFound("There is no such colleague. Go back to the rota.")
    form = Way(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            keeping.set_way(
                officer=officer, channel=Channel(given["channel"]), address=given["address"], by=by
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("address", refusal.sentence)
        else:
            _say(request, Channel(given["channel"]), f"{who.name} is reached this way from now on.")
            return redirect("desk:ways", officer)
    idle, kept = _idle(), duties.ways([officer])
    facts = {
        "form": form, "who": who, "ways": [(each, idle.get(each.channel, "")) for each in kept], "hints": idle,
        "none_works": all(each.channel in idle for each in kept), "crumbs": _crumbs(who.name),
    }  # fmt: skip
    return page(
        request, "desk/alarms/ways.html", facts, by=by, status=400 if request.method == "POST" else 200
    )


def _idle() -> Mapping[Channel, str]:
    """Why each way that cannot work does not, and who changes that."""
    return {
        channel: f"Does not work yet: no {each.service} is set. An administrator sets {each.settings}: docs/operating/settings.md."
        for channel, each in duties.missing().items()
    }  # fmt: skip


def _say(request: HttpRequest, channel: Channel, done: str) -> None:
    """Say what was done with a way, or that it is kept and does not work yet."""
    idle = _idle().get(channel)
    if idle is None:
        messages.success(request, done)
    else:
        messages.warning(request, f"Kept, but an alarm passes this way over. {idle}")


@require_POST
@opened_by(Permission.KEEP_ROTA)
def put_first(request: HttpRequest, officer: str, channel: str, *, by: Actor) -> HttpResponse:
    """Try this way first."""
    keeping.put_way_first(officer=officer, channel=_channel(channel), by=by)
    _say(request, Channel(channel), "This way is tried first.")
    return redirect("desk:ways", officer)


@require_POST
@opened_by(Permission.KEEP_ROTA)
def remove_way(request: HttpRequest, officer: str, channel: str, *, by: Actor) -> HttpResponse:
    """Forget this way."""
    keeping.remove_way(officer=officer, channel=_channel(channel), by=by)
    messages.success(request, "They are not reached this way any more.")
    return redirect("desk:ways", officer)


def _channel(named: str) -> Channel:
    """A way that the address names."""
    if named not in Channel.values:
        raise NotFound("There is no such way. Go back to the rota.")
    return Channel(named)
