"""What the doctor says of a server on which something that was accepted could be lost, and of a role that may do too much."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection, connections

from hub.pathway import examining


def answering(*row):
    """A server that answers so when it is asked what it is."""

    @contextmanager
    def cursor():
        yield SimpleNamespace(execute=lambda _: None, fetchone=lambda: row)

    return SimpleNamespace(cursor=cursor)


WELL = {"version": "18", "role": "hub_app", "checksums": "on", "fsync": "on", "superuser": False, "owns": 0}


@pytest.mark.parametrize(
    ("changed", "about", "said"),
    [
        ({}, "", ""),
        (
            {"fsync": "off"},
            "fsync",
            "off: a power cut may lose what was accepted; set fsync = on on the server",
        ),
        (
            {"checksums": "off"},
            "data checksums",
            "off: damage on the disk stays unseen; make the cluster with checksums",
        ),
        ({"superuser": True}, "application role", "give the hub a role that owns nothing"),
        ({"owns": 3}, "application role", "give the hub a role that owns nothing"),
    ],
)
def test_each_setting_that_could_lose_or_leak_is_named_with_what_to_do(monkeypatch, changed, about, said):
    monkeypatch.setattr(examining, "connection", answering(*(WELL | changed).values()))
    wrong = [each for each in examining.of_database() if each.wrong]
    assert [each.about for each in wrong] == ([about] if about else [])
    assert all(said in each.words for each in wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(("about", "setting"), [("data checksums", "data_checksums"), ("fsync", "fsync")])
def test_what_is_said_of_a_setting_is_what_the_server_says_of_it(about, setting):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [setting])
        (value,) = cursor.fetchone()
    (found,) = [each for each in examining.of_database() if each.about == about]
    assert (found.words.partition(":")[0], found.wrong) == (value, value != "on")


def test_a_hub_that_works_as_the_owner_of_its_tables_is_told(own_database, monkeypatch):
    def role():
        return next(each for each in examining.of_database() if each.about == "application role")

    assert not role().wrong
    monkeypatch.setattr(examining, "connection", connections["owner"])
    assert role().wrong
