"""What every answer carries, and how a refusal becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal

_STATUS: tuple[tuple[type[Refusal], int], ...] = ((NotPermitted, 403), (NotFound, 404), (NotNow, 409))
_WRONG = 400
_NO_PAGE = 404
_NOTHING = "\0"

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
        if _NOTHING in request.path_info:
            return _refused(request, "There is no such page.", _NO_PAGE)
        for name in ("GET", "POST"):
            _read(request, name)
        answer = self.answer(request)
        return _for_a_button(request, answer) if isinstance(answer, HttpResponseNotAllowed) else answer

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """The page of a refusal."""
        if not isinstance(trouble, Refusal):
            return None
        status = next((code for kind, code in _STATUS if isinstance(trouble, kind)), _WRONG)
        return _refused(request, trouble.sentence, status)


def _for_a_button(request: HttpRequest, answer: HttpResponseNotAllowed) -> HttpResponse:
    """An address that is only sent to, or only looked at, was asked for the other way."""
    sentence = "There is nothing to see at this address: a button leads there. Open the page it stands on, and press it."
    page = _refused(request, sentence, answer.status_code)
    page.headers["Allow"] = answer.headers["Allow"]
    return page


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The page of a refusal."""
    return render(request, "components/refused.html", {"sentence": sentence, "status": status}, status=status)


def _read(request: HttpRequest, name: str) -> None:
    """Take out of what was sent what no keyboard writes and no database keeps."""
    given: QueryDict = getattr(request, name)
    if any(_NOTHING in text for _, texts in given.lists() for text in texts):
        plain = given.copy()
        for key, texts in given.lists():
            plain.setlist(key, [text.replace(_NOTHING, " ") for text in texts])
        setattr(request, name, plain)
