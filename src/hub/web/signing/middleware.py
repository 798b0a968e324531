"""Sessions that end, and a second factor that nobody goes without."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from hub.common import clock

Answer = Callable[[HttpRequest], HttpResponseBase]
_SEEN = "seen_at"
_BEGAN = "began_at"
_FACTOR = "second_factor"
_EVERY = 60  # seconds between notes of being seen, so that not every page writes


class SessionsEnd:
    """Ends a session that lay idle, or that is older than a shift."""

    def __init__(self, answer: Answer) -> None:
        """Take what is answered while the session lasts."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or end the session."""
        if request.user.is_authenticated:
            now = clock.now().timestamp()
            began = request.session.setdefault(_BEGAN, now)
            seen = request.session.get(_SEEN, now)
            if now - seen > settings.HUB_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - seen >= _EVERY or _SEEN not in request.session:
                request.session[_SEEN] = now
        return self.answer(request)


class SecondFactor:
    """Whoever has no second factor sets one up before anything else."""

    def __init__(self, answer: Answer) -> None:
        """Take what is answered to those who have one."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead to the set-up."""
        if request.path.startswith("/desk/") and request.user.is_authenticated and not self._has(request):
            return redirect("mfa_index")
        return self.answer(request)

    def _has(self, request: HttpRequest) -> bool:
        """Whether this account has a passkey or a code; asked once a session."""
        if not request.session.get(_FACTOR):
            request.session[_FACTOR] = (
                Authenticator.objects.filter(user_id=request.user.pk)
                .exclude(type=Authenticator.Type.RECOVERY_CODES)
                .exists()
            )
        return bool(request.session[_FACTOR])
