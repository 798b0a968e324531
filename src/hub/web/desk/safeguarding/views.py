"""Safeguarding referrals: authorised by a second person, and done when whoever received them gave their reference."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.disclosures.terms import Basis
from hub.pathway import safeguarding
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.places import queries as places
from hub.triage import queries as triage
from hub.triage.terms import ReferralLine, ReferralState, Shared
from hub.web.components.doors import opened_by
from hub.web.desk.frame import page


@require_GET
@opened_by(Permission.AUTHORISE_SAFEGUARDING)
def referrals(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Every referral, those that wait for a second person first."""
    after = request.GET.get("after", "")
    try:
        found, following = triage.referrals(after=after)
    except ValueError:
        raise NotFound("There is no such page of referrals. Go back to their beginning.") from None
    facts = {
        "referrals": [_shown(each) for each in found], "newer": "?" if after else "",
        "older": f"?{urlencode({'after': following})}" if following else "",
    }  # fmt: skip
    return page(request, "desk/safeguarding/referrals.html", facts, by=by)


def _shown(each: ReferralLine) -> dict[str, object]:
    """A referral in words."""
    boroughs = places.atlas().boroughs
    return {
        "each": each, "borough": boroughs[each.borough].name,
        "subject_url": reverse(f"desk:{each.subject_kind}", args=[each.subject]),
    }  # fmt: skip


@require_GET
@opened_by(Permission.AUTHORISE_SAFEGUARDING)
def referral(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """One referral: for whom, what is passed on and why, and what is to be done with it."""
    return _referral(request, reference, by)


def _referral(
    request: HttpRequest, reference: str, by: Actor, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    """The page of a referral."""
    found = safeguarding.see_referral(referral=reference, by=by)
    names = people.names_of({found.asked_by, found.decided_by, found.done_by} - {""})
    facts = {
        **_shown(found), "names": names, "wrong": wrong,
        "asked_by": names[found.asked_by], "decided_by": names.get(found.decided_by, ""), "done_by": names.get(found.done_by, ""),
        "basis": Basis(found.basis).label, "fields": [str(Shared(each).label) for each in found.fields],
        "to_decide": found.state == ReferralState.ASKED and not same_person(found.asked_by, str(by)),
        "own": found.state == ReferralState.ASKED and same_person(found.asked_by, str(by)),
        "to_hear": found.state == ReferralState.SENT,
        "typed": request.POST.get("reason", "") or request.POST.get("their_reference", ""),
        "crumbs": [("Safeguarding", reverse("desk:safeguarding")), (reference, "")],
    }  # fmt: skip
    return page(request, "desk/safeguarding/referral.html", facts, by=by, status=status)


@require_POST
@opened_by(Permission.AUTHORISE_SAFEGUARDING)
def decide(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Let it go, or refuse it."""
    goes = "refuse" not in request.POST
    try:
        safeguarding.decide_referral(
            referral=reference, goes=goes, reason=request.POST.get("reason", ""), by=by
        )
    except (NotFound, NotNow, NotPermitted):
        raise
    except Refusal as refusal:
        return _referral(request, reference, by, wrong=refusal.sentence, status=400)
    messages.success(request, "Authorised. It goes now." if goes else "Refused. Whoever asked reads why.")
    return redirect("desk:referral", reference)


@require_POST
@opened_by(Permission.AUTHORISE_SAFEGUARDING)
def heard(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Whoever received it gave their reference."""
    try:
        safeguarding.hear_of_referral(
            referral=reference, their_reference=request.POST.get("their_reference", ""), by=by
        )
    except (NotFound, NotNow, NotPermitted):
        raise
    except Refusal as refusal:
        return _referral(request, reference, by, wrong=refusal.sentence, status=400)
    messages.success(request, "Done: they have it.")
    return redirect("desk:referral", reference)
