"""The kit, and what is shown when something cannot be shown."""

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.web.components import views
from hub.web.components.templatetags import hub as pieces
from tests.web.components.test_templates import REFUSED, balanced

TEMPLATES = Path(views.__file__).parent / "templates" / "components"
RAISED = {
    "permitted": NotPermitted("You cannot open this case. Ask Insp Rao."),
    "found": NotFound("There is no case HC-0000."),
    "now": NotNow("Somebody else was quicker."),
    "whole": Refusal("One answer is missing."),
}


def refuse(request, which):
    raise RAISED[which]


def fail(request):
    message = "An invented failure that nobody outside may read."
    raise RuntimeError(message)


urlpatterns = [path("refuse/<which>", refuse), path("fail", fail)]
handler404 = "hub.web.components.views.not_found"
handler500 = "hub.web.components.views.went_wrong"


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_the_kit_shows_every_piece_without_signing_in(visitor):
    response = visitor.get("/components/")
    html = response.content.decode()
    assert response.status_code == 200
    assert not [what for what, pattern in REFUSED.items() if pattern.search(html)]
    reader = balanced(html)
    assert (reader.open, reader.wrong) == ([], [])
    assert len(re.findall(r"<h1\b", html)) == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_no_shared_piece_is_left_out_of_the_kit():
    shown = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("kit.html", "page.html"))
    assert {each for each in pieces.register.tags if not re.search(rf"{{% *{each}\b", shown)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL-SENSITIVE"])
@pytest.mark.parametrize("path", ["/components/", "/sign-in/", "/nowhere/", "/sign-in/invitation/"])
def test_every_page_carries_the_marking_of_the_hub_above_and_below(visitor, settings, path, marking):
    settings.HUB_CLASSIFICATION = marking
    html = visitor.get(path).content.decode()
    assert html.count(f">{marking}</section>") == html.count(">OFFICIAL") == 2
    assert html.index(">OFFICIAL") < html.index("<main") < html.rindex(">OFFICIAL")
    assert html.index("Skip to the page") < html.index("<main")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("which", "status", "also"),
    [
        ("permitted", 403, "This attempt is recorded."),
        ("found", 404, "We cannot find that"),
        ("now", 409, "Nothing was changed."),
        ("whole", 400, "Nothing was changed."),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence_and_a_way_back(visitor, which, status, also):
    response = visitor.get(f"/refuse/{which}")
    html = response.content.decode()
    assert response.status_code == status
    assert RAISED[which].sentence in html
    assert also in html
    assert 'href="/desk/"' in html
    assert len(re.findall(r"<h1\b", html)) == 1


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_says_what_still_works_and_nothing_of_itself(visitor):
    response = visitor.get("/fail")
    html = response.content.decode()
    assert response.status_code == 500
    assert "Nothing that was saved is lost." in html
    assert "invented failure" not in html
    assert re.search(r"give this code: <b[^>]*>[0-9a-f]{8}<", html)


def test_the_page_of_a_failure_needs_no_database():
    response = views.went_wrong(RequestFactory().get("/"))
    assert "OFFICIAL-SENSITIVE" in response.content.decode()


@pytest.mark.django_db
def test_an_address_that_is_not_there_says_so(visitor):
    response = visitor.get("/components/nowhere")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_says_that_nothing_was_sent():
    response = Client(enforce_csrf_checks=True).post("/components/")
    assert response.status_code == 403
    assert "Nothing was sent." in response.content.decode()
