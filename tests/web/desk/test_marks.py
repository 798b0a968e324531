"""A mark above OFFICIAL-SENSITIVE is refused wherever somebody types words that are kept."""

import re
from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Reason
from hub.cases.models import BreakGlass, Case, Headline, Note
from hub.common import clock
from hub.common.refusals import Refusal
from hub.duties.models import Duty
from hub.pathway import casework
from hub.people.models import Notice
from hub.queue.models import SavedView
from hub.reports.models import Addition, Disagreement, Report
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db
MARKED = "TOP SECRET"
SAYS = "This is marked TOP SECRET"


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def form(case, **given):
    return {
        "version": Case.objects.get(reference=case).version,
        "seen_at": "2020-01-01T00:00:00+00:00",
        **given,
    }


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("headline", {"words": MARKED}),
        ("note", {"text": f"They rang.\n{MARKED}\nThey rang again."}),
        ("take-back", {"reason": MARKED}),
        ("fact", {"text": MARKED}),
        ("answer", {"text": MARKED}),
        ("crime-reference", {"text": MARKED}),
        ("done", {"reason": MARKED}),
        ("pause", {"reason": MARKED}),
        ("not-possible", {"reason": MARKED}),
        ("disagree", {"strand": "race", "reason": MARKED}),
    ],
)
def test_no_step_on_a_case_keeps_it(case, step, given):
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    report = Report.objects.get().reference
    about = {
        "done": Duty.objects.get(kind="needs-assessment").reference,
        "pause": Duty.objects.get(kind="needs-assessment").reference,
        "not-possible": Duty.objects.get(kind="needs-assessment").reference,
        "disagree": report,
    }.get(step, "")
    address = f"/desk/cases/{case}/{step}/{f'{about}/' if about else ''}"
    answer = client_of("bo").post(address, form(case, report=report, **given))
    assert answer.status_code == 400
    assert SAYS in text(answer)
    assert not [each for each in (Headline, Note, Addition, Disagreement) if each.objects.exists()]
    assert not Reason.objects.filter(text__contains=MARKED).exists()


def test_no_answer_of_the_officer_in_the_case_keeps_it(case):
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    casework.accept_case(case=case, seen=None, by=actor("chandra"))
    with pytest.raises(Refusal, match=SAYS):
        casework.return_case(case=case, reason=MARKED, seen=None, by=actor("chandra"))
    with pytest.raises(Refusal, match=SAYS):
        casework.hand_over_case(case=case, to="U-1", reason=MARKED, seen=None, by=actor("chandra"))


def test_no_decision_about_a_way_out_keeps_it():
    arrive(telling(1, online="no"))
    report = Report.objects.get().reference
    for decision in ("leaves", "stays"):
        answer = client_of("bo").post(
            f"/desk/reports/{report}/exit/", {"decision": decision, "reason": MARKED}
        )
        assert SAYS in text(answer)


def test_no_reason_for_a_look_keeps_it(case):
    report, bo = Report.objects.get().reference, client_of("bo")
    for address, given in (
        (f"/desk/cases/{case}/people/", {"own_reason": MARKED}),
        (f"/desk/cases/{case}/originals/{report}/", {"reason": MARKED}),
    ):
        answer = bo.post(address, given)
        assert answer.status_code == 400
        assert SAYS in text(answer)
        assert "Amina" not in text(answer)
    pathway.claim(subject=case, by=actor("ruth"))
    answer = bo.post(f"/desk/cases/{case}/open/", {"reason": MARKED})
    assert answer.status_code == 400
    assert SAYS in text(answer)
    assert not BreakGlass.objects.exists()


def test_no_question_of_the_borough_keeps_it(case):
    answer = client_of("chandra").post(f"/desk/ask/{case}/", {"text": MARKED})
    assert answer.status_code == 400
    assert SAYS in text(answer)


def test_no_view_and_no_notice_keeps_it():
    assert SAYS in text(client_of("bo").post("/desk/queue/views/", {"name": MARKED, "query": "late=1"}))
    until = clock.now().astimezone(clock.LONDON) + timedelta(hours=2)
    answer = client_of("adi").post(
        "/desk/notice/put-up/", {"text": MARKED, "until_at": f"{until:%Y-%m-%dT%H:%M}"}
    )
    assert SAYS in text(answer)
    assert not SavedView.objects.exists()
    assert not Notice.objects.exists()
