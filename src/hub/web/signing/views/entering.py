"""Signing in and out: password or passkey, the second step, the force's own sign-in, and asking again."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hub.people import queries as people_known
from hub.web.signing import forms, reasons


class SignIn(LoginView):  # type: ignore[misc]  # the library ships no types
    """The sign-in page."""

    form_class = forms.SignIn
    template_name = "signing/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why somebody is here, and whether the force has a sign-in of its own."""
        kind, words = reasons.words(self.request.GET.get("why", ""))
        return {
            **super().get_context_data(**kwargs),
            "why_kind": kind,
            "why": words,
            "elsewhere": settings.ENVIRONMENT.oidc_name if settings.SOCIALACCOUNT_PROVIDERS else "",
        }


class PasskeyIn(LoginWebAuthnView):  # type: ignore[misc]  # the library ships no types
    """A passkey in place of password and code."""

    form_class = forms.SignInByPasskey

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say on the sign-in page that it was not accepted."""
        for words in form.errors.get("credential", []):
            messages.error(self.request, words)
        return HttpResponseRedirect(reverse("account_login"))


class SecondStep(AuthenticateView):  # type: ignore[misc]  # the library ships no types
    """The second factor after the password."""

    form_class = forms.SecondStep
    webauthn_form_class = forms.SecondStepByPasskey
    template_name = "signing/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which second factors this person has."""
        ways = people_known.own_ways_in(self.stage.login.user.pk)
        return {**super().get_context_data(**kwargs), "ways": ways}


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, also of a sign-in that was only half done."""
    if request.method == "GET":
        return redirect("account_login")
    logout(request, show_message=False)
    return reasons.back_to_sign_in(reasons.Why.SIGNED_OUT)


class _Asking:
    """What the three ways of asking again share."""

    template_name = "signing/confirm.html"
    by = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By which way, and the other ways."""
        return {**super().get_context_data(**kwargs), "by_way": self.by}  # type: ignore[misc]  # of the library's view


class Confirm(_Asking, ReauthenticateView):  # type: ignore[misc]  # the library ships no types
    """Ask again by password."""

    form_class = forms.ConfirmByPassword
    by = "password"


class ConfirmByCode(_Asking, CodeReauthenticateView):  # type: ignore[misc]  # the library ships no types
    """Ask again by code."""

    form_class = forms.ConfirmByCode
    by = "code"


class ConfirmByPasskey(_Asking, ReauthenticateWebAuthnView):  # type: ignore[misc]  # the library ships no types
    """Ask again by passkey."""

    form_class = forms.ConfirmByPasskey
    by = "passkey"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say on the same page that it was not accepted."""
        for words in form.errors.get("credential", []):
            messages.error(self.request, words)
        return HttpResponseRedirect(self.request.get_full_path())


def elsewhere(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to the force's own sign-in."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    if request.method != "POST":
        return redirect("account_login")
    return openid.login(request, provider_id)  # type: ignore[no-any-return]  # the library ships no types


def elsewhere_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from the force's own sign-in."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    return openid.callback(request, provider_id)  # type: ignore[no-any-return]  # the library ships no types
