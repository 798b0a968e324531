"""Sessions that end, and a second factor that nobody goes without."""

import time
import uuid
from collections.abc import Callable

import structlog
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django_structlog.middlewares import RequestMiddleware

from hub.common import clock
from hub.people import actions as people
from hub.people.queries import SignedIn, actor_of
from hub.web.signing.reasons import Why, back_to_sign_in, sign_in_address
from hub.web.signing.stages import FACTOR

Answer = Callable[[HttpRequest], HttpResponseBase]
_SEEN = "seen_at"
_BEGAN = "began_at"
SETTING_UP = "setting_up"  # until the recovery codes are kept
_EVERY = 60  # seconds between notes of being seen, so that not every page writes
_WATCHED = ("/healthz", "/readyz", "/metrics")  # asked by machines, which have no session
_DESK = "/desk/"
_OPEN = ("/sign-in/", "/static/", *_WATCHED)
_BEGUN = "hub.begun"
_TOLD = "hub.told"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger("hub.requests")


class SessionsEnd:
    """Ends a session that lay idle, or that is older than a shift."""

    def __init__(self, answer: Answer) -> None:
        """Take what is answered while the session lasts."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or end the session and say why."""
        if request.path in _WATCHED or not isinstance(request.user, SignedIn):
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

    def _end(self, request: HttpRequest, account: SignedIn, why: Why) -> HttpResponse:
        """Sign somebody out, and lead back to where they were once they sign in again."""
        people.signed_out(why=why.value, by=actor_of(account))
        logout(request)
        onward = request.get_full_path() if request.method == "GET" and _by_a_person(request) else ""
        if request.headers.get("HX-Request") == "true":  # a part of a page cannot hold the sign-in page
            return HttpResponse(headers={"HX-Redirect": sign_in_address(why, onward)})
        return back_to_sign_in(Why.NOT_KEPT if request.method == "POST" else why, onward)


class SignInFirst:
    """Whoever is signed out is led to the sign-in page from every address of the desk, be there such a page or not."""

    def __init__(self, answer: Answer) -> None:
        """Take what is answered to those who are signed in."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead to the sign-in page, and back from there to what can be asked for again."""
        if not request.path.startswith(_DESK) or request.user.is_authenticated:
            return self.answer(request)
        onward = request.get_full_path() if request.method == "GET" and _by_a_person(request) else _DESK
        answer = redirect_to_login(onward)
        if request.headers.get("HX-Request") == "true":  # a part of a page cannot hold the sign-in page
            return HttpResponse(headers={"HX-Redirect": answer.url})
        return back_to_sign_in(Why.NOT_KEPT, onward) if request.method == "POST" else answer


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
    """One line of log for each request: which page, not which address, for that may hold a reference or a token."""

    def prepare(self, request: HttpRequest) -> None:
        """Give the request an id, which its error page shows too."""
        request.META[_BEGUN] = time.monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex)

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Write the line."""
        _log.info("request", status=response.status_code, **_about(request))
        structlog.contextvars.clear_contextvars()

    def _process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Write where a fault happened."""
        if not isinstance(exception, (Http404, PermissionDenied)) and not request.META.get(_TOLD):
            request.META[_TOLD] = True  # every handler of this process hears of it
            _log.error("fault", exc_info=exception, **_about(request))


def _about(request: HttpRequest) -> dict[str, object]:
    """What may be told of a request."""
    match = request.resolver_match
    taken = time.monotonic() - request.META.get(_BEGUN, time.monotonic())
    return {
        "method": request.method if request.method in _METHODS else "OTHER",
        "route": (match.view_name or "unnamed") if match else "none",
        "milliseconds": round(taken * 1000),
        "account": _account(request),
    }


def _account(request: HttpRequest) -> str:
    """The reference of whoever asks, where the request found out already."""
    if not request.session.accessed:
        return ""
    try:
        return request.user.reference if isinstance(request.user, SignedIn) else ""
    except DatabaseError:
        return ""
