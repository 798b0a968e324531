"""Typed words stay on their page while the session has ended or the hub cannot be reached, and go once they can."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser import world
from tests.web.accounts import account, sign_in

_WORDS = "Invented: she rang at nine and wants to be called after school."


@pytest.fixture
def here(site):
    """The world of this journey."""
    return world.make()


def signed_in_again(page, site):
    """A new session, as a sign-in in another tab brings it."""
    client = Client()
    sign_in(client, account("bo"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def noted(page, here):
    """A note that is typed and not yet kept."""
    page.goto(f"/desk/cases/{here.ordinary}/note/")
    page.locator("textarea").fill(_WORDS)
    return page.locator("main form").get_by_role("button").first


def test_what_is_typed_stays_where_somebody_is_signed_out_and_goes_after_signing_in_again(
    here, site, browser_of, look
):
    page = browser_of("bo")
    button = noted(page, here)
    page.context.clear_cookies()
    button.click()
    said = page.get_by_role("alert")
    expect(said).to_have_text(
        "Not sent: you are signed out. Sign in again in another tab; your words stay here."
    )
    expect(page.locator("textarea")).to_have_value(_WORDS)
    look(page)
    assert "Invented" not in page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    signed_in_again(page, site)
    button.click()
    expect(page.locator("#notes")).to_contain_text(_WORDS)


def test_what_is_typed_stays_while_the_hub_cannot_be_reached(here, browser_of):
    page = browser_of("bo")
    button = noted(page, here)
    page.context.set_offline(True)
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("Not sent: the hub cannot be reached.")
    expect(page.locator("textarea")).to_have_value(_WORDS)
    page.context.set_offline(False)
    button.dblclick()
    expect(page.locator("#notes")).to_contain_text(_WORDS)


def test_without_javascript_the_sign_in_page_says_that_what_was_typed_can_be_copied(here, browser_of):
    page = browser_of("bo", javascript=False)
    button = noted(page, here)
    page.context.clear_cookies()
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(
        page.get_by_text("What you had typed was not kept; go back in the browser to copy it.")
    ).to_be_visible()
