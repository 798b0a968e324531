"""One's own account: second factors, recovery codes, password, where one is signed in, and how one likes to work."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.common.refusals import NotFound
from hub.pathway import colleagues
from hub.people import actions as people
from hub.people import queries as people_known
from hub.people.permissions import Permission
from hub.people.terms import Actor, WeakPassword
from hub.web.components.doors import opened_by
from hub.web.signing import forms
from hub.web.signing.middleware import SETTING_UP
from hub.web.signing.stages import FACTOR

View = Callable[..., HttpResponseBase]
_both = require_http_methods(["GET", "POST"])


def asked_lately(view: View) -> View:
    """A page for somebody who has just shown who they are."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise_if_reauthentication_required(request, app="allauth.mfa")
        return view(request, *args, **kwargs)

    return run


@_both
@opened_by(Permission.SEE_DESK)
def yours(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Everything about one's own account."""
    account = people_known.account(by.account or 0)
    form = forms.Preferences(
        request.POST or None, initial={"shortcuts": account.shortcuts, "compact": account.compact}
    )
    if request.method == "POST" and form.is_valid():
        colleagues.prefer(**form.cleaned_data, by=by)
        messages.success(request, "Kept.")
        return redirect("yours")
    page = {
        "form": form, "ways": people_known.own_ways_in(account.pk), "mine": account,
        "sessions": people_known.sessions_of(account.pk), "here": request.session.session_key,
    }  # fmt: skip
    return render(request, "signing/yours.html", page)


@opened_by(Permission.SEE_DESK)
def second_factor(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Choose between passkey and authenticator app."""
    ways = people_known.own_ways_in(by.account or 0)
    return render(request, "signing/second_factor.html", {"ways": ways})


@_both
@opened_by(Permission.SEE_DESK)
@asked_lately
def add_passkey(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Add a passkey."""
    form = forms.AddPasskey(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        colleagues.add_passkey(name=given["name"], credential=given["credential"], by=by)
        return _added(request, by, "webauthn")
    options = {"creation_options": webauthn.begin_registration(request.user, passwordless=True)}
    return render(request, "signing/add_passkey.html", {"form": form, "options": options})


@_both
@opened_by(Permission.SEE_DESK)
@asked_lately
def add_app(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Add an authenticator app."""
    form = forms.AddApp(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        colleagues.add_app(secret=form.secret, by=by)
        clear_totp_secret(request)
        return _added(request, by, "totp")
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret))
    picture = f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
    secret = " ".join(form.secret[place : place + 4] for place in range(0, len(form.secret), 4))
    return render(request, "signing/add_app.html", {"form": form, "picture": picture, "secret": secret})


def _added(request: HttpRequest, by: Actor, kind: str) -> HttpResponse:
    """Whoever adds a second factor has given it; the recovery codes come next where they are new."""
    record_authentication(request, request.user, FACTOR, type=kind)
    if not people_known.own_ways_in(by.account or 0).recovery_kept:
        return redirect("mfa_view_recovery_codes")
    messages.success(request, "Added.")
    return _onward(request)


def _onward(request: HttpRequest) -> HttpResponse:
    """To the desk after the first set-up, else back to one's own page."""
    return redirect("/desk/" if request.session.pop(SETTING_UP, False) else "yours")


@_both
@opened_by(Permission.SEE_DESK)
@asked_lately
def recovery_codes(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Show new recovery codes until somebody says that they kept them."""
    if request.method == "POST":
        colleagues.keep_recovery_codes(by=by)
        return _onward(request)
    codes = people_known.recovery_codes(by.account or 0)
    if not codes:
        request.session.pop(SETTING_UP, None)
        return redirect("yours")
    shown = [f"{each[:4]} {each[4:]}" for each in codes]
    return render(request, "signing/recovery_codes.html", {"codes": shown})


@require_POST
@opened_by(Permission.SEE_DESK)
@asked_lately
def renew_recovery_codes(request: HttpRequest, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - a view takes it
    """Make new recovery codes."""
    colleagues.renew_recovery_codes(by=by)
    return redirect("mfa_view_recovery_codes")


@_both
@opened_by(Permission.SEE_DESK)
@asked_lately
def remove_passkey(request: HttpRequest, passkey: int, *, by: Actor) -> HttpResponse:
    """Remove a passkey, once somebody says so."""
    ways = people_known.own_ways_in(by.account or 0)
    found = next((each for each in ways.passkeys if each.id == passkey), None)
    if found is None:
        raise NotFound("You have no such passkey any more.")
    if request.method == "POST":
        colleagues.remove_passkey(passkey=passkey, by=by)
        messages.success(request, f"“{found.name}” is removed.")
        return redirect("yours")
    return render(request, "signing/remove.html", {"what": f"the passkey “{found.name}”", "ways": ways})


@_both
@opened_by(Permission.SEE_DESK)
@asked_lately
def remove_app(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Remove the authenticator app, once somebody says so."""
    ways = people_known.own_ways_in(by.account or 0)
    if not ways.app:
        raise NotFound("You have no authenticator app any more.")
    if request.method == "POST":
        colleagues.remove_app(by=by)
        messages.success(request, "The authenticator app is removed.")
        return redirect("yours")
    return render(request, "signing/remove.html", {"what": "the authenticator app", "ways": ways})


@_both
@opened_by(Permission.SEE_DESK)
@asked_lately
def password(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Change one's password."""
    form = forms.NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = request.session.session_key or ""
        try:
            account = colleagues.change_password(
                password=form.cleaned_data["password"], session=before, by=by
            )
        except WeakPassword as refusal:
            form.add_error("password", refusal.sentence)
        else:
            update_session_auth_hash(request, account)
            people.rename_session(before=before, now=request.session.session_key or "", by=by)
            messages.success(request, "Your password is changed. You are signed out everywhere but here.")
            return redirect("yours")
    return render(request, "signing/password.html", {"form": form})


@require_POST
@opened_by(Permission.SEE_DESK)
def end_sessions(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = colleagues.end_other_sessions(session=request.session.session_key or "", by=by)
    messages.success(request, f"You were signed out in {ended} other {'place' if ended == 1 else 'places'}.")
    return redirect("yours")
