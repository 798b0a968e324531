"""Signing in: password and code, limits that survive a restart, and words that tell a stranger nothing."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client

from hub.audit.models import Line
from hub.people import actions as people
from hub.people import queries
from tests.web.accounts import PASSWORD, SECRET, account, actor, at_the_desk, email

pytestmark = pytest.mark.django_db


class Slow(PBKDF2PasswordHasher):
    """Slow enough to be told from the rest of a request, quicker than outside tests."""

    iterations = 150_000


def code(step=1):
    """What the app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[step]))


def give_password(client, who="bo", password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": email(who), "password": password, **more})


def last(action):
    return Line.objects.filter(action=action).order_by("-pk").first()


def test_password_and_code_lead_to_the_desk():
    bo, client = account("bo"), Client()
    first = give_password(client)
    assert first.headers["Location"] == "/sign-in/second-step/"
    assert not at_the_desk(client)
    page = client.get("/sign-in/second-step/")
    assert "Second step" in page.content.decode()
    second = client.post("/sign-in/second-step/", {"code": code()})
    assert second.headers["Location"] == "/desk/"
    assert at_the_desk(client)
    line = last("people.sign-in")
    assert (line.subject, line.codes, line.refused) == (bo.reference, {"how": "password+totp"}, False)


def test_signing_in_goes_on_where_somebody_wanted_to_be_and_never_elsewhere():
    account("bo")
    client = Client()
    assert client.get("/desk/").headers["Location"] == "/sign-in/?next=/desk/"
    give_password(client, next="/desk/people/")
    assert client.post("/sign-in/second-step/", {"code": code()}).headers["Location"] == "/desk/people/"
    other = Client()
    give_password(other, next="https://elsewhere.example/")
    cache.clear()
    assert other.post("/sign-in/second-step/", {"code": code()}).headers["Location"] == "/desk/"


def test_a_code_works_once():
    account("bo")
    used = code()
    for expected in (302, 200):
        client = Client()
        give_password(client)
        assert client.post("/sign-in/second-step/", {"code": used}).status_code == expected


def test_a_recovery_code_works_once_and_is_told_apart_in_the_record():
    bo = account("bo")
    people.renew_recovery_codes(by=actor("bo"))
    given = queries.recovery_codes(bo.pk)[0]
    client = Client()
    give_password(client)
    assert client.post("/sign-in/second-step/", {"code": given}).status_code == 302
    assert last("people.sign-in").codes == {"how": "password+recovery_codes"}
    assert queries.own_ways_in(bo.pk).recovery_left == 9
    again = Client()
    give_password(again)
    assert again.post("/sign-in/second-step/", {"code": given}).status_code == 200


def _without_what_differs(page, typed):
    text = page.content.decode().replace(typed, "")
    return [each for each in text.splitlines() if "csrfmiddlewaretoken" not in each]


def test_a_wrong_password_says_the_same_whether_or_not_somebody_has_that_address():
    account("bo")
    known = give_password(Client(), "bo", "wrong")
    unknown = give_password(Client(), "nobody", "wrong")
    assert "do not belong together" in known.content.decode()
    assert _without_what_differs(known, email("bo")) == _without_what_differs(unknown, email("nobody"))
    line = last("people.sign-in")
    assert (line.subject, line.actor, line.refused) == ("unknown", "somebody:signed-out", True)


def test_a_wrong_password_takes_the_same_time_whether_or_not_somebody_has_that_address(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Slow"]
    account("bo")

    def quickest(who):
        took = []
        for _ in range(4):
            cache.clear()
            began = time.perf_counter()
            give_password(Client(), who, "wrong")
            took.append(time.perf_counter() - began)
        return min(took)

    known, unknown = quickest("bo"), quickest("nobody")
    assert 0.6 < known / unknown < 1.7


def test_after_five_failures_the_page_says_how_long_to_wait_and_a_restart_forgets_none():
    account("bo")
    for _ in range(5):
        give_password(Client(), "bo", "wrong")
    assert last("people.sign-in-locked").subject == account("bo").reference
    page = give_password(Client(), "bo", PASSWORD)
    assert page.status_code == 200
    assert "Wait 5 minutes, then try again" in page.content.decode()
    assert last("people.sign-in").codes == {"how": "locked"}
    refused = give_password(Client(), "ruth", "wrong")
    assert refused.status_code == 200
    assert "You are not signed in</h2>" in refused.content.decode()
    assert "Wait" not in give_password(Client(), "ruth", "wrong").content.decode()


def test_nothing_but_the_database_remembers_the_failures():
    account("bo")
    for _ in range(5):
        give_password(Client(), "bo", "wrong")
    assert "Wait" in give_password(Client(), "bo").content.decode()
    with connection.cursor() as cursor:
        # What a process that was started anew does not have, this one has not either.
        cursor.execute(f"DELETE FROM {settings.CACHES['default']['LOCATION']}")
        assert cursor.rowcount
    assert give_password(Client(), "bo").headers["Location"] == "/sign-in/second-step/"


def test_the_lock_ends_after_five_minutes(monkeypatch):
    account("bo")
    for _ in range(5):
        give_password(Client(), "bo", "wrong")
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)
    assert give_password(Client(), "bo").headers["Location"] == "/sign-in/second-step/"


def test_codes_are_limited_too():
    bo, client = account("bo"), Client()
    give_password(client)
    for _ in range(5):
        page = client.post("/sign-in/second-step/", {"code": "000000"})
    assert "Wait 5 minutes" in page.content.decode()
    assert last("people.sign-in-locked").subject == bo.reference
    assert client.post("/sign-in/second-step/", {"code": code()}).status_code == 200


def test_signing_out_is_a_post_and_ends_the_session():
    account("bo")
    client = Client()
    give_password(client)
    client.post("/sign-in/second-step/", {"code": code()})
    assert client.get("/sign-in/out/").status_code == 302
    assert at_the_desk(client)
    out = client.post("/sign-in/out/")
    assert "signed out" in client.get(out.headers["Location"]).content.decode()
    assert not at_the_desk(client)
    assert last("people.sign-out").codes == {"why": "asked"}


def test_half_a_sign_in_can_be_given_up():
    account("bo")
    client = Client()
    give_password(client)
    assert client.get("/sign-in/").headers["Location"] == "/sign-in/second-step/"
    client.post("/sign-in/out/")
    assert client.get("/sign-in/").status_code == 200


def test_somebody_who_lost_every_second_factor_is_led_to_a_new_one_before_anything_else():
    bo, client = account("bo"), Client()
    Authenticator.objects.filter(user=bo).delete()
    give_password(client)
    assert client.get("/desk/").headers["Location"] == "/sign-in/yours/second-factor/"
    assert client.get("/components/").headers["Location"] == "/sign-in/yours/second-factor/"
    assert client.get("/sign-in/yours/second-factor/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/sign-in/signup/", "/sign-in/email/", "/sign-in/password/reset/", "/sign-in/login/", "/sign-in/social/signup/",
             "/sign-in/2fa/", "/accounts/login/", "/sign-in/yours/recovery-codes/download/"]
)  # fmt: skip
def test_what_the_hub_does_not_use_of_the_library_has_no_address(path):
    assert Client().get(path).status_code == 404


def test_a_stranger_to_the_words_of_why_sees_none():
    assert "attack" not in Client().get("/sign-in/?why=attack").content.decode()
