"""The page behind an invitation's link: a password, then a second factor."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hub.pathway import colleagues
from hub.people import queries as people_known
from hub.people.terms import Link, WeakPassword
from hub.web.signing.forms import NewPassword
from hub.web.signing.middleware import SETTING_UP

_COOKIE = "invitation"
_PATH = "/sign-in/invitation/"
_LASTS = 60 * 60  # seconds between opening a link and choosing a password


@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - a view takes it
    """Take the token out of the address, where others could read it; no page is told that address.

    It goes into the browser alone: a session lies in the database, where only the fingerprint of a link may be.
    """
    response = redirect("invitation")
    response.set_cookie(
        _COOKIE, token, max_age=_LASTS, path=_PATH, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Welcome somebody, and let them choose a password."""
    token = request.COOKIES.get(_COOKIE, "")
    welcome = people_known.welcome(token)
    if welcome is None or welcome.standing != Link.OPEN:
        page = {"standing": welcome.standing if welcome else None}
        return render(request, "signing/link_over.html", page, status=410 if welcome else 404)
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _accept(request, token, form.cleaned_data["password"])
        except WeakPassword as refusal:
            form.add_error("password", refusal.sentence)
    return render(request, "signing/invitation.html", {"welcome": welcome, "form": form})


def _accept(request: HttpRequest, token: str, password: str) -> HttpResponse:
    """Keep the password and sign in; the second factor comes next."""
    by = colleagues.accept(token=token, password=password)
    request.session.flush()  # whoever was signed in at this browser is no longer
    account = people_known.account(by.account or 0)
    request.session[SETTING_UP] = True
    record_authentication(request, account, method="password")
    login = Login(user=account, redirect_url=reverse("second_factor"))
    response: HttpResponse = perform_login(request, login)
    response.delete_cookie(_COOKIE, path=_PATH)
    return response
