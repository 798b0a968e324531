"""Every address as every role, and signed out, held against a table that an auditor can read (every_url.csv)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parent / "every_url.csv"
# Whoever is asked, in the order of the table's columns.
ROLES = {
    "hub officer": "bo", "inspector": "gita", "borough officer": "chandra", "auditor": "aud",
    "administrator": "adi", "operator": "olu", "signed out": "",
}  # fmt: skip
# What stands in an address where it names something: none of these is on record.
_EXAMPLES = {
    "str": "X-00000-00000",
    "int": "0",
    "slug": "none",
    "uuid": "00000000-0000-0000-0000-000000000000",
}
_METHODS = ("GET", "POST")


def addresses(
    resolver: URLResolver | None = None, before: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every address with its name, as the site routes them."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"/{route}", f"{space}{each.name}"


def example(route: str) -> str:
    """An address with something in every place of it."""
    parts = route.split("<")
    found = parts[0]
    for part in parts[1:]:
        kind, _, rest = part.partition(">")
        found += _EXAMPLES[kind.partition(":")[0]] + rest
    return found


def rows() -> list[dict[str, str]]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def outcome(client: Client, method: str, path: str) -> str:
    """What somebody meets: the page or its own answer, a refusal, or the sign-in."""
    answer = client.generic(method, path)
    if answer.status_code == 403:
        return "refused"
    if answer.status_code in {301, 302} and answer.headers["Location"].startswith("/sign-in/?"):
        return "sign in"
    assert answer.status_code < 500, (path, answer.status_code)
    return "no such way" if answer.status_code == 405 else "opens"


def test_every_url_stands_in_the_table_once_for_each_way_of_asking():
    table = [(each["address"], each["method"]) for each in rows()]
    assert len(table) == len(set(table))
    assert set(table) == {(route, method) for route, _ in addresses() for method in _METHODS}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", rows(), ids=lambda each: f"{each['method']} {each['address']}")
def test_every_url_opens_to_whom_the_table_says(row, role):
    client = client_of(ROLES[role]) if ROLES[role] else Client()
    assert outcome(client, row["method"], example(row["address"])) == row[role]
