"""Where those who safeguard children and adults of each borough read their e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hub import pathway
from hub.common.refusals import NotFound
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.triage.terms import AtRisk
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page
from hub.web.desk.system import forms

WHO = {AtRisk.CHILD: "children", AtRisk.ADULT: "adults at risk"}


@require_http_methods(["GET", "POST"])
@opened_by(Permission.MANAGE_REFERENCE)
def mailbox(request: HttpRequest, borough: str, kind: str, *, by: Actor) -> HttpResponse:
    """Set one such mailbox; what is sent is shown before it is kept, because names go there."""
    about = places.atlas().boroughs.get(borough)
    if about is None or kind not in AtRisk.values:
        raise NotFound("There is no such mailbox. Go back to the organisations.")
    now = places.safeguarding_mailbox(borough, kind)
    form = forms.Mailbox(request.POST or None, initial={"address": now})
    facts = {
        "borough": about, "who": WHO[AtRisk(kind)], "now_set": now, "form": form,
        "crumbs": [("Organisations", reverse("desk:organisations")), (about.name, "")],
    }  # fmt: skip
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            return page(
                request, "desk/safeguarding/mailbox_confirm.html", {**facts, **form.cleaned_data}, by=by
            )
        pathway.set_safeguarding_mailbox(
            borough=borough, kind=kind, address=form.cleaned_data["address"], by=by
        )
        messages.success(request, f"{about.name}: referrals of {WHO[AtRisk(kind)]} go there from now on.")
        return redirect("desk:organisations")
    return page(request, "desk/safeguarding/mailbox.html", facts, by=by)
