"""Signing in with a real browser and a virtual authenticator."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from hub.pathway import colleagues
from hub.people.terms import Role
from tests.walks import OPERATOR
from tests.web.accounts import PASSWORD


@pytest.fixture
def invited(site):
    """The address of an invitation."""
    made = colleagues.invite(
        email="noor@example.org", name="Noor Invented", role=Role.HUB_OFFICER, by=OPERATOR
    )
    return f"{site}/sign-in/invitation/{made.token}"


def with_authenticator(page: Page) -> Page:
    """A device that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                     "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    return page


def test_from_the_invitation_to_the_desk_and_back_in_by_passkey(invited, opened, look):
    page = with_authenticator(opened())
    page.goto(invited)
    assert invited.rpartition("/")[2] not in page.url
    look(page, "invitation")
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    look(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now a second factor")
    look(page)
    page.get_by_role("link", name="Set up a passkey").click()
    look(page, "passkey")
    page.get_by_role("button", name="Set up the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    look(page)
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url("**/desk/**")
    page.goto("/sign-in/yours/")
    look(page)
    page.request.post("/sign-in/out/")
    page.context.clear_cookies()
    page.goto("/desk/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    look(page, "sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/queue/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")


def test_a_passkey_serves_as_the_second_step_too(invited, opened, look):
    page = with_authenticator(opened())
    page.goto(invited)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.goto("/sign-in/yours/passkey/")
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    look(page, "second-step")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/desk/**")


def test_without_javascript_an_authenticator_app_leads_to_the_desk(invited, opened):
    page = opened(javascript=False)
    page.goto(invited)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    expect(page.get_by_role("img")).to_be_visible()
    page.get_by_text("I cannot use a camera").click()
    secret = page.locator(".hub-ref").inner_text().replace(" ", "")
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/desk/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
