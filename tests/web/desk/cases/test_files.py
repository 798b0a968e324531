"""The files of a case at the desk: who held each, and what may be taken out."""

from html import unescape

import pytest

from hub.audit.models import Line
from hub.cases.models import Case
from hub.evidence import actions
from hub.evidence.models import Custody, Exhibit
from hub.evidence.terms import Scanned, Source
from hub.pathway import evidence
from tests.walks import AMINA, MACHINE, arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40)


@pytest.fixture
def case():
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def collect(case, content=PNG, name="Quarkwright.png"):
    source = Source(name, lambda: iter([content]))
    return evidence.collect(case=case, source=source, reason="From the reporter.", by=actor("bo")).exhibit


def scanned(found=""):
    for row in Exhibit.objects.filter(state="waiting"):
        actions.settle_scan(exhibit=row.pk, scanned=Scanned(found, "Invented 1"), by=MACHINE)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def test_a_case_leads_to_its_files_and_they_say_how_they_stand(case):
    bo = client_of("bo")
    assert f'href="/desk/cases/{case}/files/"' in text(bo.get(f"/desk/cases/{case}/"))
    assert "No file is kept in this case." in text(bo.get(f"/desk/cases/{case}/files/"))
    one = collect(case)
    page = text(bo.get(f"/desk/cases/{case}/files/"))
    assert "Not looked through for malware yet." in page
    assert f"/file/{one}/" not in page
    scanned()
    collect(case, b"Invented words.", "words.png")
    page = text(bo.get(f"/desk/cases/{case}/files/"))
    assert "Picture, " in page
    assert f'href="/desk/cases/{case}/file/{one}/"' in page
    assert "Its name says that it is something else (text/plain by its content)." in page
    assert "Quarkwright" not in page, "what it is called may name somebody"
    assert "Collected, Bo" in page
    assert Line.objects.filter(action="evidence.read", subject=case).count() == 3


def test_a_clean_file_is_saved_as_it_came_for_a_reason_and_its_name_bears_the_marking(case, settings):
    settings.HUB_CLASSIFICATION = "OFFICIAL"
    bo, one = client_of("bo"), collect(case)
    url = f"/desk/cases/{case}/file/{one}/"
    assert bo.post(url, {"reason": "For the file."}).status_code == 409, "it was not looked through"
    scanned()
    assert "exactly as it came" in text(bo.get(url))
    assert bo.post(url, {"reason": " "}).status_code == 400
    assert not Custody.objects.filter(act="export").exists()
    answer = bo.post(url, {"reason": "For the file."})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Disposition"] == f'attachment; filename="OFFICIAL {one}.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(PNG))
    assert b"".join(answer.streaming_content) == PNG
    assert Custody.objects.filter(act="export", reason="For the file.").count() == 1


def test_what_is_infected_or_of_another_case_is_not_given_out(case):
    (other,) = arrive(telling(2, reporter_name="Bea Invented", reporter_email="bea@example.org"))
    bo, one = client_of("bo"), collect(case)
    scanned("Invented.Trojan")
    assert "Malware was found in it." in text(bo.get(f"/desk/cases/{case}/files/"))
    assert bo.post(f"/desk/cases/{case}/file/{one}/", {"reason": "x"}).status_code == 409
    Exhibit.objects.update(state="clean")
    answer = bo.post(f"/desk/cases/{other.placed.case}/file/{one}/", {"reason": "x"})
    assert answer.status_code in {400, 404}
    assert not Custody.objects.filter(act="export").exists()


def test_a_damaged_file_is_refused_on_its_page_and_not_half_saved(case, settings, tmp_path):
    settings.HUB_VAULT = tmp_path
    bo, one = client_of("bo"), collect(case)
    scanned()
    (path,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    answer = bo.post(f"/desk/cases/{case}/file/{one}/", {"reason": "x"})
    assert answer.status_code == 400
    assert "not what was sealed" in unescape(answer.content.decode())
    assert not Custody.objects.filter(act="export").exists()


def test_the_files_of_a_case_are_paged(case, monkeypatch):
    monkeypatch.setattr("hub.evidence.queries.PAGE", 2)
    names = [collect(case, bytes([each])) for each in range(3)]
    bo = client_of("bo")
    page = text(bo.get(f"/desk/cases/{case}/files/"))
    assert names[1] in page
    assert names[2] not in page
    after = Exhibit.objects.get(reference=names[1]).pk
    assert f'href="?after={after}"' in page
    assert names[2] in text(bo.get(f"/desk/cases/{case}/files/?after={after}"))
