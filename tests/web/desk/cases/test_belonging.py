"""Whose it is, on the page: what the rule proposes, what an officer decides, and what the other force answers."""

import io
import json
import re
import zipfile
from html import unescape

import pytest
from django.test import Client

from hub import pathway
from hub.cases.models import Case
from hub.disclosures.models import Release
from hub.duties.models import Duty
from hub.pathway import belonging, transferring
from hub.reports.models import Report
from hub.triage.models import Exit
from hub.triage.terms import Belongs
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


@pytest.fixture
def bo() -> Client:
    return client_of("bo")


def test_a_case_says_whose_it_is_and_why_and_leads_to_the_decision(bo):
    case = arrive(telling(1))[0].placed.case
    page = text(bo.get(f"/desk/cases/{case}/"))
    assert "Whose is it" in page
    assert "it is recorded where the victim lives, in the area of Metropolitan Police." in page
    assert f"/desk/cases/{case}/whose/" in page
    asked = text(bo.get(f"/desk/cases/{case}/whose/"))
    assert "The written rule proposes Metropolitan Police." in asked
    assert "own knowledge" in asked


def test_where_the_suspect_was_changes_what_is_proposed_and_the_decision_proposes_a_way_out(bo):
    case = arrive(telling(1))[0].placed.case
    report = Report.objects.get().reference
    said = {
        "report": report,
        "victim": "",
        "suspect": "kent-police",
        "reason": "He says so.",
        "version": _version(case),
    }
    page = text(bo.post(f"/desk/cases/{case}/where/", said, follow=True))
    assert "The written rule proposes now: Kent Police." in page
    assert "The written rule proposes Kent Police." in page
    answer = {
        "report": report,
        "force": "kent-police",
        "borough": "hackney",
        "reason": "Kent.",
        "version": _version(case),
    }
    page = text(bo.post(f"/desk/cases/{case}/whose/", answer, follow=True))
    assert "Decided: Kent Police." in page
    assert "Proposed for Kent Police. Nothing has left." in page
    assert "Decide whether this leaves the hub" in page
    page = text(
        bo.post(
            f"/desk/cases/{case}/exit/",
            {"decision": "leaves", "reason": "Yes.", "version": _version(case)},
            follow=True,
        )
    )
    assert "Confirmed for Kent Police. Its package is still to be written." in page
    assert "Record their reference" in page


def _version(case: str) -> int:
    return Case.objects.get(reference=case).version


def test_a_report_whose_force_was_unknown_becomes_a_case_by_the_decision(bo):
    arrive(telling(1, borough="", postcode=""))
    report = Report.objects.get().reference
    answer = {"report": report, "force": "metropolitan-police", "borough": "camden", "reason": "She told us."}
    page = text(bo.post(f"/desk/reports/{report}/whose/", answer, follow=True))
    assert f"It is case {Case.objects.get().reference}." in page
    assert "Camden" in page


def test_a_report_for_kent_is_followed_to_its_end_on_its_page(bo):
    arrive(telling(1, borough="Kent", **AMINA))
    report = Report.objects.get().reference
    pathway.confirm_exit(report=report, reason="She lives in Kent.", by=actor("bo"))
    page = text(bo.get(f"/desk/reports/{report}/"))
    assert "Hand it over and get the receiving force's reference" in page
    assert f'href="/desk/reports/{report}/package/">Write the package</a>' in page
    transferring.transfer(report=report, reason="Kent records it.", by=OPERATOR)
    page = text(bo.get(f"/desk/reports/{report}/"))
    assert "Handed to Kent Police. Its own reference is awaited." in page
    assert "Write the package again" in page
    assert f'href="/desk/reports/{report}/acknowledged/"' in page
    page = text(bo.post(f"/desk/reports/{report}/disputed/", {"reason": "Kent: she moved."}, follow=True))
    assert "Disputed with Kent Police. An inspector settles it." in page
    assert f"/desk/reports/{report}/settle/" not in page
    gita = client_of("gita")
    assert f"/desk/reports/{report}/settle/" in text(gita.get(f"/desk/reports/{report}/"))
    gita.post(f"/desk/reports/{report}/settle/", {"decision": "theirs", "reason": "She is in Kent."})
    transferring.transfer(report=report, reason="Settled.", by=OPERATOR)
    page = text(bo.post(f"/desk/reports/{report}/acknowledged/", {"reference": "46/1/26"}, follow=True))
    assert "Taken by Kent Police." in page
    assert "Left the hub" in page
    timeline = text(bo.get(f"/desk/reports/{report}/timeline/"))
    for each in ("Handed to Kent Police", "Disputed with Kent Police", "Taken by Kent Police"):
        assert each in timeline


