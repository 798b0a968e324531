"""What the cards of a case tell: who is at risk, what happened, and what help was offered and agreed to."""

import re

import pytest

from hub.cases.models import Case
from hub.disclosures.models import Agreement
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import client_of
from tests.web.desk.cases.test_pages import form, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def card(page, anchor):
    """What one card of the page says, without its tags."""
    found = re.search(rf'<section[^>]* id="{anchor}".*?</section>', page)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_the_card_of_risk_says_who_is_at_risk_and_how_they_are_reached(case):
    safe, bo = card(text(client_of("bo").get(f"/desk/cases/{case}/")), "risk"), client_of("bo")
    assert "Age not known as told" in safe
    assert "Safe to contact whoever reported" in safe
    assert "danger" not in safe.casefold()
    arrive(
        telling(
            2, **{**AMINA, "safe_to_contact": "no"}, immediate_danger="yes", victim_under_18="yes", language="so",
            content_urls="https://x.com/invented/status/9",
        )
    )  # fmt: skip
    other = Case.objects.exclude(reference=case).get().reference
    risk = card(text(bo.get(f"/desk/cases/{other}/")), "risk")
    for said in (
        "Immediate danger was reported as told", "Under 18 as told", "Another case of the same victim", "recognised by name and contact",
        "Not safe to contact whoever reported", "Asked for Somali whoever reported",
    ):  # fmt: skip
        assert said in risk, (said, risk)
    assert "Amina" not in risk


def test_what_happened_stands_in_the_words_of_whoever_reported_with_names_masked(case):
    arrive(
        telling(
            3, **AMINA, what_happened="Invented: he came to the door and said Amina Invented must go.",
            content_urls="https://x.com/invented/status/10",
        )
    )  # fmt: skip
    other = Case.objects.exclude(reference=case).get().reference
    told = card(text(client_of("bo").get(f"/desk/cases/{other}/")), "happened")
    assert "Invented: he came to the door and said" in told
    assert "must go." in told
    assert "In the words of the victim" in told
    assert "Amina" not in told


def test_the_card_of_support_says_what_was_offered_and_agreed_and_keeps_what_is_ticked():
    arrive(telling(**AMINA, consent_support="yes", consent_partners="Galop"))
    case, bo = Case.objects.get().reference, client_of("bo")
    address = f"/desk/cases/{case}/"

    def support():
        return card(text(bo.get(address)), "support")

    assert "Galop to be confirmed" in support()
    assert re.search(r"Offered, [1-9]\d* services? ", support())
    told = Agreement.objects.get().reference
    assert bo.post(f"{address}confirm/{told}/", form(case, fields=["name", "phone"])).status_code == 302
    assert re.search(r"Galop agreed [^:]*: name, phone ", support())
    confirmed = Agreement.objects.latest("pk").reference
    assert bo.post(f"{address}withdraw/{confirmed}/", form(case)).status_code == 302
    assert "Galop taken back" in support()
    assert "Take back" not in support()


def test_nothing_was_offered_to_whoever_said_no_to_help():
    arrive(telling(**AMINA, consent_support="no"))
    page = text(client_of("bo").get(f"/desk/cases/{Case.objects.get().reference}/"))
    assert "Nothing was offered: they said no to help, or no service fits." in card(page, "support")
