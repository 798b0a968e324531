"""Danger at the desk in a real browser: from the link of a message to acting, the rota, and somebody at risk."""

from datetime import timedelta

import pytest
from django.core import signing
from playwright.sync_api import expect

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.disclosures.terms import Basis
from hub.duties import actions as duties
from hub.duties.models import Alarm
from hub.duties.terms import Channel, Danger
from hub.pathway import safeguarding
from hub.people.terms import MACHINE
from hub.triage.models import Referral
from hub.triage.terms import AtRisk
from tests.browser.states import State
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import account, actor


@pytest.fixture
def alarm(site) -> Alarm:
    """A report at night tells of danger to a child; Ruth was called and is silent."""
    officer, now = account("ruth").reference, clock.now()
    account("bo")
    arrive(telling(1, **AMINA, immediate_danger="yes", victim_under_18="yes"))
    duties.add_shift(
        officer=officer, rank=1, from_at=now, until_at=now + timedelta(hours=8), by=actor("gita")
    )
    duties.set_way(officer=officer, channel=Channel.EMAIL, address="ruth@example.org", by=actor("gita"))
    found = Alarm.objects.get()
    pathway.name_danger(
        alarm=found.reference, dangers=[Danger.HOME_KNOWN], reason="Their door is shown.", by=actor("bo")
    )
    pathway.call_alarm(alarm=found.pk, by=MACHINE)
    return found


@pytest.fixture
def referral(site) -> Referral:
    """A referral that Bo asked for."""
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    arrive(telling(7, **AMINA))
    found = safeguarding.refer(
        subject=Case.objects.latest("pk").reference, to=(AtRisk.CHILD, "hackney"), basis=Basis.SAFEGUARDING,
        fields=["name", "place"], reason="They are nine.", by=actor("bo"),
    )  # fmt: skip
    return Referral.objects.get(reference=found.reference)


def test_from_the_link_of_a_message_to_acting_in_three_presses(alarm, browser_of, look):
    page = browser_of("bo")
    page.goto(f"/desk/alarms/from/{signing.dumps(alarm.reference, salt='hub.alarms')}/")
    expect(page.get_by_text("Nobody has it yet")).to_be_visible()
    look(page, "alarm")
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_text("Nobody else is called.", exact=False).first).to_be_visible()
    look(page, "alarm-acknowledged")
    page.get_by_role("link", name=f"Go to {alarm.subject}").click()
    expect(page.get_by_text("Bo Invented has the alarm")).to_be_visible()
    expect(page.get_by_text("Victim under 18").first).to_be_visible()
    look(page, "case-with-an-alarm")
    page.goto("/desk/alarms/")
    expect(page.get_by_text("Bo Invented acknowledged it", exact=False)).to_be_visible()
    look(page, "alarms")


def test_an_alarm_is_raised_and_named_by_keyboard_alone(alarm, browser_of, look):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    look(page)
    page.goto(f"/desk/cases/{Case.objects.get().reference}/")
    page.get_by_role("link", name="Raise an alarm").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Weapon, attack date or place of many people").focus()
    page.keyboard.press("Space")
    page.get_by_label("What do you know?").focus()
    page.keyboard.type("A knife is shown.")
    look(page, "raise-an-alarm")
    page.get_by_role("button", name="Raise the alarm").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("stands on the desk", exact=False)).to_be_visible()
    made = Alarm.objects.latest("pk")
    page.goto(f"/desk/alarms/{made.reference}/danger/")
    look(page, "name-the-danger")
    page.get_by_role("button", name="Keep it with the alarm").click()
    expect(page.get_by_text("Choose which danger it is").first).to_be_visible()
    look(page)


def test_the_inspector_keeps_the_rota_without_javascript(alarm, browser_of):
    page = browser_of("gita", javascript=False)
    page.goto("/desk/on-call/")
    page.get_by_role("link", name="Put somebody on call").click()
    now = clock.now().astimezone(clock.LONDON)
    page.get_by_label("Who").select_option(label="Bo Invented")
    page.get_by_label("Called as").select_option("2")
    page.get_by_label("From").fill(f"{now:%Y-%m-%dT%H:%M}")
    page.get_by_label("Until").fill(f"{now + timedelta(hours=8):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Put them on call").click()
    assert "They are on the rota." in page.content()
    page.get_by_role("link", name="Change how Bo Invented is reached").click()
    page.get_by_label("Text message").check()
    page.get_by_role("textbox", name="Where").fill("+44 7700 900001")
    page.get_by_role("button", name="Keep this way").click()
    expect(page.get_by_text("Kept, but an alarm passes this way over.")).to_be_visible()
    expect(page.get_by_text("None of these works yet: an alarm cannot reach them.")).to_be_visible()


def test_the_pages_of_danger_fit_and_axe_finds_nothing(alarm, referral, browser_of, sound):
    case = Case.objects.order_by("pk")[0].reference
    of_the_inspector = (
        "/desk/alarms/", f"/desk/alarms/{alarm.reference}/", "/desk/on-call/", "/desk/on-call/add/",
        f"/desk/on-call/ways/{account('ruth').reference}/", "/desk/morning/", "/desk/safeguarding/",
        f"/desk/safeguarding/{referral.reference}/", f"/desk/cases/{case}/age/", f"/desk/cases/{case}/safeguard/",
    )  # fmt: skip
    sound(browser_of("gita"), *map(State, of_the_inspector))
    kept = ("/desk/organisations/", "/desk/organisations/safeguarding/hackney/child/", "/desk/health/")
    sound(browser_of("adi"), *map(State, kept))


def test_a_colleague_authorises_a_referral_and_a_refusal_without_words_says_what_is_missing(
    referral, browser_of, look
):
    page = browser_of("ruth")
    page.goto(f"/desk/safeguarding/{referral.reference}/")
    look(page, "safeguarding")
    page.get_by_role("button", name="Refuse it").click()
    expect(page.get_by_text("Say why it does not go").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Authorise it").click()
    expect(page.get_by_text("Authorised. It goes now.")).to_be_visible()
