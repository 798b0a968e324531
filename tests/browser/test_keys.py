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


def test_what_can_be_done_stands_in_few_groups_that_open_by_keyboard_without_javascript(here, browser_of):
    page = browser_of("bo", width=390, height=844, javascript=False)
    page.goto(f"/desk/cases/{here.ordinary}/")
    page.get_by_role("button", name="Claim").click()
    expect(page.locator(".hub-button--fill")).to_have_count(1)
    groups = page.locator(".hub-acts summary")
    expect(groups.filter(visible=True)).to_have_text(
        [
            "Keep it, release it or pass it on",
            "Somebody is a child, or at risk",
            "Who may open it",
            "Files, headline and printing",
        ]
    )
    kept = page.get_by_role("button", name="Keep it thirty minutes more")
    expect(kept).to_be_hidden()
    groups.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Yours for thirty minutes from now. No reason is asked.")).to_be_visible()
    expect(
        page.get_by_text("Yours until a day that you choose, at most four weeks from now.")
    ).to_be_visible()
    assert page.locator(".hub-acts li .hub-key").filter(visible=True).all_inner_texts() == list("RCHP")
    kept.click()
    expect(page.get_by_text("Yours until", exact=False).first).to_be_visible()


def test_the_groups_of_a_case_are_clean_when_they_are_open(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/")
    page.get_by_role("button", name="Claim").click()
    for each in page.locator(".hub-acts summary").all():
        each.click()
    look(page)
