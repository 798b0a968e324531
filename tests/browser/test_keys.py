"""Every common action on a case has a key, and the list of keys tells each of them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import world

LEADS = {
    "H": "hold/", "P": "pass/", "A": "alarm/", "S": "safeguard/", "T": "risk/", "U": "why/", "D": "decision/",
    "O": "offences/",
}  # fmt: skip


@pytest.fixture
def here(site):
    return world.make()


def test_every_key_of_a_case_does_what_its_list_says(here, browser_of):
    page = browser_of("bo")
    case = f"/desk/cases/{here.ordinary}/"
    page.goto(case)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    said = set(dialog.locator("kbd").all_inner_texts())
    assert said == {*LEADS, "N", "C", "R", "W", "J", "K", "Enter", "/", "?"}
    page.keyboard.press("Escape")
    for key, leads in LEADS.items():
        page.goto(case)
        page.keyboard.press(key.lower())
        expect(page).to_have_url(re.compile(re.escape(case + leads)))
    page.goto(case)
    page.keyboard.press("c")
    expect(page.locator("b", has_text="Yours until")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("b", has_text="Nobody has claimed it")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_label("Write a note")).to_be_focused()
    page.keyboard.type("n")
    expect(page.get_by_label("Write a note")).to_have_value("n")
    page.goto(case)
    page.keyboard.press("n")
    expect(page).not_to_have_url(re.compile(f"{re.escape(case)}$"))
