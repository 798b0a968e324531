"""Several records at once by keyboard and without JavaScript; cases joined; and whose it is, at both widths."""

import pytest
from playwright.sync_api import expect

from hub import pathway
from hub.pathway import clusters
from tests.browser import world
from tests.web.accounts import actor


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def test_two_cases_are_marked_by_key_seen_before_it_is_done_and_undone(here, browser_of, look):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    for case in (here.danger, here.ordinary):
        pathway.open_case(case=case, by=actor("bo"))
    page.reload()  # only what was opened in this sitting can be marked
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"Mark {here.danger}")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("x")
    unopened = page.get_by_role("checkbox", name="open it first").first
    expect(unopened).to_be_disabled()
    expect(unopened).not_to_be_checked()
    page.get_by_role("checkbox", name=f"Mark {here.ordinary}").check()
    look(page, "queue-marked")
    page.keyboard.press("b")
    expect(page.get_by_label("With what is marked")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 will be done. Nothing is done yet.")).to_be_visible()
    look(page, "bulk")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("Yours until").first).to_be_visible()
    look(page, "bulk-done")
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("As it was before.").first).to_be_visible()


def test_without_javascript_several_records_are_marked_and_claimed(here, browser_of):
    page = browser_of("bo", javascript=False)
    page.goto("/desk/queue/")
    pathway.open_case(case=here.ordinary, by=actor("bo"))
    page.reload()
    page.get_by_role("checkbox", name=f"Mark {here.ordinary}").check()
    page.get_by_role("button", name="See what becomes of each").click()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("Yours until")).to_be_visible()


def test_cases_that_are_kept_together_and_whose_each_is(here, browser_of, look):
    cluster = clusters.join(
        case=here.danger, other=here.ordinary, reason="The same account.", seen=None, by=actor("bo")
    )
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.danger}/")
    expect(page.get_by_role("link", name="Part of a cluster of 2")).to_be_visible()
    look(page, "case-joined")
    page.goto(f"/desk/clusters/{cluster}/")
    look(page, "cluster")
    for step in ("join", "leave", "whose", "where"):
        page.goto(f"/desk/cases/{here.danger}/{step}/")
        look(page, f"step-{step}")


def test_what_is_handed_to_another_force_says_at_each_step_what_is_next(here, browser_of, look):
    pathway.confirm_exit(report=here.leaving, reason="She lives in Kent.", by=actor("gita"))
    page = browser_of("bo")
    page.goto(f"/desk/reports/{here.leaving}/")
    expect(page.get_by_text("Confirmed for Kent Police. Its package is still to be written.")).to_be_visible()
    look(page, "handing-over")
    page.get_by_role("link", name="Write the package").first.click()
    look(page, "package")
    page.get_by_label("Why does that force need it?").fill("She lives in Kent.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Write it and save it").click()
    assert saved.value.suggested_filename == f"OFFICIAL-SENSITIVE {here.leaving}.zip"
    page.get_by_role("link", name=f"Go back to {here.leaving}").click()
    expect(page.get_by_role("link", name="Record their reference").first).to_be_visible()
    expect(page.get_by_text("Handed to Kent Police. Its own reference is awaited.")).to_be_visible()
    page.get_by_role("link", name="It is disputed").click()
    look(page, "disputed")
