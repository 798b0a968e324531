"""The administrator's pages about colleagues."""

import re

import pytest
from django.test import Client

from hub.audit.models import Line
from hub.people import actions as people
from hub.people.models import Account
from hub.people.terms import AccountState, Role
from tests.walks import OPERATOR
from tests.web.accounts import PASSWORD, account, actor, client_of

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Invented", "email": "noor@example.org", "role": "hub-officer", "unit": ""}


def shown(response):
    return response.content.decode()


def test_an_administrator_invites_and_the_link_leads_to_the_desk():
    page = client_of("adi").post("/desk/people/invite/", NEW)
    (address,) = re.findall(r"http://testserver(/sign-in/invitation/[\w-]+)", shown(page))
    guest = Client()
    first = guest.get(address)
    assert first.headers["Location"] == "/sign-in/invitation/"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert "Noor Invented" in shown(guest.get("/sign-in/invitation/"))
    guest.post("/sign-in/invitation/", {"password": PASSWORD})
    assert guest.get("/desk/").headers["Location"] == "/sign-in/yours/second-factor/"
    assert "This link was used" in shown(Client().get(address, follow=True))


def test_what_is_missing_is_said_at_its_question_and_nobody_is_invited():
    adi = client_of("adi")
    page = adi.post("/desk/people/invite/", {**NEW, "role": "borough-officer"})
    assert "A borough officer works in one command unit" in shown(page)
    account("bo")
    page = adi.post("/desk/people/invite/", {**NEW, "email": "bo@example.org"})
    assert "has an account already" in shown(page)
    assert not Account.objects.filter(name="Noor Invented").exists()


def test_the_list_tells_role_state_and_when_somebody_was_seen_and_can_be_narrowed():
    account("bo"), account("chandra")
    adi = client_of("adi")
    adi.post("/desk/people/invite/", NEW)
    text = shown(adi.get("/desk/people/"))
    assert all(name in text for name in ("Bo Invented", "Chandra Invented", "Noor Invented"))
    assert "Noor Invented" not in shown(adi.get("/desk/people/?state=active"))
    only = shown(adi.get("/desk/people/?unit=CE"))
    assert ("Chandra Invented" in only, "Bo Invented" in only) == (True, False)
    assert ", Central East" in only
    assert ", CE" not in only
    assert "Nobody here" in shown(adi.get("/desk/people/?role=auditor"))
    assert "Bo Invented" in shown(adi.get("/desk/people/?role=nonsense"))


def test_a_long_list_goes_on_from_the_last_name():
    for number in range(55):
        people.invite(email=f"n{number}@example.org", name=f"N {number:03}", role=Role.AUDITOR, by=OPERATOR)
    adi = client_of("adi")
    first = shown(adi.get("/desk/people/?role=auditor"))
    assert ("N 049" in first, "N 050" in first) == (True, False)
    (onward,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "N 050" in shown(adi.get("/desk/people/" + onward.replace("&amp;", "&")))


def test_looking_at_a_colleague_is_on_record():
    bo = account("bo")
    assert client_of("adi").get(f"/desk/people/{bo.reference}/").status_code == 200
    assert Line.objects.filter(action="people.read", subject=bo.reference).count() == 1


def test_a_role_is_changed():
    bo = account("bo")
    adi = client_of("adi")
    page = adi.post(f"/desk/people/{bo.reference}/role/", {"role": "borough-officer", "unit": ""})
    assert "Choose which" in shown(page)
    adi.post(f"/desk/people/{bo.reference}/role/", {"role": "borough-officer", "unit": "CE"})
    bo.refresh_from_db()
    assert (bo.role, bo.unit) == ("borough-officer", "CE")


def test_an_account_is_closed_only_when_its_owner_holds_nothing():
    olu = account("olu")
    made = people.invite(email="noor@example.org", name="Noor", role=Role.AUDITOR, by=actor("olu"))
    adi = client_of("adi")
    page = shown(adi.get(f"/desk/people/{olu.reference}/"))
    assert "Invitations that nobody has used: 1" in page
    assert "Close the account" not in page
    page = shown(adi.get(f"/desk/people/{olu.reference}/close/"))
    assert "Invitations that nobody has used: 1" in page
    assert 'type="submit" class="hub-button hub-button--destroy"' not in page
    refused = adi.post(f"/desk/people/{olu.reference}/close/")
    assert refused.status_code == 409
    assert "Give these to a colleague first" in shown(refused)
    people.renew(account=made.account, by=actor("adi"))
    browser = client_of("olu")
    assert browser.get("/desk/people/").status_code == 200
    asked = shown(adi.get(f"/desk/people/{olu.reference}/close/"))
    assert "any open link stop working" in asked
    assert browser.get("/desk/people/").status_code == 200
    assert adi.post(f"/desk/people/{olu.reference}/close/").status_code == 302
    olu.refresh_from_db()
    assert olu.state == AccountState.CLOSED
    assert browser.get("/desk/people/").headers["Location"].startswith("/sign-in/")
    page = adi.post(f"/desk/people/{olu.reference}/reopen/")
    assert "/sign-in/invitation/" in shown(page)


@pytest.mark.parametrize("who", ["bo", "gita", "chandra", "aud"])
def test_nobody_else_sees_the_pages_about_colleagues(who):
    client = client_of(who)
    assert client.get("/desk/people/").status_code == 403
    assert client.post("/desk/people/invite/", NEW).status_code == 403
    assert client.get(f"/desk/people/{account('ruth').reference}/").status_code == 403


def test_where_something_is_held_the_inspectors_who_can_hand_it_over_are_named():
    olu = account("olu")
    people.invite(email="noor@example.org", name="Noor", role=Role.AUDITOR, by=actor("olu"))
    adi = client_of("adi")
    assert "Invite one" in shown(adi.get(f"/desk/people/{olu.reference}/close/"))
    account("gita")
    assert "hand claims and cases over: Gita Invented." in shown(
        adi.get(f"/desk/people/{olu.reference}/close/")
    )
