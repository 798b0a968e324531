"""The decision in a real browser: from a new case to its first sound decision, by pointer and by keyboard."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from hub.cases import queries as cases
from hub.cases.models import Case
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.pathway import casework, opening
from hub.reports.models import Report
from hub.triage.models import CrimeDecision
from tests.browser import world
from tests.browser.conftest import fits
from tests.browser.test_keep import signed_in_again
from tests.web.accounts import actor

_SHEET = ("speech", "aim", "necessity", "proportion", "less")
_YESTERDAY = (clock.now() - timedelta(days=1)).astimezone(clock.LONDON).date().isoformat()


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def filled(page, *left):
    """The worksheet, but for what is left out, and the reason."""
    for each in _SHEET:
        if each not in left:
            page.locator(f"[name=w-{each}]").fill(f"Invented answer about {each}.")
    page.locator("[name=considered]").fill("The messages and when they came.\nThat it may be a quotation.")
    page.locator("[name=reason]").fill("The message promises a visit. A reasonable reader would fear it.")


def threat(page):
    """The answers that suggest a threat, and the offence that fits."""
    page.locator("[name=first_sent]").fill(_YESTERDAY)
    page.get_by_label("To kill").check()
    page.get_by_label("A message to somebody").check()
    page.get_by_role("button", name="Show what fits").click()
    page.get_by_role("checkbox", name="Threatening communication").check()


def test_from_a_new_case_to_its_first_sound_decision_in_ten_clicks_and_two_minutes(here, browser_of, look):
    page = browser_of("bo")
    page.add_init_script(
        "addEventListener('click', (event) => { if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0); }, true);"
    )
    page.goto("/desk/queue/")
    begun = time.monotonic()
    page.get_by_role("link", name="Deaf woman sent 14 mocking video replies").click()
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_text("On balance, an offence in law took place").click()
    threat(page)
    filled(page)
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded: crime.")
    clicks = int(page.evaluate("sessionStorage.clicks"))
    assert clicks <= 10, clicks
    assert time.monotonic() - begun < 120
    decision = page.locator("#decision")
    expect(decision).to_contain_text("A reasonable reader would fear it.")
    expect(decision).to_contain_text("OSA181, principal")
    expect(decision).to_contain_text("No time limit")
    decision.get_by_text("The letter in full").click()
    expect(decision).to_contain_text("has decided that it is recorded as a crime")
    assert page.locator(".hub-button--fill").count() == 1
    look(page, "case-decided")


def test_what_is_missing_stands_beside_the_button_and_nothing_typed_is_lost(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/decision/")
    look(page)
    page.get_by_role("button", name="Record decision").wait_for(state="hidden")
    page.get_by_text("On balance, an offence in law took place").click()
    look(page)
    threat(page)
    filled(page, "less")
    page.get_by_role("button", name="Record decision").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    beside = page.locator(".hub-notyet")
    expect(beside).to_have_text("Not yet. One worksheet answer is missing: Would something less do?")
    expect(page.get_by_role("checkbox", name="Threatening communication")).to_be_checked()
    expect(page.locator("[name=reason]")).to_have_value(
        "The message promises a visit. A reasonable reader would fear it."
    )
    assert page.locator(".hub-button--fill").count() == 1
    look(page, "decision")
    beside.get_by_role("link").click()
    expect(page.locator("[name=w-less]")).to_be_in_viewport()
    assert not CrimeDecision.objects.exists()


def test_not_a_crime_and_more_information_as_chosen(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/decision/")
    page.get_by_text("The person reported is not kept on record").click()
    letter = page.locator(".hub-letter:visible").first
    expect(letter).to_contain_text("you may ask for another look until")
    words = set(letter.inner_text().casefold().replace(".", " ").replace(",", " ").split())
    assert not words & {"victim", "suspect"}
    look(page, "decision-not-a-crime")
    page.get_by_text("Ask one question; the clock pauses").click()
    page.locator("[name=question]").fill("Who could see the replies?")
    page.locator("[name=considered]").fill("The replies.")
    page.locator("[name=reason]").fill("It hangs on who could see them.")
    look(page, "decision-more-information")
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("status").first).to_contain_text("the clock stands still")
    expect(page.locator(".hub-next")).to_contain_text("Who could see the replies?")


def test_a_decision_by_keyboard_alone(here, browser_of):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/")
    page.keyboard.press("d")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this a crime?")
    page.keyboard.press("2")
    expect(page.locator("[value='not-a-crime']")).to_be_checked()
    page.keyboard.press("3")
    page.keyboard.press("1")
    expect(page.locator("[value='crime'][name=decision]")).to_be_checked()
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("w")
    expect(page.locator("[name=w-speech]")).to_be_focused()
    page.locator("#main").focus()
    page.keyboard.press("2")
    page.locator("#main").focus()
    page.keyboard.press("r")
    expect(page.locator("[name=reason]")).to_be_focused()
    page.keyboard.type("Rude, and no more than that.")
    page.locator("[name=considered]").focus()
    page.keyboard.type("The replies and their tone.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Recorded: not a crime.")


def test_it_is_kept_for_whoever_wrote_it_and_recorded_later(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/decision/")
    page.get_by_text("On balance, an offence in law took place").click()
    threat(page)
    filled(page, "less", "necessity")
    page.get_by_role("button", name="Save and come back").click()
    expect(page.get_by_role("status").first).to_contain_text("Kept for you.")
    page.get_by_role("link", name="Decide", exact=True).click()
    expect(page.get_by_text("This is what you kept at")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Threatening communication")).to_be_checked()
    page.get_by_text("Edit: Which lawful aim?").click()
    expect(page.locator("[name=w-aim]")).to_have_value("Invented answer about aim.")
    look(page)
    other = browser_of("gita")
    other.goto(f"/desk/cases/{here.ordinary}/decision/")
    assert other.get_by_text("This is what you kept at").count() == 0


def test_typed_words_survive_a_sign_out_and_a_colleague_who_was_first(here, site, browser_of, look):
    page = browser_of("bo")
    time.sleep(6)  # a page that opens as something happens counts it as what it may have missed
    page.goto(f"/desk/cases/{here.ordinary}/decision/")
    page.get_by_text("The person reported is not kept on record").click()
    page.locator("[name=considered]").fill("The replies and their tone.")
    page.locator("[name=reason]").fill("Rude, and no more than that.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Not sent: you are signed out.")
    expect(page.locator("[name=reason]")).to_have_value("Rude, and no more than that.")
    signed_in_again(page, site)
    seen = cases.gists([here.ordinary])[here.ordinary].version
    casework.write_note(case=here.ordinary, text="She rang again.", seen=seen, by=actor("gita"))
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("alert")).to_contain_text("was changed while you were writing")
    expect(page.locator("[name=reason]")).to_have_value("Rude, and no more than that.")
    look(page)
    page.get_by_role("button", name="Record decision").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded: not a crime.")


def test_a_second_person_checks_and_the_outcome_is_recorded(here, browser_of, look):
    told = Report.objects.filter(pk__in=opening.reports_of(here.danger)).values_list("reference", flat=True)
    (alarm,) = Duty.objects.filter(kind="alarm", state="running", subject__in=[here.danger, *told])
    casework.move_duty(
        subject=here.danger, duty=alarm.reference, to=State.DONE, reason="Invented: she is safe.", seen=None,
        by=actor("bo"),
    )  # fmt: skip
    page = browser_of("bo", javascript=False)
    page.goto(f"/desk/cases/{here.danger}/decision/")
    page.get_by_role("radio", name="Not a crime").check()
    page.locator("[name=considered]").fill("The photo and the words.")
    page.locator("[name=reason]").fill("Invented: it was his own door.")
    page.get_by_role("button", name="Record decision").click()
    assert "It waits for a second check, because immediate danger was reported" in page.content()
    gita = browser_of("gita")
    gita.goto(f"/desk/cases/{here.danger}/decision/")
    expect(gita.get_by_text("Not a crime: waits for a second check.")).to_be_visible()
    look(gita, "decision-waits")
    gita.get_by_role("link", name="Give the second check").click()
    expect(gita.get_by_text("Invented: it was his own door.")).to_be_visible()
    look(gita)
    gita.get_by_label("No, it is to be decided again").check()
    gita.locator("[name=reason]").fill("It is her door.")
    gita.get_by_role("button", name="Keep the check").click()
    expect(gita.get_by_role("status").first).to_contain_text("Checked: it does not hold.")
    assert Case.objects.get(reference=here.danger).stage == "undecided"
    gita.goto(f"/desk/cases/{here.danger}/decision/")
    gita.get_by_text("On balance, an offence in law took place").click()
    threat(gita)
    filled(gita)
    gita.get_by_role("button", name="Record decision").click()
    gita.get_by_role("link", name="Record the outcome").last.click()
    look(gita)
    gita.get_by_label("Which outcome?").select_option("18")
    gita.locator("[name=reason]").fill("Nobody was found.")
    gita.get_by_label("Is a suspect named?").select_option("yes")
    gita.get_by_role("button", name="Record the outcome").click()
    expect(gita.get_by_role("alert")).to_contain_text("is not valid")
    gita.get_by_label("Is a suspect named?").select_option("no")
    gita.get_by_label("Is the investigation complete?").select_option("yes")
    gita.get_by_role("button", name="Record the outcome").click()
    expect(gita.locator("#decision")).to_contain_text("Outcome 18")
    look(gita)


def test_the_offences_alone_are_counted_anew(here, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/offences/")
    look(page)
    page.locator("[name=first_sent]").fill(_YESTERDAY)
    page.get_by_label("Look for another offence").select_option("POA5")
    page.get_by_role("button", name="Show what fits").click()
    page.locator("[name=offence][value=POA5]").check()
    look(page, "offences")
    page.get_by_role("button", name="Keep these").click()
    expect(page.locator("#decision")).to_contain_text("Last day")
    expect(page.locator("#due")).to_contain_text("Have it charged within the time limit")


@pytest.mark.parametrize("width", [390, 320])
def test_the_decision_on_a_small_screen(here, browser_of, axe, width):
    page = browser_of("bo", width=width, height=844, dark=True)
    page.goto(f"/desk/cases/{here.ordinary}/decision/")
    page.get_by_text("On balance, an offence in law took place").click()
    assert axe(page) == []
    assert fits(page)
