"""Every address as every role, and signed out, held against a table that an auditor can read (every_url.csv)."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hub.audit.models import Line
from hub.audit.terms import Kind
from hub.people.permissions import may
from hub.people.terms import Actor
from tests.architecture.kinds_of_lines import last_line, of_another_kind
from tests.web import one_of_each
from tests.web.accounts import PEOPLE, client_of

TABLE = Path(__file__).parent / "every_url.csv"
# Whoever is asked, in the order of the table's columns. Case and report of the table are the borough officer's of
# Central East, who accepted the case; "elsewhere" is an officer of North West.
ROLES = {
    "hub officer": "bo", "inspector": "gita", "borough officer": "chandra", "borough officer elsewhere": "nadia",
    "auditor": "aud", "administrator": "adi", "operator": "olu", "dedicated unit": "ken", "signed out": "",
}  # fmt: skip
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'",
    "connect-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
    "manifest-src": "'self'",
}  # fmt: skip
MARKING = ">OFFICIAL-SENSITIVE</section>"
INLINE = re.compile(
    r"<script(?![^>]*(?:\ssrc=|\stype=.application/json))|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE
)
_PLACE = re.compile(r"<\w+:(\w+)>")
_METHODS = ("GET", "POST")


# What of the desk opens to nobody's permission, and why; nothing does.
OPEN_TO_ALL: dict[str, str] = {}


def routes(
    resolver: URLResolver | None = None, before: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address with its name and what answers there, as the site routes them."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, route, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"/{route}", f"{space}{each.name}", each


def addresses() -> Iterator[tuple[str, str]]:
    """Every address with its name."""
    return ((route, name) for route, name, _ in routes())


def example(route: str, made: dict[str, str]) -> str:
    """An address with something real in every place of it."""

    def real(place: re.Match[str]) -> str:
        steps = [each for each in route[: place.start()].split("/") if each and "<" not in each]
        names = [place[1]]
        for step in reversed(steps):
            names.insert(0, f"{step}/{names[0]}")
        names.append(f"{steps[0] if steps[0] != 'desk' else steps[1]}/{place[1]}")
        return next(made[each.removeprefix("desk/")] for each in names if each.removeprefix("desk/") in made)

    return _PLACE.sub(real, route)


def rows() -> list[dict[str, str]]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is undone."""
    block = transaction.atomic()
    block._from_testcase = True  # Django's own mark: what must be durable is so outside tests
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """One of everything, made once for all rows."""
    with django_db_blocker.unblock(), undone():
        yield one_of_each.make()


@pytest.fixture(scope="module")
def cookies(made) -> dict[str, str]:
    """The session of each."""
    return {who: client_of(who).cookies.output(header="", sep=";") for who in ROLES.values() if who}


def is_fit_to_be_shown(answer: HttpResponseBase, path: str) -> None:
    """Every answer forbids what no page of ours needs; every page bears its marking above and below, and no script of its own."""
    policy = dict(each.strip().split(" ", 1) for each in answer.headers["Content-Security-Policy"].split(";"))
    assert policy == POLICY, path
    if not (answer.headers.get("Content-Type") or "").startswith("text/html"):
        return
    page = answer.content.decode()
    if "<html" in page:
        assert page.count(MARKING) == 2, path
        assert page.index(MARKING) < page.index("<main") < page.rindex(MARKING), path
    assert not INLINE.search(page), path
    assert "crown" not in page.casefold(), path


def outcome(client: Client, method: str, path: str) -> str:
    """What somebody meets: the page or its own answer, another page, a refusal, nothing, or the sign-in."""
    answer = client.generic(method, path)
    is_fit_to_be_shown(answer, path)
    if answer.status_code in {301, 302} and answer.headers["Location"].startswith("/sign-in/?"):
        return "sign in"
    assert answer.status_code < 500, (path, answer.status_code)
    if answer.status_code in {301, 302} and method == "GET":
        return "leads on"
    return {403: "refused", 404: "not found", 405: "no such way"}.get(answer.status_code, "opens")


def is_on_record_as_what_it_is(before: int, method: str) -> None:
    """Each line is of its action's kind; whoever only looks has consulted, or has taken away what they asked for."""
    assert of_another_kind(before) == []
    kinds = set(Line.objects.filter(pk__gt=before).values_list("kind", flat=True))
    assert method != "GET" or kinds <= {Kind.CONSULTATION, Kind.DISCLOSURE}


def test_every_url_stands_in_the_table_once_for_each_way_of_asking():
    table = [(each["address"], each["method"]) for each in rows()]
    assert len(table) == len(set(table))
    assert set(table) == {(route, method) for route, _ in addresses() for method in _METHODS}


def test_every_url_of_the_desk_names_the_permission_that_opens_it():
    marks = {
        route: getattr(each.callback, "permission", None)
        for route, _, each in routes()
        if route.startswith("/desk/")
    }
    assert len(marks) > 100
    assert {route for route, permission in marks.items() if permission is None} == set(OPEN_TO_ALL)
    for row in rows():
        permission = marks.get(row["address"])
        for role, who in ROLES.items() if permission else ():
            if who and not may(Actor(PEOPLE[who].role, who), permission):
                assert row[role] in {"refused", "no such way"}, (row["address"], row["method"], role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", rows(), ids=lambda each: f"{each['method']} {each['address']}")
def test_every_url_opens_to_whom_the_table_says(row, role, made, cookies):
    client = Client()
    if ROLES[role]:
        client.cookies.load(cookies[ROLES[role]])
    with undone():
        before = last_line()
        assert outcome(client, row["method"], example(row["address"], made)) == row[role]
        is_on_record_as_what_it_is(before, row["method"])
        connection.check_constraints()
