"""A case and its ways out: what stays has its clocks, each report is followed by itself, and what has left is done with."""

import pytest

from hub import pathway
from hub.cases.models import Case, CaseReport
from hub.duties.models import Duty
from hub.pathway import belonging
from hub.queue.models import Waiting
from hub.reports.models import Report
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
SAME = "https://x.com/invented/status/1001"


def report(number: int = 1, **given: str) -> str:
    (found,) = arrive(telling(number, **given))
    return Report.objects.get(pk=found.report_id).reference


def case_of(reference: str) -> str:
    return CaseReport.objects.get(report__reference=reference).case.reference


def live(*subjects: str) -> set[str]:
    rows = Duty.objects.filter(subject__in=subjects, state__in=["running", "paused"])
    return set(rows.values_list("kind", flat=True))


def confirmed_for_kent(number: int = 1, **given: str) -> str:
    reference = report(number, borough="Kent", **given)
    pathway.confirm_exit(report=reference, reason="She lives in Kent.", by=actor("bo"))
    return reference


# -- what stays


def test_what_an_inspector_settles_as_ours_has_the_clock_of_recording_and_something_next():
    reference = confirmed_for_kent(**AMINA)
    assert "recorded" not in live(reference)
    belonging.dispute(subject=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    case = belonging.settle(subject=reference, stays=True, reason="Ours.", seen=None, by=actor("gita"))
    assert "recorded" in live(case)
    assert Waiting.objects.get(subject=case).duty
    assert "transfer" not in live(case, reference)


def test_what_was_recorded_already_is_not_to_be_recorded_again():
    reference = confirmed_for_kent(crime_reference="CR/1/26", **AMINA)
    belonging.dispute(subject=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    case = belonging.settle(subject=reference, stays=True, reason="Ours.", seen=None, by=actor("gita"))
    assert "recorded" not in live(case)
    assert live(case), "no open case is left without a duty"


def test_what_stays_and_joins_a_case_that_was_done_with_takes_it_up_again():
    case = case_of(report(1, content_urls=SAME, **AMINA))
    Case.objects.filter(reference=case).update(stage="finalised")
    reference = report(2, borough="Kent", content_urls=SAME, **AMINA)
    pathway.confirm_exit(report=reference, reason="Kent.", by=actor("bo"))
    belonging.dispute(subject=reference, reason="Not Kent's.", seen=None, by=actor("bo"))
    assert belonging.settle(subject=reference, stays=True, reason="x", seen=None, by=actor("gita")) == case
    assert "case-review" in live(case)
