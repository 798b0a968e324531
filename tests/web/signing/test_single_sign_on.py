"""The force's own sign-in, against a real OpenID provider on this machine."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from hub.audit.models import Line
from hub.common.refusals import NotNow
from hub.people import actions as people
from hub.people.models import Account
from hub.people.terms import AccountState, Role
from tests.walks import OPERATOR
from tests.web.accounts import account, actor, at_the_desk

pytestmark = pytest.mark.django_db
PEER = Path(__file__).resolve().parents[2] / "peers" / "oidc.mjs"


@pytest.fixture(scope="module")
def force():
    """The address of a provider that runs while these tests do."""
    node = shutil.which("node")
    assert node, "Node.js was not found: install it, as for the front-end packages."
    with subprocess.Popen(
        [node, str(PEER), "http://testserver/sign-in/force/back/"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def enter(force, settings):
    """Sign in by the force's own sign-in as whomever it says is present."""
    app = {
        "provider_id": "force", "name": "Force", "client_id": "hub", "secret": "an-invented-secret-of-the-tests",
        "settings": {"server_url": force},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}

    def run(client, email, *, verified=True, amr=("pwd",), onward=""):
        told = {"email": email, "verified": verified, "amr": list(amr)}
        requests.post(f"{force}/be", data=json.dumps(told), timeout=10)
        leads = client.post("/sign-in/force/", {"next": onward} if onward else {}).headers["Location"]
        with requests.Session() as browser:
            while not leads.startswith("http://testserver"):
                answer = browser.get(leads, allow_redirects=False, timeout=10)
                leads = requests.compat.urljoin(leads, answer.headers["Location"])
        return client.get(leads.removeprefix("http://testserver"))

    return run


def last(action):
    return Line.objects.filter(action=action).order_by("-pk").first()


def test_a_colleague_is_let_in_and_still_gives_the_second_factor_of_the_hub(enter):
    bo, client = account("bo"), Client()
    assert enter(client, "Bo@example.org").headers["Location"] == "/sign-in/second-step/"
    assert not at_the_desk(client)
    assert last("people.link-single-sign-on").subject == bo.reference
    assert SocialAccount.objects.get(user=bo).extra_data == {}


def test_nobody_who_was_not_invited_is_let_in_and_no_account_is_made(enter):
    client = Client()
    told = enter(client, "stranger@example.org")
    assert told.headers["Location"] == "/sign-in/?why=not-invited"
    assert "Ask your administrator" in client.get(told.headers["Location"]).content.decode()
    assert not Account.objects.filter(email="stranger@example.org").exists()
    assert (last("people.sign-in").subject, last("people.sign-in").refused) == ("unknown", True)


def test_an_address_that_the_force_has_not_verified_opens_nothing(enter):
    account("bo")
    assert (
        enter(Client(), "bo@example.org", verified=False).headers["Location"] == "/sign-in/?why=not-invited"
    )


def test_a_closed_account_stays_closed(enter):
    bo = account("bo")
    assert enter(Client(), "bo@example.org").headers["Location"] == "/sign-in/second-step/"
    people.close(account=bo.pk, by=actor("adi"))
    assert enter(Client(), "bo@example.org").headers["Location"] == "/sign-in/?why=closed"


def test_somebody_who_was_let_back_comes_in_as_they_used_to_and_sets_up_a_second_factor(enter):
    bo, client = account("bo"), Client()
    enter(Client(), "bo@example.org")
    people.close(account=bo.pk, by=actor("adi"))
    people.reopen(account=bo.pk, by=actor("adi"))
    enter(client, "bo@example.org")
    assert Account.objects.get(pk=bo.pk).state == AccountState.ACTIVE
    assert client.get("/desk/").headers["Location"] == "/sign-in/yours/second-factor/"


def test_an_invited_colleague_may_come_this_way_and_sets_up_a_second_factor(enter):
    made = people.invite(email="noor@example.org", name="Noor", role=Role.HUB_OFFICER, by=OPERATOR)
    client = Client()
    enter(client, "noor@example.org")
    assert Account.objects.get(pk=made.account).state == AccountState.ACTIVE
    assert client.get("/desk/").headers["Location"] == "/sign-in/yours/second-factor/"
    with pytest.raises(NotNow, match="no longer works"):
        people.accept(token=made.token, password="an invented phrase for tests")


@pytest.mark.parametrize(
    ("trusted", "amr", "inside"),
    [(False, ("pwd", "mfa"), False), (True, ("pwd",), False), (True, ("pwd", "mfa"), True)],
)
def test_the_force_is_believed_about_a_second_factor_only_where_the_hub_says_so(
    enter, settings, trusted, amr, inside
):
    settings.HUB_SINGLE_SIGN_ON_TRUSTED = trusted
    account("bo")
    client = Client()
    told = enter(client, "bo@example.org", amr=amr, onward="/desk/")
    assert at_the_desk(client) is inside
    assert told.headers["Location"] == ("/desk/" if inside else "/sign-in/second-step/")


def test_somebody_trusted_who_has_no_second_factor_here_is_not_asked_for_one(enter, settings):
    settings.HUB_SINGLE_SIGN_ON_TRUSTED = True
    Authenticator.objects.filter(user=account("bo")).delete()
    client = Client()
    enter(client, "bo@example.org", amr=("mfa",))
    assert at_the_desk(client)
    assert last("people.sign-in").codes == {"how": "single-sign-on"}


def test_a_broken_answer_leads_back_to_the_sign_in_page(enter):
    answer = Client().get("/sign-in/force/back/?error=access_denied&state=unknown")
    assert answer.headers["Location"] == "/sign-in/?why=elsewhere-failed"


def test_without_single_sign_on_its_addresses_are_not_there():
    assert Client().post("/sign-in/force/").status_code == 404
    assert Client().get("/sign-in/force/back/").status_code == 404
    assert "force" not in Client().get("/sign-in/").content.decode()
