"""`hub people`, run in this process on a database of its own."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from hub.cli.commands.people import people
from hub.people.models import Account
from hub.people.terms import AccountState
from tests.web.accounts import PASSWORD


@pytest.fixture
def hub(own_database):
    def run(*words):
        return CliRunner().invoke(people, words)

    return run


def answer(done):
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_first_administrator_gets_a_link_that_works_once(hub):
    done = hub("add-administrator", "Adi@example.org", "--name", "Adi Invented")
    assert done.exit_code == 0, done.stderr
    link = done.stdout.strip()
    assert link.startswith("http://localhost:8000/sign-in/invitation/")
    client = Client()
    client.get(link.removeprefix("http://localhost:8000"))
    client.post("/sign-in/invitation/", {"password": PASSWORD})
    adi = Account.objects.get(email="adi@example.org")
    assert (adi.name, adi.role, adi.state) == ("Adi Invented", "administrator", AccountState.ACTIVE)
    again = hub("add-administrator", "adi@example.org")
    assert again.exit_code == 1
    assert "has an account already" in again.stderr


def test_colleagues_are_invited_listed_and_closed(hub):
    made = answer(hub("invite", "chandra@example.org", "--role", "borough-officer", "--unit", "ce", "--json"))
    (listed,) = answer(hub("list", "--json"))["people"]
    assert (listed["account"], listed["unit"], listed["state"]) == (made["account"], "CE", "invited")
    assert answer(hub("link", made["account"], "--json"))["link"] != made["link"]
    assert answer(hub("close", made["account"], "--json"))["state"] == "closed"
    assert answer(hub("list", "--state", "active", "--json"))["people"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("invite", "x@example.org", "--role", "borough-officer"), "Choose which"),
        (("invite", "x@example.org", "--role", "borough-officer", "--unit", "XX"), "no such command unit"),
        (("close", "U-NOBODY"), "There is no account U-NOBODY"),
        (("list", "--as", "hub-officer"), "may not invite colleagues"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(hub, words, sentence):
    done = hub(*words)
    assert done.exit_code == 1
    assert sentence in done.stderr
    assert done.stdout == ""
