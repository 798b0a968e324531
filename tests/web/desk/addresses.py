"""Where a case and a report are opened, for tests of pages that only lead there."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, clear_url_caches, path, reverse

from hub.web.desk.cases import urls as cases


def _elsewhere(request: HttpRequest, reference: str) -> HttpResponse:
    return HttpResponse(reference)


@pytest.fixture(autouse=True)
def addresses_of_cases() -> None:
    """The addresses of a case and a report, until this tree has their pages."""
    try:
        reverse("desk:case", args=["C-1"])
    except NoReverseMatch:
        cases.urlpatterns += [
            path("cases/<str:reference>/", _elsewhere, name="case"),
            path("reports/<str:reference>/", _elsewhere, name="report"),
        ]
        clear_url_caches()
