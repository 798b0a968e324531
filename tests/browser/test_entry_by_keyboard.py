"""A whole report is taken down with the keyboard alone, while somebody tells it on the telephone."""

from playwright.sync_api import expect

from hub.reports.models import Perception, Report
from tests.walks import AMINA, arrive, telling

_POST = "https://x.com/invented/status/4711"
_MOST = 60  # presses of Tab from one question to another


def to(page, name):
    """Tab until the question has the focus, as somebody does who has no mouse."""
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_whole_report_is_entered_by_keyboard_alone(site, browser_of):
    page = browser_of("bo")
    page.goto("/desk/new-report/")
    to(page, "Begin a report")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-entry]")
    to(page, "immediate_danger")
    for _ in range(2):  # from Not said past Yes to No
        page.keyboard.press("ArrowDown")
    for name, words in (
        ("reporter_name", "Noor Invented"),
        ("reporter_phone", "07700 900456"),
        ("borough", "Camden"),
    ):
        to(page, name)
        page.keyboard.type(words)
        page.keyboard.press("Escape")  # what the browser proposes
    to(page, "strands")
    page.keyboard.press("Space")
    to(page, "what_happened")
    page.keyboard.type("Invented: they wrote that they know my street.")
    to(page, "content_urls")
    page.keyboard.type(_POST)
    expect(page.get_by_text("Saved")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is on record")
    report = Report.objects.get()
    assert (report.channel, report.immediate, report.anonymous) == ("phone", False, False)
    assert Perception.objects.filter(report=report).count() == 1


def test_who_told_of_it_before_is_said_while_it_is_typed(site, browser_of):
    arrive(telling(1, **AMINA, content_urls=_POST))
    told = Report.objects.get().reference
    page = browser_of("bo")
    page.goto("/desk/new-report/")
    page.get_by_role("button", name="Begin a report").click()
    page.wait_for_selector("[data-entry]")
    page.locator("[name=content_urls]").press_sequentially(_POST)
    posts = page.locator("[data-alike-posts]")
    expect(posts).to_contain_text("1 earlier report shows this post")
    expect(posts).to_contain_text(told)
    page.locator("[name=reporter_email]").press_sequentially(AMINA["reporter_email"])
    page.keyboard.press("Tab")
    expect(page.locator("[data-alike-contacts]")).to_contain_text("1 earlier report gave this e-mail")
