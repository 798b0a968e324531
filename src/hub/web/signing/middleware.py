"""Sessions that end, and a second factor that nobody goes without."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django_structlog.middlewares import RequestMiddleware

from hub.common import clock
from hub.people import actions as people
from hub.people.models import Account
from hub.people.queries import actor_of
from hub.web.signing.reasons import Why, back_to_sign_in, sign_in_address
from hub.web.signing.stages import FACTOR

Answer = Callable[[HttpRequest], HttpResponseBase]
_SEEN = "seen_at"
_BEGAN = "began_at"
SETTING_UP = "setting_up"  # until the recovery codes are kept
_EVERY = 60  # seconds between notes of being seen, so that not every page writes
_INVITATION = "/sign-in/invitation/"
_OPEN = ("/sign-in/", "/static/", "/healthz", "/readyz", "/metrics")


class SessionsEnd:
    """Ends a session that lay idle, or that is older than a shift."""

    def __init__(self, answer: Answer) -> None:
        """Take what is answered while the session lasts."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or end the session and say why."""
        if not isinstance(request.user, Account):
            return self.answer(request)
        now = clock.now().timestamp()
        began = request.session.setdefault(_BEGAN, now)
        seen = request.session.setdefault(_SEEN, now)
        if now - seen > settings.HUB_IDLE_SECONDS:
            return self._end(request, request.user, Why.IDLE)
        if now - began > settings.SESSION_COOKIE_AGE:
            return self._end(request, request.user, Why.SHIFT)
        if _by_a_person(request) and (now - seen >= _EVERY or seen == now):
            request.session[_SEEN] = now
            people.seen(session=request.session.session_key or "", by=actor_of(request.user))
        return self.answer(request)

    def _end(self, request: HttpRequest, account: Account, why: Why) -> HttpResponse:
        """Sign somebody out, and lead back to where they were once they sign in again."""
        people.signed_out(why=why.value, by=actor_of(account))
        logout(request)
        onward = request.get_full_path() if request.method == "GET" and _by_a_person(request) else ""
        if request.headers.get("HX-Request") == "true":  # a part of a page cannot hold the sign-in page
            return HttpResponse(headers={"HX-Redirect": sign_in_address(why, onward)})
        return back_to_sign_in(why, onward)


class SecondFactor:
    """Whoever has given no second factor sets one up before anything else."""

    def __init__(self, answer: Answer) -> None:
        """Take what is answered to those who have."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead to the set-up."""
        if request.path.startswith(_OPEN) or not request.user.is_authenticated:
            return self.answer(request)
        given = any(
            each.get("method") == FACTOR for each in get_authentication_records(request, request.user)
        )
        if not given:
            request.session[SETTING_UP] = True
            return redirect("second_factor")
        if request.session.get(SETTING_UP):
            return redirect("mfa_view_recovery_codes")
        return self.answer(request)


def _by_a_person(request: HttpRequest) -> bool:
    """Whether somebody asked, and not a page that keeps itself fresh."""
    return request.headers.get("X-Quiet") != "yes"


class RequestLog(RequestMiddleware):
    """One line of log for each request, without what was searched for and without the token of an invitation."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """The method and the address, as far as it is nobody's secret."""
        path = request.path
        if path.startswith(_INVITATION):
            path = _INVITATION
        return f"{request.method} {path}"
