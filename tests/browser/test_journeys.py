"""The journeys of the desk in a real browser; each page is clean by axe, and `make screenshots` keeps what it looked like."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser import world
from tests.browser.conftest import fits


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def test_the_queue_is_worked_by_keyboard(here, browser_of, look):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    look(page, "queue")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_contain_text("Photo of her home")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("c")
    expect(page.get_by_text("Yours, 30 min")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_contain_text("Photo of her home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Photo of her home")
    page.keyboard.press("/")
    page.keyboard.type(here.ordinary.lower())
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("link", name="Deaf woman sent 14 mocking video replies in two days")
    ).to_be_visible()
    look(page, "find")


def test_the_keyboard_stays_on_the_row_that_is_claimed_and_released(here, browser_of):
    page = browser_of("bo", height=500)
    page.goto("/desk/queue/")
    row = page.locator("[data-row]", has_text=here.ordinary)
    row.locator("[data-open]").focus()
    top = row.bounding_box()["y"]
    for key, words in (("c", "Yours, "), ("r", "Claim")):
        page.keyboard.press(key)
        expect(row.locator(".hub-queue__who")).to_contain_text(words)
        expect(row.locator("[data-open]")).to_be_focused()
        assert abs(row.bounding_box()["y"] - top) < 2
    page.goto("/desk/queue/?who=free")
    place = page.locator("[data-row]").evaluate_all(
        "(rows, name) => rows.findIndex((row) => row.innerText.includes(name))", here.ordinary
    )
    row.locator("[data-open]").focus()
    page.keyboard.press("c")
    expect(row).to_have_count(0)
    expect(page.locator("[data-row]").nth(place).locator("[data-open]")).to_be_focused()


def test_the_queue_says_what_to_do_where_nothing_waits(site, browser_of, look):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    expect(page.get_by_role("heading", name="Nothing is waiting")).to_be_visible()
    look(page, "queue-empty")


def test_the_queue_in_the_dark(here, browser_of, look):
    page = browser_of("bo", dark=True)
    page.goto("/desk/queue/")
    look(page, "queue-dark")


def test_a_case_is_understood_and_what_is_hidden_is_shown_for_a_reason(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.danger}/")
    look(page, "case")
    assert "this week you will see me" not in page.content()
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("this week you will see me")).to_be_visible()
    look(page, "case-shown")


def test_a_case_in_the_dark(here, browser_of, look):
    page = browser_of("bo", dark=True)
    page.goto(f"/desk/cases/{here.danger}/")
    look(page, "case-dark")


def test_a_case_is_opened_and_an_exit_confirmed(here, browser_of, look):
    page = browser_of("gita")
    page.goto("/desk/queue/")
    page.get_by_role("link", name="Photo of her home posted with a threat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Photo of her home")
    expect(page.locator(".hub-button--fill")).to_have_count(1)
    page.get_by_role("navigation", name="Desk", exact=True).get_by_role("link", name="Exits").click()
    page.locator("[data-row]", has_text=here.leaving).locator("[data-open]").click()
    look(page, "exit")
    page.get_by_role("link", name="Decide").first.click()
    look(page, "exit-decide")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one: it leaves, or it stays.")
    page.get_by_label("It leaves the hub").check()
    page.get_by_label("Why?").fill("Invented: Kent recorded it this morning, and has the victim's number.")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_role("status").first).to_contain_text("Confirmed: R-")
    page.goto("/desk/exits/")
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("[data-row]", has_text=here.leaving)).to_have_count(0)
    page.goto(f"/desk/reports/{here.leaving}/")
    expect(page.locator("#timeline")).to_contain_text("Kent recorded it this morning")
    expect(page.get_by_role("link", name="Decide")).to_have_count(0)
    look(page, "exit-confirmed")


def test_a_row_that_is_yours_is_marked_once_on_every_screen(here, browser_of, look):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    page.get_by_role("button", name=f"Claim {here.ordinary}").click()
    row = page.locator(".hub-queue__row--mine")
    shadow = "each => getComputedStyle(each.querySelector('td')).boxShadow"
    assert row.evaluate(shadow) != "none"
    page.set_viewport_size({"width": 390, "height": 844})
    assert row.evaluate(shadow) == "none"
    assert row.evaluate("each => getComputedStyle(each).borderLeftWidth") == "4px"
    look(page, "queue-yours")


def test_a_case_is_handed_over(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/queue/{here.ordinary}/hand-over/")
    look(page, "hand-over")
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Choose who takes it.")
    page.get_by_label("Ruth Invented").check()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text(f"{here.ordinary} has been handed over.")).to_be_visible()
    row = page.locator("[data-row]", has_text=here.ordinary)
    expect(row).to_contain_text("Ruth Invented")


def test_of_two_officers_at_once_the_second_is_told_what_changed(here, browser_of, look):
    bo, gita = browser_of("bo"), browser_of("gita")
    time.sleep(6)  # a page that opens as something happens counts it as what it may have missed
    for page in (bo, gita):
        page.goto(f"/desk/cases/{here.ordinary}/headline/")
    bo.get_by_role("textbox").last.fill("Fourteen mocking video replies in two days")
    bo.get_by_role("button", name="Keep").click()
    gita.get_by_role("textbox").last.fill("Mocked for being deaf")
    gita.get_by_role("button", name="Keep").click()
    expect(gita.get_by_role("alert")).to_contain_text("was changed while you were writing")
    expect(gita.get_by_role("textbox").last).to_have_value("Mocked for being deaf")
    expect(gita.get_by_role("alert").get_by_role("listitem")).to_have_count(1)
    look(gita, "two-officers")


def test_a_report_is_entered_while_somebody_tells_it(site, browser_of, look):
    page = browser_of("bo")
    page.goto("/desk/new-report/")
    page.get_by_role("button", name="Begin").click()
    page.locator("[name=what_happened]").fill("Invented: a neighbour posts about us every day.")
    page.locator("[name=borough]").fill("Hackney")
    expect(page.get_by_text("Saved")).to_be_visible()
    look(page, "enter-report")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is on record")
    look(page, "entered")


def test_without_javascript_the_queue_is_read_claimed_and_opened(here, browser_of):
    page = browser_of("bo", javascript=False)
    page.goto("/desk/queue/")
    page.get_by_role("button", name=f"Claim {here.ordinary}").click()
    assert "is yours until" in page.content()
    page.get_by_role("link", name="Deaf woman sent 14 mocking video replies in two days").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Deaf woman")


@pytest.mark.parametrize("address", ["/desk/queue/", "/desk/find/", "/desk/new-report/"])
def test_nothing_scrolls_sideways_on_the_smallest_screen(here, browser_of, axe, address):
    page = browser_of("bo", width=320, height=640)
    page.goto(address)
    assert axe(page) == []
    assert fits(page)


def test_the_inspector_sees_the_morning_at_one_look(here, browser_of, look):
    world.two_months()
    page = browser_of("gita")
    page.goto("/desk/morning/")
    expect(page.get_by_role("heading", name="Exits to decide")).to_be_visible()
    look(page, "morning")


def test_a_borough_officer_accepts_a_case_on_a_phone(here, browser_of, look):
    page = browser_of("chandra", width=390, height=844)
    page.goto("/desk/yours/")
    look(page, "borough")
    page.goto(f"/desk/cases/{here.offered}/accept/")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Councillor sent messages about her accent")
    look(page, "borough-case")
    page.goto("/desk/yours/")
    expect(page.get_by_text("Councillor sent messages about her accent")).to_be_visible()


def test_the_auditor_and_the_administrator_see_their_first_pages(here, browser_of, look):
    for who, address, name in (("aud", "/desk/record/", "record"), ("adi", "/desk/people/", "people")):
        page = browser_of(who)
        page.goto(address)
        look(page, name)


@pytest.mark.parametrize("dark", [False, True])
def test_the_kit_shows_the_rows_of_the_queue_as_the_queue_does(site, opened, look, dark):
    page = opened(dark=dark)
    page.goto("/components/")
    rows = page.locator("#rows [data-row]")
    assert rows.count() == 5
    for words in (
        "Danger now",
        "6 min late",
        "Yours, 24 min",
        "Ruth Adeyemi",
        "A way out is proposed",
        "Paused",
    ):
        expect(page.locator("#rows").get_by_text(words).first).to_be_visible()
    look(page, "" if dark else "kit")
