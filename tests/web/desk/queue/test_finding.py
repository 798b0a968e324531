"""The page on which something is found: what is typed goes in the body, and nothing of it stays."""

import re

import pytest

from hub.audit.models import Line
from hub.cases.models import Case
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling(**AMINA, what_happened="They wrote about zebrafinches"))
    return Case.objects.get().reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_case_is_found_by_its_words_and_its_reference(case):
    client = client_of("bo")
    for words in ("zebrafinches", case, case.lower()):
        answer = client.post("/desk/find/", {"q": words})
        assert answer.status_code == 200
        assert f"/desk/cases/{case}/" in text(answer), words


def test_what_is_typed_is_in_no_address_and_not_on_the_record(case):
    answer = client_of("bo").post("/desk/find/", {"contact": AMINA["reporter_email"]})
    page = text(answer)
    assert f"/desk/cases/{case}/" in page
    assert not re.search(r'(?:href|action)="[^"]*amina', page)
    assert "amina" not in str(list(Line.objects.values())).lower()


def test_an_address_finds_nothing_so_that_no_name_stands_in_a_log(case):
    assert case not in text(client_of("bo").get("/desk/find/", {"q": "zebrafinches"}))


def test_nothing_typed_and_nothing_found_are_said(case):
    client = client_of("bo")
    nothing = client.post("/desk/find/", {"q": " "})
    assert (nothing.status_code, "Write a reference" in text(nothing)) == (400, True)
    assert "Nothing found" in text(client.post("/desk/find/", {"q": "zzzzz"}))
    assert "Nothing found" in text(client.post("/desk/find/", {"q": "a\x00b"}))
