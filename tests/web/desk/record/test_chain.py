"""The page of the chain, and a reason that was erased: in a database of their own, because they commit."""

import pytest

from hub.audit import actions as audit
from hub.audit.models import Examination
from hub.audit.terms import ExaminationState
from hub.pathway import recording
from tests.audit.test_tampering import tampering
from tests.walks import MACHINE
from tests.web.accounts import client_of
from tests.web.desk.record.test_pages import shown, write


@pytest.fixture(autouse=True)
def heads(settings, tmp_path):
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"


def test_an_erased_reason_says_so(own_database):
    write(reason="words that the law erases")
    with tampering() as admin:
        admin.execute("DELETE FROM audit_reason")
    text = shown(client_of("aud").get("/desk/record/"))
    assert "its words have been erased" in text
    assert "words that the law erases" not in text


def examine():
    """What the worker does with what waits."""
    for pk in Examination.objects.exclude(state=ExaminationState.DONE).values_list("pk", flat=True):
        recording.examine(examination=pk, by=MACHINE)


def test_an_examination_is_asked_for_once_shown_and_done(own_database):
    write()
    audit.seal()
    aud = client_of("aud")
    aud.post("/desk/chain/examine/")
    aud.post("/desk/chain/examine/")
    row = Examination.objects.get()
    text = shown(aud.get("/desk/chain/"))
    assert "Waiting for the worker to begin" in text
    assert "X-Quiet" in text
    address = f"/desk/chain/examinations/{row.reference}/"
    assert aud.get(address).headers["Location"] == "/desk/chain/"
    assert "HX-Refresh" not in aud.get(address, headers={"HX-Request": "true"}).headers
    Examination.objects.update(state=ExaminationState.RUNNING, lines=5_000)
    assert "5,000 lines examined so far" in shown(aud.get(address, headers={"HX-Request": "true"}))
    examine()
    assert aud.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    text = shown(aud.get("/desk/chain/"))
    assert "Nothing is wrong" in text
    assert "Aud Invented" in text
    assert aud.get("/desk/chain/examinations/V-00000-00000/").status_code == 404
