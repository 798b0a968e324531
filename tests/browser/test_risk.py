"""Risk, rules and second looks in a real browser: at every width, as axe reads them, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from hub import pathway
from hub.cases.models import Case
from hub.pathway import assessing
from hub.queue.terms import NewRule
from hub.triage.models import SecondLook
from tests.architecture.risk_actions import look_at
from tests.browser.states import State
from tests.pathway.test_assessing import HIGH
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor


@pytest.fixture
def case(site):
    """A case that was assessed, in a queue of its own."""
    by = actor("gita")
    pathway.save_queue(slug="", name="About race", what="", roles=("hub-officer", "inspector"), by=by)
    pathway.save_rule(
        rule="", new=NewRule("Race", {"strand": ("race",)}, "about-race", 1, reason="x"), seen=0, by=by
    )
    arrive(telling(1, **AMINA))
    found = Case.objects.get().reference
    assessing.assess_risk(subject=found, new=HIGH, seen=None, by=actor("bo"))
    if not SecondLook.objects.exists():
        look_at(found)
    return found


def test_the_pages_fit_and_axe_finds_nothing(case, browser_of, sound):
    rule = pathway.save_rule(
        rule="",
        new=NewRule("Later", {"strand": ("religion",)}, "about-race", 2, reason="x"),
        seen=0,
        by=actor("gita"),
    )
    page = browser_of("gita")
    steps = ("", "why/", "risk/", "victim/", "priority/", "hold/", "pass/")
    addresses = [f"/desk/cases/{case}/{each}" for each in steps]
    addresses += [
        "/desk/queue/",
        "/desk/routing/",
        f"/desk/routing/rules/{rule}/",
        "/desk/routing/queues/about-race/",
        "/desk/morning/",
    ]
    addresses += [
        "/desk/looks/",
        f"/desk/looks/{SecondLook.objects.get().reference}/",
        "/desk/looks/differences/",
    ]
    sound(page, *map(State, addresses))


def test_risk_is_assessed_and_a_claim_counts_down(case, browser_of):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{case}/")
    page.get_by_role("button", name="Claim").click()
    expect(page.locator("[data-over] time")).to_have_text("29 min left")
    page.get_by_role("link", name="Assess the risk again").click()
    page.get_by_label("Overall").select_option("medium")
    with page.expect_navigation():  # the words leave only once the hub is known to hear
        page.get_by_role("button", name="Keep this assessment").click()
    expect(page.get_by_label("Why is it assessed again?")).to_be_visible()
    page.get_by_label("Why is it assessed again?").fill("More is known.")
    page.get_by_role("button", name="Keep this assessment").click()
    expect(page.get_by_text("Medium overall").first).to_be_visible()


def test_a_rule_is_tried_and_kept_without_javascript(case, browser_of):
    page = browser_of("gita", javascript=False)
    page.goto("/desk/routing/")
    page.get_by_role("link", name="Write a rule").click()
    page.get_by_role("textbox", name="Name").fill("Shadowed")
    page.get_by_text("About what: does not matter").click()
    page.get_by_role("checkbox", name="race", exact=True).check()
    page.get_by_label("Why?").fill("Invented.")
    page.get_by_role("button", name="Try it over the last 30 days").click()
    assert "\u201cRace\u201d, asked before it, takes everything that it would" in page.content()
    page.get_by_role("checkbox", name="race", exact=True).uncheck()
    page.get_by_role("checkbox", name="disability", exact=True).check()
    page.get_by_role("button", name="Keep this rule").click()
    assert "The rule is kept" in page.content()
