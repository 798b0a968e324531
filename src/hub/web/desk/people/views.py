"""Colleagues: who works here, inviting, changing roles, and closing the account of somebody who leaves."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.common.refusals import NotPermitted, Refusal
from hub.pathway import colleagues
from hub.pathway.colleagues import Held
from hub.people import queries as people_known
from hub.people.permissions import Permission
from hub.people.queries import Listed
from hub.people.terms import AccountState, Actor, Invited, Role
from hub.places import queries as places
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.people import forms

_A_PAGE = 50


@require_GET
@opened_by(Permission.MANAGE_PEOPLE)
def people(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Everybody who works with the hub, by name."""
    asked = _asked(request.GET)
    found = people_known.listed(**asked, after=request.GET.get("after", ""), limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    further = {**asked, "after": shown[-1].colleague.reference} if len(found) > _A_PAGE else {}
    facts = {
        "people": shown, "asked": asked, "states": AccountState.choices, "roles": forms.ROLES, "units": forms.units(),
        "older": f"?{urlencode(further)}" if further else "", "anything": any(asked.values()),
    }  # fmt: skip
    return page(request, "desk/people/people.html", facts, by=by)


def _asked(query: QueryDict) -> dict[str, str]:
    """What the address asks for, as far as there is such a thing."""
    known = {"state": AccountState.values, "role": Role.values, "unit": list(places.atlas().units)}
    return {name: value if (value := query.get(name, "")) in values else "" for name, values in known.items()}


@require_http_methods(["GET", "POST"])
@opened_by(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Invite a colleague, and show the link once."""
    form = forms.Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = colleagues.invite(
                email=given["email"], name=given["name"], role=Role(given["role"]), unit=given["unit"], by=by
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("email", refusal.sentence)
        else:
            return _link(request, made, given["name"], by)
    return page(request, "desk/people/invite.html", {"form": form, "hints": forms.HINTS}, by=by)


def _link(request: HttpRequest, made: Invited, name: str, by: Actor) -> HttpResponse:
    """The page that shows a link; it is kept nowhere, so it is shown now or never."""
    address = request.build_absolute_uri(reverse("invitation_link", args=[made.token]))
    facts = {"address": address, "name": name, "reference": made.reference, "until": made.expires_at}
    return page(request, "desk/people/link.html", facts, by=by)


@require_GET
@opened_by(Permission.MANAGE_PEOPLE)
def person(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """One colleague: what they do, what they hold, and what can be changed."""
    found = colleagues.consult(reference=reference, by=by)
    part = forms.Part(initial={"role": found.colleague.role.value, "unit": found.colleague.unit})
    return page(request, "desk/people/person.html", _facts(found, part, by), by=by)


def _facts(found: Listed, part: forms.Part, by: Actor) -> dict[str, Any]:
    """What the page of one colleague shows."""
    who = found.colleague
    return {
        "person": found, "who": who, "part": part, "hints": forms.HINTS, "oneself": who.id == by.account,
        "held": _held(colleagues.held_by(who.id)), "places": len(people_known.sessions_of(who.id)),
        "ways": people_known.own_ways_in(who.id), "inspectors": _who_hands_over(who.id),
        "unit_name": dict(forms.units()).get(who.unit, who.unit),
    }  # fmt: skip


def _crumbs(found: Listed) -> list[tuple[str, str]]:
    """The way back from a page about one colleague."""
    who = found.colleague
    return [
        ("People", reverse("desk:people")), (who.name, reverse("desk:person", args=[who.reference])), ("Close the account", ""),
    ]  # fmt: skip


def _who_hands_over(but: int) -> str:
    """The inspectors who can give to a colleague what somebody holds, by name."""
    return ", ".join(each.name for each in people_known.working(roles=[Role.INSPECTOR]) if each.id != but)


def _held(lines: Sequence[Held]) -> list[dict[str, object]]:
    """What somebody holds, each with the page where it can be given away, where there is one."""
    return [{"what": each.what, "count": each.count, "url": _where(each)} for each in lines]


def _where(held: Held) -> str:
    """The page where something can be given away."""
    return f"{reverse(held.page)}{'?' if held.query else ''}{held.query}" if held.page else ""


@require_POST
@opened_by(Permission.MANAGE_PEOPLE)
def renew(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Make a new link for somebody who lost their way in."""
    found = colleagues.consult(reference=reference, by=by)
    made = colleagues.renew(account=found.colleague.id, by=by)
    return _link(request, made, found.colleague.name, by)


@require_POST
@opened_by(Permission.MANAGE_PEOPLE)
def change_role(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Change what a colleague does."""
    found = colleagues.consult(reference=reference, by=by)
    part = forms.Part(request.POST)
    if not part.is_valid():
        return page(request, "desk/people/person.html", _facts(found, part, by), by=by)
    role, unit = Role(part.cleaned_data["role"]), part.cleaned_data["unit"]
    colleagues.change_role(account=found.colleague.id, role=role, unit=unit, by=by)
    where = f" in {dict(forms.units())[unit]}" if unit else ""
    messages.success(request, f"{found.colleague.name} is now {role.label}{where}.")
    return redirect("desk:person", reference)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.MANAGE_PEOPLE)
def close(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Close the account of somebody who leaves, once what that does was read."""
    found = colleagues.consult(reference=reference, by=by)
    if request.method == "GET":
        if found.colleague.state == AccountState.CLOSED or found.colleague.id == by.account:
            return redirect("desk:person", reference)
        facts = {**_facts(found, forms.Part(), by), "crumbs": _crumbs(found)}
        return page(request, "desk/people/close.html", facts, by=by)
    colleagues.close(account=found.colleague.id, by=by)
    messages.success(
        request, f"{found.colleague.name}: the account is closed. They were signed out everywhere."
    )
    return redirect("desk:person", reference)


@require_POST
@opened_by(Permission.MANAGE_PEOPLE)
def reopen(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Let somebody back who left."""
    found = colleagues.consult(reference=reference, by=by)
    made = colleagues.reopen(account=found.colleague.id, by=by)
    return _link(request, made, found.colleague.name, by)
