"""Safeguarding at the desk: asked on a case, decided by a colleague, ended with a reference, and where it goes."""

import re

import pytest

from hub import pathway
from hub.cases.models import Case
from hub.places import queries as places
from hub.triage.models import Referral
from hub.workers import tasks
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db

ASKED = {
    "at_risk": "child",
    "borough": "hackney",
    "basis": "safeguarding",
    "fields": ["name", "place"],
    "reason": "Nine.",
}


def words(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:1500]
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def asked(settings) -> Referral:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = (
        "django.core.mail.backends.locmem.EmailBackend",
        "mail.invalid",
    )
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    arrive(telling(1, **AMINA))
    bo, case = client_of("bo"), Case.objects.get().reference
    address = f"/desk/cases/{case}/safeguard/"
    form = bo.get(address).content.decode()
    assert re.search(r'value="hackney" selected', form), "the borough of the case is the first answer"
    assert "Choose who is at risk" in words(bo.post(address, {}), 400)
    missing = words(bo.post(address, {**ASKED, "borough": "ealing"}), 400)
    assert "Ring them now" in missing
    done = words(bo.post(address, ASKED, follow=True))
    assert "waits for a second person" in done
    assert "Hear from whoever safeguards them" in done
    return Referral.objects.get()


def test_who_cannot_be_reached_from_here_is_said_before_anything_is_written():
    arrive(telling(1, **AMINA))
    bo, address = client_of("bo"), f"/desk/cases/{Case.objects.get().reference}/safeguard/"
    assert "No mailbox is known of those who safeguard a child or an adult at risk in Hackney" in words(
        bo.get(address)
    )
    pathway.set_safeguarding_mailbox(borough="hackney", kind="child", address="mash@example.org", by=OPERATOR)
    assert "who safeguard an adult at risk in Hackney: ring them yourself" in words(bo.get(address))
    pathway.set_safeguarding_mailbox(
        borough="hackney", kind="adult", address="adult@example.org", by=OPERATOR
    )
    assert "No mailbox is known" not in words(bo.get(address))


def test_whoever_asked_is_told_to_ask_a_colleague_and_a_colleague_decides(asked):
    bo, ruth = client_of("bo"), client_of("ruth")
    page = f"/desk/safeguarding/{asked.reference}/"
    assert "a colleague or the inspector decides" in words(bo.get(page))
    assert "hub-button--fill" not in bo.get(page).content.decode()
    assert "somebody else decides" in words(bo.post(f"{page}decide/", {"goes": "yes"}), 403)
    shown = ruth.get(page)
    assert shown.content.decode().count("hub-button--fill") == 1
    assert "Name; Postcode and borough" in words(shown)
    assert "Amina" not in words(shown)
    assert "1 safeguarding referral waits for a second person." in words(ruth.get("/desk/alarms/"))
    assert "Say why it does not go" in words(
        ruth.post(f"{page}decide/", {"refuse": "yes", "reason": ""}), 400
    )
    assert "Authorised. It goes now." in words(ruth.post(f"{page}decide/", {"goes": "yes"}, follow=True))
    tasks.send_referral(asked.pk)
    assert "their reference is awaited" in words(bo.get("/desk/safeguarding/"))
    assert "Write the reference" in words(bo.post(f"{page}heard/", {"their_reference": ""}), 400)
    done = words(bo.post(f"{page}heard/", {"their_reference": "MASH-1"}, follow=True))
    assert "MASH-1" in done
    assert "they have it" in done


def test_one_that_is_vital_goes_at_once(asked):
    case = Case.objects.get().reference
    given = {**ASKED, "basis": "vital-interest"}
    assert "is on its way" in words(
        client_of("bo").post(f"/desk/cases/{case}/safeguard/", given, follow=True)
    )


def test_an_administrator_keeps_where_referrals_go_and_checks_it_twice():
    adi, address = client_of("adi"), "/desk/organisations/safeguarding/camden/adult/"
    assert "33 boroughs, 66 mailboxes missing" in words(adi.get("/desk/organisations/"))
    assert "Enter an e-mail address" in words(adi.post(address, {"address": "x"}))
    assert "letter by letter" in words(adi.post(address, {"address": "adults@example.org"}))
    assert not places.safeguarding_mailbox("camden", "adult")
    done = words(adi.post(address, {"address": "adults@example.org", "confirmed": "yes"}, follow=True))
    assert "go there from now on" in done
    assert places.safeguarding_mailbox("camden", "adult") == "adults@example.org"
    assert "no such mailbox" in words(adi.get("/desk/organisations/safeguarding/paris/adult/"), 404)
