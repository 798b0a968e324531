"""Not a crime, in a real browser: a quiet page, another look, and a submission that two people agree on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hub import pathway
from hub.aside import queries as known
from hub.common import clock
from hub.reports.models import Report
from tests.architecture.aside_actions import set_aside, submitted
from tests.browser.states import State
from tests.walks import BO, arrive, telling


@pytest.fixture
def world(site):
    """A case that is set aside with a submission about it, and a report that has no case."""
    made = submitted()
    (found,) = arrive(telling(7, borough="Kent"))
    report = Report.objects.get(pk=found.report_id).reference
    pathway.set_aside(subject=report, decided_at=clock.now(), by=BO)
    case = known.submission_of(made).subject
    return case, report, made


def test_every_page_fits_and_axe_finds_nothing(world, browser_of, sound, look):
    case, report, made = world
    page = browser_of("gita")
    told = Report.objects.order_by("pk").first().reference
    addresses = {
        "list": reverse("desk:originals"), "quiet": reverse("desk:set-aside", args=[case]),
        "quiet-report": reverse("desk:set-aside", args=[report]), "hold": reverse("desk:aside-hold", args=[case]),
        "look": reverse("desk:aside-another-look", args=[case]), "back": reverse("desk:aside-bring-back", args=[case]),
        "original": reverse("desk:aside-original", args=[case, told]),
        "write": reverse("desk:aside-submission", args=[report]), "submissions": reverse("desk:submissions"),
        "submission": reverse("desk:submission", args=[made]),
    }  # fmt: skip
    for name, address in addresses.items():
        sound(page, State(address))
        assert page.locator("main .hub-button--fill").count() <= 1, name
        look(page, f"aside-{name}")


def test_they_ask_for_another_look_and_it_is_brought_back(site, browser_of, axe):
    case = set_aside()
    page = browser_of("bo")
    page.goto(reverse("desk:case", args=[case]))
    expect(page.get_by_role("heading", name="Not a crime")).to_be_visible()
    page.get_by_role("link", name="They ask for another look").click()
    page.get_by_role("button", name="Hold it, and look again").click()
    expect(page.get_by_text("Write something here").first).to_be_visible()
    assert axe(page) == []
    page.get_by_label("What do they say?").fill("It happened again on Tuesday.")
    page.get_by_role("button", name="Hold it, and look again").click()
    expect(page.get_by_text("it stands in the queue until it is looked at again")).to_be_visible()
    page.get_by_role("link", name="Bring it back").click()
    page.get_by_label("Why?").fill("There is a course of conduct.")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("Everything stands as it was. Decide it again.")).to_be_visible()
    assert page.url.endswith(reverse("desk:case", args=[case]))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_submission_is_written_by_one_and_authorised_by_another(site, browser_of, axe, javascript):
    case = set_aside()
    page = browser_of("bo", javascript=javascript)
    page.goto(reverse("desk:set-aside", args=[case]))
    page.get_by_role("link", name="Write an intelligence submission").click()
    page.get_by_role("button", name="Send it to a supervisor").click()
    expect(page.get_by_text("Choose which real risk there is").first).to_be_visible()
    for label in (
        "Policing purpose", "Necessity", "Proportionality", "What shows that the risk is real?",
        "Freedom of expression (Article 10)", "Why, or why not?",
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill("Invented words that say what is asked for.")
    page.get_by_label("significant harm to individuals").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Last day").fill((known.today() + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Send it to a supervisor").click()
    expect(page.get_by_text("waits for a supervisor. It keeps nothing until then.")).to_be_visible()
    address = page.url
    supervisor = browser_of("gita", javascript=javascript)
    supervisor.goto(address)
    supervisor.get_by_label("Your reason").fill("There is a real risk.")
    supervisor.get_by_role("button", name="Authorise it").click()
    expect(supervisor.get_by_text("It ends by itself on its last day.")).to_be_visible()
