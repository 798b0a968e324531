"""What is reached without a mouse and seen at 400 %: the keyboard leads everywhere, and nothing covers where it is."""

import re
from urllib.parse import unquote

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from hub.reports.models import Draft
from tests.browser import world
from tests.browser.conftest import fits
from tests.browser.keyboard import trouble_by_keyboard
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import PASSWORD, SECRET, account, email

# What is focused: whether it lies in the window, is covered by something, or does not show that it is focused.
_TROUBLE = """() => {
    const focused = document.activeElement, label = focused.labels && focused.labels[0];
    const small = focused.matches("input[type=radio], input[type=checkbox]") && label;
    const shown = small ? label : focused, box = shown.getClientRects()[0];
    const named = focused.outerHTML.slice(0, 120);
    if (!box) return `has no place: ${named}`;
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return `out of sight: ${named}`;
    const points = [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]];
    const there = ([x, y]) => document.elementFromPoint(x, y);
    if (!points.map(there).some((each) => each && (shown.contains(each) || each.contains(shown)) && each !== document.body))
        return `covered: ${named}`;
    const ring = (of, part) => { const style = getComputedStyle(of, part); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; };
    const choice = focused.closest(".hub-choice");
    return ring(focused) || (small && ring(label, "::before")) || (choice && ring(choice)) ? "" : `not seen: ${named}`;
}"""
_SCREENS = ((320, 256), (390, 844), (1280, 900))


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def walk(page):
    """Press Tab through the whole page; tells how much was reached, and what was wrong."""
    reached, wrong = 0, []
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body || !document.hasFocus()"):
            break
        reached += 1
        wrong += [each for each in [page.evaluate(_TROUBLE)] if each]
    return reached, wrong


def tab_to(page, words):
    """Press Tab until what has these words is focused."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if re.search(
            words, page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")
        ):
            return
    raise AssertionError(f"{words} is not reached by Tab")


def code():
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[1]))


def test_from_the_sign_in_to_a_step_that_is_done_by_keyboard_alone(here, opened):
    account("bo")
    page = opened()
    page.goto("/sign-in/")
    tab_to(page, "^login$")
    page.keyboard.type(email("bo"))
    tab_to(page, "^password$")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    tab_to(page, "^code$")
    page.keyboard.type(code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    tab_to(page, "^Photo of her home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Photo of her home")
    tab_to(page, "^" + re.escape(page.locator(".hub-button--fill").inner_text()))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Record what was done")
    tab_to(page, "^It is done$")
    page.keyboard.press("Enter")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="What was done?")).to_be_focused()
    page.keyboard.type("Invented: she was rung, and is with her sister tonight.")
    tab_to(page, "^It is done$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Done, and on the timeline.")
    expect(page.locator("#timeline")).to_contain_text("she was rung, and is with her sister tonight")


@pytest.mark.parametrize(("width", "height"), _SCREENS)
def test_nothing_covers_what_is_focused_and_it_is_seen(here, browser_of, width, height):
    addresses = {
        "bo": ["/desk/queue/", f"/desk/cases/{here.danger}/", "/desk/find/", f"/desk/cases/{here.danger}/fact/",
               "/sign-in/yours/"],
        "gita": ["/desk/morning/", f"/desk/reports/{here.leaving}/exit/"],
        "chandra": ["/desk/yours/"], "aud": ["/desk/record/"], "adi": ["/desk/people/invite/", "/desk/organisations/"],
    }  # fmt: skip
    for who, pages in addresses.items():
        page = browser_of(who, width=width, height=height)
        for address in pages:
            page.goto(address)
            reached, wrong = walk(page)
            assert (wrong, fits(page)) == ([], True), address
            assert reached >= 5, address


@pytest.mark.parametrize(("width", "height"), _SCREENS)
def test_nothing_covers_what_is_focused_while_a_report_is_entered(site, browser_of, width, height):
    page = browser_of("bo", width=width, height=height)
    page.goto("/desk/new-report/")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/desk/new-report/*/")
    reached, wrong = walk(page)
    assert (wrong, fits(page)) == ([], True)
    assert reached > 20
    page.goto(f"/desk/new-report/{Draft.objects.get().reference}/#danger")
    assert walk(page)[1] == []


def test_the_menu_of_a_phone_is_used_at_400_per_cent(here, browser_of):
    page = browser_of("bo", width=320, height=256)
    page.goto("/desk/queue/")
    page.locator(".hub-who summary").focus()
    page.keyboard.press("Enter")
    for words in ("^find", "^Queue", "^My cases", "^Your settings", "^Sign out"):
        tab_to(page, words) if words != "^find" else page.keyboard.press("Tab")
        assert page.evaluate(_TROUBLE) == "", words
    page.keyboard.press("Escape")
    expect(page.locator(".hub-who summary")).to_be_focused()
    assert fits(page)


def test_a_person_is_found_by_an_exact_contact_and_shown_for_a_reason(site, browser_of, look):
    arrive(telling(900, **AMINA), telling(901, reporter_email="somebody@example.org"))
    page, addresses = browser_of("bo"), []
    page.on("request", lambda each: addresses.append(unquote(each.url)))
    page.goto("/desk/find/")
    page.get_by_text("Find a person by a contact").click()
    contact = page.get_by_label("A whole e-mail address or telephone number")
    contact.fill("amina@example")
    page.get_by_role("button", name="Find this person's reports").click()
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    contact.fill("Amina@Example.org")
    page.get_by_role("button", name="Find this person's reports").click()
    expect(page.get_by_role("heading", name="Found", exact=True)).to_be_visible()
    assert page.locator("[data-row]").count() == 1
    look(page)
    page.locator("[data-open]").click()
    expect(page.get_by_text("Names and contacts are hidden.")).to_be_visible()
    assert "Amina" not in page.content()
    page.get_by_role("button", name="Show, with this reason").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert "Amina" not in page.content()
    page.get_by_label("Why do you need to see them?").select_option("To call the victim back")
    page.get_by_role("button", name="Show, with this reason").click()
    expect(page.get_by_text("Amina Invented")).to_be_visible()
    assert addresses
    assert [each for each in addresses if "amina" in each.lower() or "example.org" in each] == []


def test_what_tab_does_not_reach_or_does_not_show_is_told(site, opened):
    page = opened()
    page.goto("/sign-in/")
    page.evaluate("""() => {
        document.querySelector("#id_login").tabIndex = -1;
        document.querySelector("#id_password").style.outline = "none";
    }""")
    hidden, dim = trouble_by_keyboard(page)
    assert hidden.startswith("not reached by Tab: <input")
    assert 'name="login"' in hidden
    assert dim.startswith("does not show that it is focused: <input")
    assert 'name="password"' in dim
