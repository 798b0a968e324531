"""The dedicated unit's pages: what is in quarantine is listed, never shown, and leaves by its word."""

import re
from html import unescape

import pytest

from hub.cases.models import Case
from hub.evidence import actions
from hub.evidence.models import Custody, Exhibit
from hub.evidence.terms import Act, Scanned, Source, State
from hub.keys import actions as keys
from hub.pathway import evidence
from tests.walks import AMINA, BO, MACHINE, arrive, telling
from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db
WORDS = b"Invented bytes of a picture."


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.HUB_VAULT, settings.HUB_QUARANTINE_KEYS = tmp_path / "vault", tmp_path / "quarantine"
    keys.enrol(by=MACHINE)


@pytest.fixture
def case():
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def kept(case: str, *, flagged: bool) -> str:
    source = Source("invented.png", lambda: iter([WORDS]))
    return evidence.collect(
        case=case, source=source, reason="The reporter says so.", flagged=flagged, by=BO
    ).exhibit


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode())


def test_an_officer_puts_a_file_in_quarantine_from_the_page_of_files(case):
    exhibit, bo = kept(case, flagged=False), client_of("bo")
    actions.settle_scan(exhibit=Exhibit.objects.get().pk, scanned=Scanned("", "Invented 1"), by=MACHINE)
    step = f"/desk/cases/{case}/quarantine/{exhibit}/"
    assert step in text(bo.get(f"/desk/cases/{case}/files/"))
    assert "Describe no image" in text(bo.get(step))
    text(bo.post(step, {"reason": " ", "version": 1}), 400)
    text(bo.post(step, {"reason": "She says that it is of her son.", "version": 1}, follow=True))
    page = text(bo.get(f"/desk/cases/{case}/files/"))
    assert "In quarantine: nobody opens it here." in page
    assert (step in page, f"/file/{exhibit}/" in page) == (False, False)
    assert text(bo.post(f"/desk/cases/{case}/file/{exhibit}/", {"reason": "I want to see it."}), 409)


def test_the_unit_arrives_at_what_waits_for_it_and_takes_it_over_as_it_came(case):
    exhibit, ken = kept(case, flagged=True), client_of("ken")
    arrived = ken.get("/desk/", follow=True)
    assert arrived.redirect_chain[-1][0] == "/desk/quarantine/"
    assert f"/desk/quarantine/{exhibit}/" in text(arrived)
    page = text(ken.get(f"/desk/quarantine/{exhibit}/"))
    assert "It is never shown here." in page
    assert "The reporter says so." in page
    assert not re.search(r"<(img|video|audio|object|iframe)\b", page)
    taken = ken.post(f"/desk/quarantine/{exhibit}/", {"word": "take", "reason": "For our file."})
    assert b"".join(taken.streaming_content) == WORDS
    assert taken.headers["Content-Disposition"].startswith("attachment; ")
    assert taken.headers["Content-Type"] == "application/octet-stream"
    assert Exhibit.objects.get().state == State.QUARANTINED
    assert Custody.objects.filter(act=Act.EXPORT).count() == 1


def test_what_is_destroyed_is_asked_about_once_more(case):
    exhibit, ken = kept(case, flagged=True), client_of("ken")
    word = {"word": "destroy", "reason": "We have our own copy."}
    asked = text(ken.post(f"/desk/quarantine/{exhibit}/", word))
    assert f"Destroy {exhibit}?" in asked
    assert "The unit has not taken it over." in asked
    taken = ken.post(f"/desk/quarantine/{exhibit}/", {"word": "take", "reason": "For our file."})
    assert b"".join(taken.streaming_content) == WORDS
    asked = text(ken.post(f"/desk/quarantine/{exhibit}/", word))
    assert ("The unit took it over" in asked, "has not taken it over" in asked) == (True, False)
    assert Exhibit.objects.get().state == State.QUARANTINED
    done = text(ken.post(f"/desk/quarantine/{exhibit}/", {**word, "confirmed": "yes"}, follow=True))
    assert "Destroyed: nobody ever opens it again." in done
    assert "Nothing is in quarantine" in done
    assert Exhibit.objects.get().state == State.DESTROYED
    assert text(ken.get(f"/desk/quarantine/{exhibit}/"), 404)


def test_what_is_released_stands_as_any_other_file(case):
    exhibit, ken = kept(case, flagged=True), client_of("ken")
    text(ken.post(f"/desk/quarantine/{exhibit}/", {"word": "release"}), 400)
    said = {"word": "release", "reason": "An adult, in a newspaper."}
    assert "Released" in text(ken.post(f"/desk/quarantine/{exhibit}/", said, follow=True))
    assert Exhibit.objects.get().state == State.WAITING
    assert "Not looked through for malware yet." in text(client_of("bo").get(f"/desk/cases/{case}/files/"))
