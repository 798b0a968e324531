"""Every page that an address of every_url.csv opens, new ones too: clean by axe, no wider than a phone, reached by Tab."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import fits
from tests.browser.keyboard import trouble_by_keyboard
from tests.web import one_of_each
from tests.web.accounts import client_of
from tests.web.test_every_url import ROLES, example, rows

# Answers that are no page: for machines, a file to keep, or the rows that a page puts into itself.
NO_PAGE = {
    "/healthz": "application/json", "/readyz": "application/json", "/metrics": "text/plain", "/desk/heard/": "application/json",
    "/desk/new-report/<str:draft>/save/": "application/json", "/desk/queue/arrived/": "text/html",
}  # fmt: skip
_AT_ONCE = 40  # pages of one test, so that workers share them
# A phone, and 1280 by 1024 at 400 %.
_NARROW = ({"width": 390, "height": 844}, {"width": 320, "height": 256})


def pages() -> dict[str, str]:
    """Each page with somebody to whom it opens: whoever comes first in the table."""
    found = {}
    for row in rows():
        to = next((who for role, who in ROLES.items() if row[role] == "opens"), None)
        if row["method"] == "GET" and to is not None and row["address"] not in NO_PAGE:
            found[row["address"]] = to
    return found


def in_parts(found: list[str]) -> Iterator[tuple[str, ...]]:
    """These pages, some at a time."""
    for begin in range(0, len(found), _AT_ONCE):
        yield tuple(found[begin : begin + _AT_ONCE])


def parts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pages of each person, some at a time."""
    by_whom = sorted(pages().items(), key=lambda each: each[1])
    for who, found in itertools.groupby(by_whom, key=lambda each: each[1]):
        yield from ((who, part) for part in in_parts([address for address, _ in found]))


def test_make_screenshots_runs_every_journey_that_keeps_a_picture():
    here = Path(__file__).parent
    keep = {
        each.name
        for each in here.glob("test_*.py")
        if re.search(r"\blook\(\w+, f?\"\w", each.read_text("utf-8"))
    }
    (words,) = re.findall(
        r"^screenshots:.*\n((?:\t.*\n)+)", (here.parents[1] / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert keep - set(re.findall(r"tests/browser/(\w+\.py)", words)) == set()


@pytest.mark.django_db
def test_what_is_no_page_is_none():
    made, bo = one_of_each.make(), client_of("bo")
    for address, kind in NO_PAGE.items():
        answer = bo.get(example(address, made))
        assert (answer.headers["Content-Type"].partition(";")[0], b"<html" in answer.content) == (
            kind,
            False,
        ), address


@pytest.mark.parametrize(
    ("who", "addresses"), list(parts()), ids=lambda each: each if isinstance(each, str) else each[0]
)
def test_every_page_is_clean_fits_and_is_reached_by_keyboard(site, opened, browser_of, axe, who, addresses):
    made = one_of_each.make()
    page = browser_of(who) if who else opened()
    wrong = {}
    for each in addresses:
        answer = page.goto(example(each, made))
        assert answer is not None
        found = [] if answer.status == 200 else [f"answers {answer.status}"]
        kind = answer.headers.get("content-type", "")
        found += [] if kind.startswith("text/html") else [f"is {kind}"]
        found += [] if page.locator("h1").count() == 1 else ["has not one heading"]
        found += axe(page)
        found += [] if fits(page) else ["does not fit"]
        found += trouble_by_keyboard(page)
        for narrow in _NARROW:
            page.set_viewport_size(narrow)
            found += [] if fits(page) else [f"scrolls sideways at {narrow['width']}"]
        page.set_viewport_size({"width": 1280, "height": 900})
        if found:
            wrong[each] = found
    assert wrong == {}
