"""Signed out, every address of the desk leads to the sign-in page, be there such a page or not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.web.accounts import account, client_of

pytestmark = pytest.mark.django_db


def onward(answer):
    parts = urlsplit(answer.headers["Location"])
    assert (answer.status_code, parts.path) == (302, "/sign-in/")
    return parse_qs(parts.query)["next"][0]


@pytest.mark.parametrize("path", ["/desk/", "/desk/no/such/page/", "/desk/queue/views/", "/desk/nothing?a=b"])
def test_each_address_leads_to_the_sign_in_page_and_back(path):
    assert onward(Client().get(path)) == path


def test_what_was_sent_is_not_asked_for_again_after_signing_in():
    assert onward(Client().post("/desk/queue/C-00000-00000/claim/")) == "/desk/"


def test_a_part_of_a_page_does_not_hold_the_sign_in_page():
    answer = Client().get("/desk/queue/arrived/", headers={"HX-Request": "true", "X-Quiet": "yes"})
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=/desk/"


def test_a_closed_account_is_signed_out_everywhere():
    bo = client_of("bo")
    found = account("bo")
    type(found).objects.filter(pk=found.pk).update(state="closed", closed_at=found.made_at)
    assert onward(bo.get("/desk/queue/")) == "/desk/queue/"


def test_signed_in_an_address_that_there_is_not_is_not_found():
    assert client_of("bo").get("/desk/no/such/page/").status_code == 404


def test_whoever_sent_something_signed_out_is_told_that_it_was_not_kept():
    answer = Client().post("/desk/queue/C-00000-00000/claim/", follow=True)
    assert "What you had typed was not kept; go back in the browser to copy it." in answer.content.decode()
