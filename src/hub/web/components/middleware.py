"""What every answer carries, and how a refusal becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal

_STATUS: tuple[tuple[type[Refusal], int], ...] = ((NotPermitted, 403), (NotFound, 404), (NotNow, 409))
_WRONG = 400

Answer = Callable[[HttpRequest], HttpResponseBase]


class Headers:
    """Nothing of a page is kept by a browser or a proxy, and no page asks for a sensor."""

    def __init__(self, answer: Answer) -> None:
        """Take the answer that is to be marked."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark an answer."""
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        return response


class Refusals:
    """A refusal is a page that says why and what to do next."""

    def __init__(self, answer: Answer) -> None:
        """Take the answer that may be refused."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a refusal is caught below."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """The page of a refusal."""
        if not isinstance(trouble, Refusal):
            return None
        status = next((code for kind, code in _STATUS if isinstance(trouble, kind)), _WRONG)
        return render(
            request,
            "components/refused.html",
            {"sentence": trouble.sentence, "status": status},
            status=status,
        )