def test_the_package_is_saved_from_its_page_and_its_release_is_on_record(bo):
    arrive(telling(1, borough="Kent", **AMINA))
    report = Report.objects.get().reference
    refused = bo.post(f"/desk/reports/{report}/package/", {"reason": "Kent records it."})
    assert refused.status_code == 409, "nothing is confirmed yet"
    pathway.confirm_exit(report=report, reason="She lives in Kent.", by=actor("bo"))
    asked = text(bo.get(f"/desk/reports/{report}/package/"))
    assert "Confirmed for Kent Police" in asked
    assert bo.post(f"/desk/reports/{report}/package/", {"reason": " "}).status_code == 400
    assert not Release.objects.exists()
    answer = bo.post(f"/desk/reports/{report}/package/", {"reason": "Kent records it."})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="OFFICIAL-SENSITIVE {report}.zip"'
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == [f"{report}.json", f"{report}.txt"]
        told = json.loads(archive.read(f"{report}.json"))
        assert archive.read(f"{report}.txt").decode().startswith("OFFICIAL-SENSITIVE")
    assert told["people"][0]["name"] == "Amina Invented"
    assert Release.objects.get().recipient == "kent-police"
    assert Exit.objects.get().state == "sent"


def test_what_is_next_is_the_package_until_it_was_handed_over_and_their_reference_then(bo):
    arrive(telling(1, borough="Kent", **AMINA))
    report = Report.objects.get().reference
    pathway.confirm_exit(report=report, reason="She lives in Kent.", by=actor("bo"))
    for duty in Duty.objects.filter(subject=report, state="running").exclude(kind="transfer"):
        pathway.complete_duty(duty=duty.reference, reason="Invented.", by=OPERATOR)

    def button():
        return re.search(
            r'hub-button--fill" href="([^"]+)"[^>]*>([^<]+)<', text(bo.get(f"/desk/reports/{report}/"))
        ).groups()

    assert button() == (f"/desk/reports/{report}/package/", "Write the package")
    transferring.transfer(report=report, reason="Kent records it.", by=OPERATOR)
    assert button() == (f"/desk/reports/{report}/acknowledged/", "Record their reference")


def test_whoever_does_not_know_which_report_is_asked_and_another_case_s_report_is_refused(bo):
    found = [arrive(telling(each, borough="Kent"))[0].report_id for each in (1, 2)]
    one, two = (Report.objects.get(pk=each).reference for each in found)
    for each in (one, two):
        pathway.confirm_exit(report=each, reason="In Kent.", by=actor("bo"))
    bo.post(f"/desk/reports/{one}/package/", {"reason": "Kent.", "report": two})
    assert Release.objects.get().subject == one, "what is chosen is of the page that it is chosen on"


def test_what_an_inspector_keeps_is_a_case_on_the_next_page(bo):
    arrive(telling(1, borough="Kent"))
    report = Report.objects.get().reference
    pathway.confirm_exit(report=report, reason="x", by=actor("bo"))
    belonging.dispute(subject=report, report=report, reason="Not Kent's.", seen=None, by=actor("bo"))
    answer = client_of("gita").post(
        f"/desk/reports/{report}/settle/", {"decision": "ours", "reason": "Ours."}, follow=True
    )
    assert answer.redirect_chain[-1][0].endswith(f"/desk/cases/{Case.objects.get().reference}/")
    assert bo.get("/desk/exits/").status_code == 200


