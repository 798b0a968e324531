"""The line between desk and hub: what arrives meanwhile, a line that is slow, one that breaks, and what it carries."""

import re

import pytest
from playwright.sync_api import expect

from hub import pathway
from hub.audit.models import Line
from hub.reports.models import Report
from tests.browser import world
from tests.walks import arrive, telling
from tests.web.accounts import actor

_SLOW = {"offline": False, "latency": 900, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
_MINUTE = 61_000  # milliseconds
_AGAIN = 5_000  # milliseconds until what was not saved is tried again


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def slow(page):
    """A line as slow as a train in a tunnel."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)


def a_minute_on(page):
    """A minute later; what was put into the page before has begun to count its own, which it does once it has settled."""
    expect(page.locator(".htmx-request, .htmx-added, .htmx-settling")).to_have_count(0)
    page.clock.fast_forward(_MINUTE)


def begun(page):
    """A report that is being entered."""
    page.clock.install()
    page.goto("/desk/new-report/")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/desk/new-report/*/")
    return page


def test_what_arrives_while_the_queue_is_open_is_counted_and_offered(here, browser_of):
    page = browser_of("bo")
    page.clock.install()
    page.goto("/desk/queue/?who=free")
    region = page.locator(".hub-queue__made [role=status]")
    expect(region).to_be_empty()
    region.evaluate("each => { window.region = each; }")
    page.keyboard.press("j")
    arrive(telling(500, borough="Barnet", strands="race", immediate_danger="yes"))
    a_minute_on(page)
    expect(region).to_have_text("1 new since this page was made")
    arrive(telling(501, borough="Bexley", strands="race"))
    a_minute_on(page)
    expect(region).to_have_text("2 new since this page was made")
    # A reader of the screen hears what changes within a region that stays, and nobody's place is taken from them.
    assert page.evaluate("window.region.isConnected && !window.region.contains(document.activeElement)")
    expect(page.locator(":focus")).to_contain_text("Photo of her home")
    region.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]", has_text="Barnet")).to_be_visible()
    expect(page.locator("[data-row]", has_text="Bexley")).to_be_visible()
    expect(region).to_be_empty()


def cut(how):
    """A line that breaks in this way."""
    return lambda route: route.abort(how)


def test_while_the_hub_does_not_answer_the_queue_says_that_it_may_be_old_until_it_does(here, browser_of):
    page = browser_of("bo")
    page.clock.install()
    page.goto("/desk/queue/?who=free")
    region = page.locator(".hub-queue__made [role=status]")
    for broken in ("connectionrefused", "timedout"):
        page.route("**/arrived/**", cut(broken))
        a_minute_on(page)
        expect(region).to_contain_text("The hub has not answered since")
        expect(page.locator("[data-row]").first).to_be_visible()
        page.unroute("**/arrived/**")
        a_minute_on(page)
        expect(region).to_be_empty()


def test_whoever_is_signed_out_meanwhile_is_led_to_the_sign_in_and_not_shown_it_within_the_queue(
    here, browser_of
):
    page = browser_of("bo")
    page.clock.install()
    page.goto("/desk/queue/")
    page.context.clear_cookies()
    page.clock.fast_forward(_MINUTE)
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_pressed_twice_on_a_slow_line_is_claimed_once(here, browser_of, javascript):
    page, sent = browser_of("bo", javascript=javascript), []
    page.goto("/desk/queue/")
    slow(page)
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    page.get_by_role("button", name=f"Claim {here.ordinary}").dblclick()
    expect(page.locator("[data-row]", has_text=here.ordinary)).to_contain_text("Yours, ")
    claimed = Line.objects.filter(action="queue.claim", subject=here.ordinary)
    assert not claimed.filter(refused=True).exists()
    assert (len(sent), claimed.count()) == (1, 1) or not javascript


def test_of_two_who_claim_at_once_the_second_is_told_who_has_it(here, browser_of):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    pathway.claim(subject=here.ordinary, by=actor("ruth"))
    page.get_by_role("button", name=f"Claim {here.ordinary}").click()
    expect(page.locator("main")).to_contain_text("Ruth Invented")


def test_what_is_typed_while_the_hub_cannot_be_reached_is_saved_once_it_can(site, browser_of, look):
    page = begun(browser_of("bo"))
    status = page.locator("[data-status]")
    page.context.set_offline(True)
    page.locator("[name=what_happened]").fill("Invented: they posted our street last night.")
    expect(status).to_have_text(
        re.compile("^Not saved yet: the hub cannot be reached. Your words stay on this page")
    )
    look(page)
    page.context.set_offline(False)
    page.clock.fast_forward(_AGAIN)
    expect(status).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    page.reload()
    expect(page.locator("[name=what_happened]")).to_have_value("Invented: they posted our street last night.")


def test_saved_never_stands_over_words_that_are_not(site, browser_of):
    page = begun(browser_of("bo"))
    status, told = page.locator("[data-status]"), page.locator("[name=what_happened]")
    told.fill("Invented: they posted our street")
    page.clock.fast_forward(1_500)
    expect(status).to_have_text(re.compile("^Saved"))
    told.press("End")
    page.keyboard.type(" ")
    assert status.inner_text() == "Saving…"
    page.clock.fast_forward(1_500)
    expect(status).to_have_text(re.compile("^Saved"))


def test_a_page_that_is_left_at_once_loses_nothing_that_was_typed(site, browser_of):
    page = begun(browser_of("bo"))
    address = page.url
    page.locator("[name=what_happened]").fill("Invented: they posted our street.")
    page.goto("about:blank")
    page.wait_for_timeout(2_000)  # what leaves with a page arrives after it
    page.goto(address)
    expect(page.locator("[name=what_happened]")).to_have_value("Invented: they posted our street.")
    page.locator("[name=what_happened]").fill("Invented: they posted our street last night.")
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", {value: "hidden"});
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))


def test_what_is_sent_while_the_hub_cannot_be_reached_stays_on_the_page_and_goes_by_itself(site, browser_of):
    page = begun(browser_of("bo"))
    status, told = page.locator("[data-status]"), page.locator("[name=what_happened]")
    page.locator("[name=borough]").fill("Hackney")
    told.fill("Invented: they posted our street")
    expect(status).to_have_text(re.compile("^Saved"))
    page.context.set_offline(True)
    told.press("End")
    page.keyboard.type(" last night.")
    page.keyboard.press("Control+Enter")
    expect(status).to_have_text(re.compile("^Not sent yet: the hub cannot be reached"))
    expect(told).to_have_value("Invented: they posted our street last night.")
    assert not Report.objects.exists()
    page.context.set_offline(False)
    page.clock.fast_forward(_AGAIN)
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is on record")
    assert Report.objects.count() == 1


def test_whoever_types_on_after_a_send_that_failed_has_not_sent_it(site, browser_of):
    page = begun(browser_of("bo"))
    page.locator("[name=what_happened]").fill("Invented: they posted our street.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    status = page.locator("[data-status]")
    expect(status).to_have_text(re.compile("^Not sent yet"))
    page.locator("[name=borough]").fill("Hackney")
    expect(status).to_have_text(re.compile("^Not saved yet"))
    page.context.set_offline(False)
    page.clock.fast_forward(_AGAIN)
    expect(status).to_have_text(re.compile("^Saved"))
    assert not Report.objects.exists()


def test_a_report_sent_twice_on_a_slow_line_is_one_report(site, browser_of):
    page = begun(browser_of("bo"))
    page.locator("[name=borough]").fill("Hackney")
    page.locator("[name=what_happened]").fill("Invented: they posted our street.")
    slow(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is on record")
    assert Report.objects.count() == 1


def test_the_first_load_of_the_desk_is_under_150_kb_as_it_is_served(here, browser_of):
    arrive(*(telling(600 + each, borough="Camden", strands="race") for each in range(40)))
    page, loaded = browser_of("bo"), {}
    page.on("requestfinished", lambda each: loaded.update({each.url: each.sizes()["responseBodySize"]}))
    page.goto("/desk/queue/", wait_until="networkidle")
    parts = {url.rpartition("/")[2].partition(".")[0] or "page" for url in loaded}
    assert {"page", "govuk", "moj", "hub", "theme", "htmx", "atkinson"} <= parts
    assert sum(loaded.values()) < 150_000, loaded
