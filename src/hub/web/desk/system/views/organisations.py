"""Organisations: whom people are offered help by, and the command units with their mailboxes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from hub import pathway
from hub.common.refusals import NotFound
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.places.terms import Unit
from hub.reports.terms import Strand
from hub.support import queries as support
from hub.support.terms import Service, Status
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.safeguarding.mailboxes import WHO
from hub.web.desk.system import forms

_A_PAGE = 25
_WIDER = {"london": "London", "england-and-wales": "England and Wales", "uk": "the United Kingdom"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A service as the list shows it."""

    name: str
    does: str
    whom: str
    where: str
    checked: date
    closed: str


@require_GET
@opened_by(Permission.MANAGE_REFERENCE)
def organisations(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The command units with their mailboxes, and the directory as it was shipped."""
    services = sorted(support.directory().services, key=lambda each: each.name.casefold())
    start = next((n for n, each in enumerate(services, 1) if each.slug == request.GET.get("after", "")), 0)
    found = services[start : start + _A_PAGE]
    onward = urlencode({"after": found[-1].slug}) if start + _A_PAGE < len(services) else ""
    units = sorted(places.atlas().units.values(), key=lambda each: each.name)
    known = places.mailboxes([each.code for each in units])
    others = places.other_forces() if not start else ()
    of_forces = places.force_mailboxes([slug for slug, _ in others])
    facts = {
        "forces": [(slug, name, of_forces.get(slug, "")) for slug, name in others], "deaf_forces": len(others) - len(of_forces),
        "units": [(each, known.get(each.code, "")) for each in units] if not start else [],
        **(_safeguarding() if not start else {}),
        "services": [_shown(each) for each in found], "total": len(services),
        "older": f"?{onward}" if onward else "", "deaf": len(units) - len(known),
    }  # fmt: skip
    return page(request, "desk/system/organisations.html", facts, by=by)


def _safeguarding() -> dict[str, object]:
    """The mailboxes of those who safeguard, by borough."""
    known, boroughs = (
        places.safeguarding_mailboxes(),
        sorted(places.atlas().boroughs.values(), key=lambda each: each.name),
    )
    return {
        "safeguards": [
            (each, [(kind.value, who, known.get((each.slug, kind.value), "")) for kind, who in WHO.items()])
            for each in boroughs
        ],
        "safeguarding_missing": len(boroughs) * len(WHO) - len(known),
    }  # fmt: skip


def _shown(service: Service) -> Shown:
    """A service in words."""
    strands = [Strand(each).label for each in service.strands if each in Strand.values]
    boroughs = places.atlas().boroughs
    areas = [boroughs[each].name if each in boroughs else _WIDER.get(each, each) for each in service.areas]
    return Shown(
        service.name, service.does, "anybody" if service.general else _listed(strands) or "anybody",
        _listed(areas), service.assured_date, "" if service.status == Status.ACTIVE else service.status.label,
    )  # fmt: skip


def _listed(words: Iterable[str]) -> str:
    """Words in one order."""
    return ", ".join(sorted(words, key=str.casefold))


@require_http_methods(["GET", "POST"])
@opened_by(Permission.MANAGE_REFERENCE)
def mailbox(request: HttpRequest, unit: str, *, by: Actor) -> HttpResponse:
    """Say where a command unit reads its e-mail; what is sent is shown before it is kept."""
    about = _unit(unit)
    form = forms.Mailbox(request.POST or None, initial={"address": places.mailbox(unit)})
    facts = {"unit": about, "now": places.mailbox(unit), "form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            return page(request, "desk/system/mailbox_confirm.html", {**facts, **form.cleaned_data}, by=by)
        pathway.set_mailbox(unit=unit, address=form.cleaned_data["address"], by=by)
        messages.success(request, f"{about.name}: letters go to the new mailbox from now on.")
        return redirect("desk:organisations")
    return page(request, "desk/system/mailbox.html", facts, by=by)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.MANAGE_REFERENCE)
def force_mailbox(request: HttpRequest, force: str, *, by: Actor) -> HttpResponse:
    """Say where another force reads its e-mail; what is sent is shown before it is kept."""
    name = dict(places.other_forces()).get(force)
    if name is None:
        raise NotFound("There is no such force.")
    now = places.force_mailboxes([force]).get(force, "")
    form = forms.ForceMailbox(request.POST or None, initial={"address": now})
    facts = {
        "unit": {"name": name}, "now": now, "form": form,
        "lead": "Messages that a package waits go there: a reference, and nothing else.",
        "learns": "Whoever reads this mailbox learns that a package waits for the force, and its reference.",
    }  # fmt: skip
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            return page(request, "desk/system/mailbox_confirm.html", {**facts, **form.cleaned_data}, by=by)
        pathway.set_force_mailbox(force=force, address=form.cleaned_data["address"], by=by)
        messages.success(request, f"{name}: messages go to the new mailbox from now on.")
        return redirect("desk:organisations")
    return page(request, "desk/system/mailbox.html", facts, by=by)


def _unit(code: str) -> Unit:
    """A command unit that there is."""
    found = places.atlas().units.get(code)
    if found is None:
        raise NotFound("There is no such command unit.")
    return found
