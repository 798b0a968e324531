"""The decision in a real browser: from a new case to its first sound decision, by pointer and by keyboard."""

import time

import pytest
from playwright.sync_api import expect

from hub.cases.models import Case
from hub.triage.models import CrimeDecision
from tests.browser import world


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def test_a_look(here, browser_of):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.danger}/decision/")
    page.screenshot(path="/tmp/dec-0.png", full_page=True)
    page.get_by_text("On balance, an offence in law took place").click()
    page.screenshot(path="/tmp/dec-1.png", full_page=True)
    page.locator("[name=first_sent]").fill("2026-11-23")
    page.get_by_label("to kill").check()
    page.get_by_label("a message to somebody").check()
    page.get_by_label("yes, twice or more").check()
    page.get_by_label("One person or more who can be named").check()
    page.get_by_label("fear of violence").check()
    page.get_by_label("race, nationality").check()
    page.get_by_role("button", name="Show what fits").click()
    page.get_by_label("Threatening communication").first.check()
    page.get_by_label("Threats to kill").first.check()
    for each in ("speech", "aim", "necessity", "proportion"):
        page.locator(f"[name=w-{each}]").fill(f"Invented answer about {each}.")
    page.locator("[name=considered]").fill("Post 2 and the photo.\nThat it may be a joke.")
    page.locator("[name=reason]").fill("Post 2 promises a visit beside a photo of the home.")
    page.get_by_role("button", name="Record decision").click()
    page.screenshot(path="/tmp/dec-2.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path="/tmp/dec-2-390.png", full_page=True)
