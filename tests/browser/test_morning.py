"""The inspector's and the borough's pages in a real browser: at every width, in both themes, and as axe reads them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import world
from tests.browser.states import State
from tests.web.desk.inspector.test_waiting import look_again


@pytest.fixture
def busy(site):
    """Two months at the hub."""
    return world.two_months()


def test_the_inspectors_pages_fit_and_axe_finds_nothing(busy, browser_of, sound):
    page = browser_of("gita")
    look_again(90)
    names = ("morning", "due", "reports-of", "opened")
    more = (
        "due/?of=decision",
        "due/?of=another-look",
        "reports-of/?help=offered",
        "reports-of/?help=supported",
        "looks/differences/?of=waiting",
    )
    sound(page, *(State(f"/desk/{each}") for each in (*(f"{name}/" for name in names), *more)))


def test_the_boroughs_pages_fit_and_axe_finds_nothing(busy, browser_of, sound, axe):
    page = browser_of("chandra")
    addresses = (reverse("desk:yours"), reverse("desk:unit"), reverse("desk:ask-hub", args=[busy[1]]))
    sound(page, *map(State, addresses))
    page.get_by_role("button", name="Ask the hub").click()
    expect(page.get_by_text("Write what you want to ask").first).to_be_visible()
    assert axe(page) == []


def test_on_a_phone_whatever_is_pressed_is_as_high_as_a_thumb(busy, browser_of):
    page = browser_of("chandra", width=390)
    page.goto(reverse("desk:yours"))
    for each in page.locator("main .hub-button, main .hub-borough__quiet").all():
        assert each.bounding_box()["height"] >= 44


def test_without_javascript_it_is_the_same_page(busy, browser_of):
    page = browser_of("gita", javascript=False)
    page.goto(reverse("desk:morning"))
    assert page.locator(".hub-figure").count() == 4
    page.get_by_role("link", name="Settle these").click()
    page.get_by_role("button", name="Seen").first.click()
    assert "is settled, with your name and the time" in page.content()
