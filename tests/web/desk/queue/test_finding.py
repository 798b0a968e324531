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


@pytest.mark.parametrize("typed", ["amina@example.org", "07700 900123", "+44 7700 900123", "(020) 7946 0018"])
def test_a_contact_typed_as_words_is_looked_for_only_by_the_form_that_is_for_it(case, typed):
    before = Line.objects.filter(action__in=["pathway.find", "identities.find"]).count()
    answer = client_of("bo").post("/desk/find/", {"q": typed})
    page = text(answer)
    assert answer.status_code == 400
    assert "This looks like a contact." in page
    assert '<details class="hub-fold" open>' in page
    assert f'name="contact" id="id_contact" value="{typed}"' in page
    assert not re.search(r'(?:href|action)="[^"]*(?:amina|7700)', page)
    assert case not in page
    assert Line.objects.filter(action__in=["pathway.find", "identities.find"]).count() == before


@pytest.mark.parametrize(
    "typed", ["@amina@example.org", "https://x.com/@amina", "1001", "01/12345/26", "1234567890123456789"]
)
def test_a_handle_a_link_and_a_number_are_no_contact(typed):
    assert "looks like a contact" not in text(client_of("bo").post("/desk/find/", {"q": typed}))
