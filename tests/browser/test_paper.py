"""A case on paper: the marking on every sheet, no way to press, and nothing that was hidden on the screen."""

import re

import pytest

from hub.cases.models import Case
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.pathway import casework
from tests.browser import world
from tests.browser.paper import sheets
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor

_PRESSED = (
    "header.hub-bar, nav, button, form, input, select, textarea, .hub-skip, .hub-notice, dialog, .hub-button"
)


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def on_paper(page, selector):
    """Whatever of this a print shows."""
    page.emulate_media(media="print")
    return [
        each.evaluate("each => each.outerHTML.slice(0, 120)")
        for each in page.locator(selector).all()
        if each.is_visible()
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_a_case_is_printed_with_its_marking_on_every_sheet_and_nothing_to_press(here, browser_of, dark):
    page = browser_of("bo", dark=dark)
    page.goto(f"/desk/cases/{here.danger}/")
    printed = sheets(page.pdf(format="A4"))
    assert on_paper(page, _PRESSED) == []
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 28, 24)"
    assert len(printed) >= 2
    for each in printed:
        assert each.count("OFFICIAL-SENSITIVE") >= 2, each
    whole = " ".join(printed)
    for words in (
        "Photo of her home posted with a threat",
        here.danger,
        "Who is at risk",
        "What is due",
        "Timeline",
    ):
        assert words in whole
    for words in (
        "Claim",
        "Find a case",
        "Sign out",
        "Show it",
        "Skip to the page",
        "this week you will see me",
    ):
        assert words not in whole


def test_a_printed_case_says_who_printed_it_and_when_and_has_every_fold_and_the_whole_timeline(
    site, browser_of
):
    case = arrive(telling(500, **AMINA, consent_support="yes"))[0].placed.case
    duty = Duty.objects.get(subject=case, kind="needs-assessment").reference
    casework.move_duty(
        subject=case, duty=duty, to=State.DONE, reason="Invented: she was rung.", seen=None, by=actor("bo")
    )
    for number in range(12):
        seen = Case.objects.get(reference=case).version
        casework.write_note(case=case, text=f"Invented note {number}", seen=seen, by=actor("bo"))
    page = browser_of("bo")
    page.goto(f"/desk/cases/{case}/")
    printed = " ".join(sheets(page.pdf(format="A4")))
    day = clock.now().astimezone(clock.LONDON)
    assert "Printed by Bo Invented on " in printed
    assert re.search(
        rf"It shows what stood here at {day:%a} \d+ {day:%b} {day:%Y} \d\d:\d\d (GMT|BST)\.", printed
    )
    assert "Invented: she was rung." in printed
    assert printed.count("Note written") == 12
    assert "Report received" in printed
    assert "more on the screen" not in printed
    assert re.search(rf",\s*due \w+ \d+ \w+ {day:%Y}", printed)
    assert page.locator("#support li").last.text_content()[:20] in printed
    assert page.locator("details.hub-fold[open]").count() == 0


def test_a_post_that_is_shown_on_the_screen_is_printed_and_one_that_hid_itself_is_not(here, browser_of):
    page = browser_of("bo")
    page.clock.install()
    page.goto(f"/desk/cases/{here.danger}/")
    page.get_by_role("button", name="Show it").click()
    page.get_by_text("this week you will see me").wait_for()
    assert "this week you will see me" in " ".join(sheets(page.pdf(format="A4")))
    page.clock.fast_forward(61_000)
    page.get_by_text("Hidden again.").wait_for()
    assert "this week you will see me" not in " ".join(sheets(page.pdf(format="A4")))


def test_names_and_contacts_are_never_printed_and_hide_themselves_after_a_minute(site, browser_of):
    case = arrive(telling(500, **AMINA))[0].placed.case
    page = browser_of("bo")
    page.clock.install()
    page.goto(f"/desk/cases/{case}/")
    page.get_by_label("Why do you need to see them?").select_option("To call the victim back")
    page.get_by_role("button", name="Show, with this reason").click()
    shown = page.locator("#people [data-hide-after]")
    shown.wait_for()
    assert "Amina Invented" in shown.inner_text()
    printed = " ".join(sheets(page.pdf(format="A4")))
    assert "Amina" not in printed
    assert "Names and contacts are not printed." in printed
    page.clock.fast_forward(61_000)
    page.get_by_text("Ask once more to see them.").wait_for()
    assert shown.count() == 0


@pytest.mark.parametrize("address", ["timeline/", "why/", "reports/"])
def test_what_stands_behind_a_case_is_printed_with_its_marking(here, browser_of, address):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.danger}/{address}")
    assert all(each.count("OFFICIAL-SENSITIVE") >= 2 for each in sheets(page.pdf(format="A4")))
    assert on_paper(page, _PRESSED) == []
