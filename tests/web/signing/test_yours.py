"""One's own account, invitations that no longer work, and sessions that end."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from hub.audit.models import Line
from hub.common import clock
from hub.pathway import colleagues
from hub.people import actions as people
from hub.people import queries
from hub.people.models import Account
from hub.people.terms import Role
from tests.walks import MACHINE, OPERATOR
from tests.web.accounts import PASSWORD, account, actor, at_the_desk, client_of

pytestmark = pytest.mark.django_db


def shown(response):
    return response.content.decode()


def forward(monkeypatch, **span):
    later = clock.now() + timedelta(**span)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_an_invited_colleague_sets_up_an_app_keeps_the_codes_and_is_at_the_desk():
    made = people.invite(email="noor@example.org", name="Noor", role=Role.HUB_OFFICER, by=OPERATOR)
    client = Client()
    client.get(reverse("invitation_link", args=[made.token]))
    assert "at least 12 characters" in shown(client.post("/sign-in/invitation/", {"password": "short"}))
    assert "too common" in shown(client.post("/sign-in/invitation/", {"password": "password1234"}))
    assert (
        client.post("/sign-in/invitation/", {"password": PASSWORD}).headers["Location"]
        == "/sign-in/yours/second-factor/"
    )
    client.get("/sign-in/yours/app/")
    assert "not right" in shown(client.post("/sign-in/yours/app/", {"code": "000000"}))
    secret = client.session[SECRET_SESSION_KEY]
    now = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    assert (
        client.post("/sign-in/yours/app/", {"code": now}).headers["Location"]
        == "/sign-in/yours/recovery-codes/"
    )
    assert client.get("/desk/").headers["Location"] == "/sign-in/yours/recovery-codes/"
    first = queries.recovery_codes(made.account)
    assert f"{first[0][:4]} {first[0][4:]}" in shown(client.get("/sign-in/yours/recovery-codes/"))
    assert client.post("/sign-in/yours/recovery-codes/").headers["Location"] == "/desk/"
    assert at_the_desk(client)
    assert client.get("/sign-in/yours/recovery-codes/").headers["Location"] == "/sign-in/yours/"
    assert secret not in str(list(Line.objects.values_list("codes", flat=True)))


@pytest.mark.parametrize(
    ("hours", "words"), [(49, "This link has run out"), (0, "Welcome, Noor")]
)  # fmt: skip
def test_a_link_that_ran_out_says_so_and_whom_to_ask(monkeypatch, hours, words):
    made = people.invite(email="noor@example.org", name="Noor", role=Role.HUB_OFFICER, by=OPERATOR)
    forward(monkeypatch, hours=hours)
    client = Client()
    client.get(reverse("invitation_link", args=[made.token]))
    assert words in shown(client.get("/sign-in/invitation/"))


def test_a_link_that_never_was_says_so():
    client = Client()
    client.get(reverse("invitation_link", args=["nothing"]))
    page = client.get("/sign-in/invitation/")
    assert page.status_code == 404
    assert "ask the administrator who invited you" in shown(page)


def test_the_last_second_factor_stays():
    account("bo")
    client = client_of("bo")
    assert "Add another one first" in shown(client.get("/sign-in/yours/app/remove/"))
    page = client.post("/sign-in/yours/app/remove/")
    assert page.status_code == 409
    assert queries.own_ways_in(account("bo").pk).app


def test_new_recovery_codes_are_shown_until_somebody_kept_them():
    client = client_of("bo")
    client.post("/sign-in/yours/recovery-codes/new/")
    assert "Show them" in shown(client.get("/sign-in/yours/"))
    assert client.post("/sign-in/yours/recovery-codes/").headers["Location"] == "/sign-in/yours/"
    assert "10 left" in shown(client.get("/sign-in/yours/"))


def test_changing_the_password_signs_out_everywhere_but_here():
    here, elsewhere = client_of("bo"), client_of("bo")
    page = here.post("/sign-in/yours/password/", {"password": "another invented phrase"}, follow=True)
    assert "Your password is changed" in shown(page)
    assert not at_the_desk(elsewhere)
    assert Account.objects.get(email="bo@example.org").check_password("another invented phrase")


def test_after_a_while_somebody_is_asked_again_before_their_way_in_changes(monkeypatch):
    client = client_of("bo")
    session = client.session
    for each in session["account_authentication_methods"]:
        each["at"] -= 11 * 60
    session.save()
    asked = client.get("/sign-in/yours/password/")
    assert asked.headers["Location"] == "/sign-in/again/?next=%2Fsign-in%2Fyours%2Fpassword%2F"
    assert "not your password" in shown(client.post(asked.headers["Location"], {"password": "wrong"}))
    onward = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert onward.headers["Location"] == "/sign-in/yours/password/"
    assert client.get("/sign-in/yours/password/").status_code == 200
    assert client.get("/sign-in/again/code/").status_code == 200


def test_how_somebody_likes_to_work_is_kept():
    client = client_of("bo")
    client.post("/sign-in/yours/", {"compact": "on"})
    bo = account("bo")
    assert (bo.shortcuts, bo.compact) == (False, True)


@pytest.mark.parametrize(
    ("span", "why", "words"),
    [({"minutes": 61}, "idle", "nothing was done here for an hour"), ({"hours": 13}, "idle", "for an hour")],
)
def test_an_idle_session_ends_says_why_and_leads_back(monkeypatch, span, why, words):
    client = client_of("bo")
    client.get("/desk/")
    forward(monkeypatch, **span)
    ended = client.get("/desk/?from=here")
    assert ended.headers["Location"] == f"/sign-in/?why={why}&next=%2Fdesk%2F%3Ffrom%3Dhere"
    assert words in shown(client.get(ended.headers["Location"]))
    assert Line.objects.filter(action="people.sign-out").latest("pk").codes == {"why": why}


def test_a_session_ends_after_a_shift_however_busy(monkeypatch):
    client = client_of("bo")
    for _ in range(13):
        assert at_the_desk(client)
        forward(monkeypatch, minutes=55)
    assert at_the_desk(client)
    forward(monkeypatch, minutes=10)
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/?why=shift")


def test_a_page_that_keeps_itself_fresh_keeps_nobody_signed_in(monkeypatch):
    client = client_of("bo")
    client.get("/desk/")
    forward(monkeypatch, minutes=40)
    assert (
        client.get("/desk/", headers={"X-Quiet": "yes", "HX-Request": "true"}).headers.get("HX-Redirect")
        is None
    )
    forward(monkeypatch, minutes=21)
    ended = client.get("/desk/", headers={"X-Quiet": "yes", "HX-Request": "true"})
    assert ended.headers["HX-Redirect"] == "/sign-in/?why=idle"


def test_the_log_never_holds_the_token_of_an_invitation_nor_what_was_searched_for(caplog):
    Client().get("/sign-in/invitation/a-secret-token")
    client_of("bo").get("/desk/?q=somebody")
    told = str([each.__dict__ for each in caplog.records])
    assert "'route': 'invitation_link'" in told
    assert "a-secret-token" not in told
    assert "somebody" not in told


def test_where_somebody_is_signed_in_is_listed_and_ended():
    bo = account("bo")
    here = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"})
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"})
    for client in (here, elsewhere):
        people.renew_recovery_codes(by=actor("bo"))
        client.post("/sign-in/", {"login": bo.email, "password": PASSWORD})
        client.post("/sign-in/second-step/", {"code": queries.recovery_codes(bo.pk)[0]})
    page = shown(here.get("/sign-in/yours/"))
    assert "Chrome on Windows" in page
    assert "Safari on an iPhone" in page
    assert "1 other place" in shown(here.post("/sign-in/yours/sessions/end/", follow=True))
    assert not at_the_desk(elsewhere)
    assert at_the_desk(here)


def test_after_a_new_password_the_session_can_still_be_seen_and_ended():
    bo = account("bo")
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        people.renew_recovery_codes(by=actor("bo"))
        client.post("/sign-in/", {"login": bo.email, "password": PASSWORD})
        client.post("/sign-in/second-step/", {"code": queries.recovery_codes(bo.pk)[0]})
    here.post("/sign-in/yours/password/", {"password": "another invented phrase"})
    assert [each.key for each in queries.sessions_of(bo.pk)] == [here.session.session_key]
    people.renew_recovery_codes(by=actor("bo"))
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"login": bo.email, "password": "another invented phrase"})
    elsewhere.post("/sign-in/second-step/", {"code": queries.recovery_codes(bo.pk)[0]})
    assert "1 other place" in shown(elsewhere.post("/sign-in/yours/sessions/end/", follow=True))
    assert not at_the_desk(here)


def test_the_token_of_an_invitation_is_not_in_the_database():
    made = people.invite(email="noor@example.org", name="Noor", role=Role.HUB_OFFICER, by=OPERATOR)
    client = Client()
    answer = client.get(reverse("invitation_link", args=[made.token]))
    cookie = answer.cookies["invitation"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/sign-in/invitation/", "Lax")
    assert not [each for each in Session.objects.all() if made.token in str(each.get_decoded())]
    client.post("/sign-in/invitation/", {"password": PASSWORD})
    assert not client.cookies["invitation"].value
    assert not [each for each in Session.objects.all() if made.token in str(each.get_decoded())]


def test_sessions_whose_time_is_over_are_removed(monkeypatch):
    client_of("bo")
    kept = client_of("ruth").session.session_key
    forward(monkeypatch, hours=13)
    Session.objects.filter(session_key=kept).update(expire_date=clock.now() + timedelta(hours=1))
    assert colleagues.clear_sessions(by=MACHINE) == 1
    assert [each.session_key for each in Session.objects.all()] == [kept]