def test_nothing_to_decide_and_nothing_being_handed_over_are_said_in_a_sentence(bo):
    case = arrive(telling(1))[0].placed.case
    given = {"decision": "leaves", "reason": "x", "version": _version(case)}
    answer = bo.post(f"/desk/cases/{case}/exit/", given)
    assert answer.status_code == 409
    assert "waits for a decision" in unescape(answer.content.decode())
    answer = bo.post(f"/desk/cases/{case}/acknowledged/", {"reference": "1", "version": _version(case)})
    assert answer.status_code == 409
    assert "Nothing is being handed to a force." in text(bo.get(f"/desk/cases/{case}/acknowledged/"))
    assert not Exit.objects.exists()


def test_a_borough_officer_reads_whose_it_is_and_decides_nothing():
    case = arrive(telling(1))[0].placed.case
    from_unit = client_of("chandra")
    pathway.open_case(case=case, reason="A neighbour rang.", by=actor("chandra"))
    page = text(from_unit.get(f"/desk/cases/{case}/"))
    assert "Whose is it" in page
    assert "/whose/" not in page


def test_where_two_reports_of_a_case_are_handed_over_each_step_asks_which(bo):
    shared = {"content_urls": "https://x.com/invented/status/1", **AMINA}
    case = next(each.placed.case for each in arrive(telling(1, **shared), telling(2, **shared)))
    one, two = Report.objects.order_by("pk").values_list("reference", flat=True)
    for reference, force in ((one, "kent-police"), (two, "essex-police")):
        belonging.decide_whose(
            subject=case, report=reference, answer=Belongs(force, "", "x"), seen=None, by=actor("bo")
        )
        pathway.confirm_exit(report=reference, reason="x", by=actor("bo"))
    asked = text(bo.get(f"/desk/cases/{case}/disputed/"))
    assert f"{one}: Confirmed for Kent Police." in asked
    assert f"{two}, Essex Police" in asked
    said = {"reason": "Not theirs.", "version": _version(case)}
    assert "Choose which report" in unescape(bo.post(f"/desk/cases/{case}/disputed/", said).content.decode())
    bo.post(f"/desk/cases/{case}/disputed/", {**said, "report": two})
    assert [Exit.objects.get(report__reference=each).state for each in (one, two)] == [
        "confirmed",
        "disputed",
    ]


def test_the_page_of_a_case_that_has_left_says_where_it_went_and_then_what_is_still_owed(bo):
    case = arrive(telling(1, **AMINA))[0].placed.case
    report = Report.objects.get().reference
    belonging.decide_whose(
        subject=case, report=report, answer=Belongs("kent-police", "", "x"), seen=None, by=actor("bo")
    )
    pathway.confirm_exit(report=report, reason="He is in Kent.", by=actor("bo"))
    transferring.transfer(report=report, reason="Kent records it.", by=OPERATOR)
    belonging.acknowledge(subject=case, report=report, force_reference="46/1", seen=None, by=actor("bo"))
    page = text(bo.get(f"/desk/cases/{case}/"))
    assert "Left the hub" in page
    assert "To Kent Police. Confirmed by Bo Invented" in page
    assert "Assess the victim's needs" in page
    assert "Name the officer in the case" not in page
    assert f"/desk/cases/{case}/decision/" not in page
    for duty in Duty.objects.filter(subject=case, state="running"):
        pathway.complete_duty(duty=duty.reference, reason="Done.", by=actor("bo"))
    page = text(bo.get(f"/desk/cases/{case}/"))
    assert "Left the hub" in page
    assert "Nothing is due." in page
    assert case not in text(bo.get("/desk/queue/"))
