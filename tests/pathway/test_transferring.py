"""The package for another force: everything of the report, and no contact that is not safe to use."""

import json

import pytest

from hub import pathway
from hub.duties.models import Duty
from hub.pathway import belonging, casework, transferring
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from hub.triage.terms import Belongs
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "07700 900123", "amina@example.org"


def packed(reference: str):
    return transferring.transfer(report=reference, reason="Kent records it.", by=OPERATOR)


def confirmed(number: int = 1, **given: str) -> str:
    (found,) = arrive(telling(number, borough="Kent", **{**AMINA, **given}))
    reference = Report.objects.get(pk=found.report_id).reference
    pathway.confirm_exit(report=reference, reason="She lives in Kent.", by=actor("bo"))
    return reference


@pytest.mark.parametrize(
    ("safe", "kept_back", "passed_on", "sentence"),
    [
        ("no", [PHONE, EMAIL], [], "Do not contact them"), ("phone", [EMAIL], [PHONE], "By telephone only"),
        ("e-mail", [PHONE], [EMAIL], "By e-mail only"), ("yes", [], [PHONE, EMAIL], "They said that this is safe"),
    ],
)  # fmt: skip
def test_what_is_not_safe_to_use_is_not_passed_on_wherever_it_was_written(
    safe, kept_back, passed_on, sentence
):
    told = f"He read {EMAIL.upper()} and rang 07700900123."
    reference = confirmed(safe_to_contact=safe, what_happened=told)
    pathway.add_fact(
        report=reference, kind=AdditionKind.NOTE, text=f"Rang {PHONE}: no answer.", by=actor("bo")
    )
    found = packed(reference)
    (amina,) = found.contents["people"]
    assert sentence in amina["how_to_reach"]
    assert "Amina Invented" in json.dumps(found.contents)
    for text in (json.dumps(found.contents), transferring.readable(found)):
        squeezed = text.casefold().replace(" ", "")
        for each in kept_back:
            assert each.replace(" ", "") not in squeezed
        assert all(each in text for each in passed_on)


def test_somebody_with_a_telephone_alone_who_said_no_is_not_passed_on_either():
    text = json.dumps(packed(confirmed(safe_to_contact="no", reporter_email="")).contents)
    assert PHONE not in text


def test_what_somebody_else_said_of_the_same_address_since_counts():
    reference = confirmed()
    arrive(telling(2, **{**AMINA, "safe_to_contact": "no"}))
    assert EMAIL not in json.dumps(packed(reference).contents)


def test_every_telling_is_in_it_and_what_was_told_last_of_safety_counts():
    reference = confirmed()
    again = {"what_happened": "Now he knows.", "safe_to_contact": "no", "reporter_phone": "07700 900999"}
    arrive(telling(1, borough="Kent", **{**AMINA, **again}))
    found = packed(reference).contents
    assert [each["what_happened"] for each in found["as_told"]] == ["Invented report 1", "Now he knows."]
    for each in (PHONE, EMAIL, "07700 900999"):
        assert each not in json.dumps(found)


def test_the_duties_of_the_case_are_in_it_and_of_a_case_of_several_not_why_they_ended():
    (one,) = arrive(telling(1, **AMINA))
    case, reference = one.placed.case, Report.objects.get(pk=one.report_id).reference
    duty = Duty.objects.get(subject=case, kind="needs-assessment")
    pathway.complete_duty(duty=duty.reference, reason="She told us of R-OTHER.", by=actor("bo"))
    answer = Belongs("kent-police", "hackney", "because")
    belonging.decide_whose(subject=case, report=reference, answer=answer, seen=None, by=actor("bo"))
    casework.decide_exit(report=reference, leaves=True, reason="He is in Kent.", case=case, by=actor("bo"))
    found = packed(reference).contents["duties"]
    done = next(each for each in found if each["state"] == "done" and "needs" in each["duty"].casefold())
    assert done["because"] == "She told us of R-OTHER."
    shared = {"content_urls": "https://x.com/invented/status/1001"}
    (two,) = arrive(telling(2, **shared, **AMINA))
    assert two.placed.case == case
    assert "R-OTHER" not in json.dumps(packed(reference).contents)
