"""Before an arrest or a removal request: Article 10 is written down first, and what is to be done stands on the case."""

import pytest

from hub.audit.models import Line
from hub.cases.models import Note
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.pathway import deciding
from hub.pathway.deciding import Given
from hub.triage.terms.deciding import CrimeAnswer, LaterStep
from tests.pathway.deciding_world import CRIME, NOT, SUMMARY, THREAT, WHOLE, a_case, decide, new, outcome
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db
GATED = (LaterStep.ARREST, LaterStep.REMOVAL_OF_LAWFUL)


@pytest.fixture
def case():
    return a_case()


def go(case, step, who="bo", reason="He is about to leave."):
    deciding.go_ahead(case=case, step=step, reason=reason, seen=None, by=actor(who))


@pytest.mark.parametrize("step", GATED)
def test_expert_check_1_nothing_of_it_is_written_down_before_the_worksheet_is(case, step):
    with pytest.raises(NotNow, match=f"Not yet. Before {step}, fill in the free expression worksheet"):
        go(case, step)
    assert not Note.objects.exists()
    assert Line.objects.get(action="triage.go-ahead", refused=True).subject == case
    decide(case, CRIME)
    go(case, step)
    assert (
        Note.objects.get().text
        == f"To be done, with the worksheet of Article 10 read: {step}. He is about to leave."
    )


@pytest.mark.parametrize("step", GATED)
def test_the_worksheet_of_one_offence_is_not_that_of_another(case, step):
    given = Given(new(CrimeAnswer.MORE), (THREAT,), WHOLE)
    decide(case, given)
    deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))
    with pytest.raises(NotNow, match="worksheet was not written for POA5"):
        go(case, step)
    deciding.choose_offences(case=case, chosen=(THREAT,), seen=None, by=actor("bo"))
    go(case, step)
    assert Note.objects.exists()


def test_what_is_illegal_in_itself_may_be_asked_to_go_without_it(case):
    go(case, LaterStep.REMOVAL_OF_ILLEGAL)
    assert "rests on illegal content" in Note.objects.get().text


def test_it_has_a_reason_and_a_case_that_is_not_done_with(case):
    with pytest.raises(Refusal, match="Say why it is necessary"):
        go(case, LaterStep.REMOVAL_OF_ILLEGAL, reason=" ")
    decide(case, NOT)
    with pytest.raises(NotNow):
        go(case, LaterStep.REMOVAL_OF_ILLEGAL)
    assert not Note.objects.exists()


def test_nothing_is_to_be_done_any_more_in_a_case_that_has_its_outcome(case):
    decide(case, CRIME)
    outcome(case)
    with pytest.raises(NotNow, match="decided and done with"):
        go(case, LaterStep.REMOVAL_OF_ILLEGAL)
    assert not Note.objects.filter(text__startswith="To be done").exists()


def test_an_auditor_writes_nothing_down(case):
    with pytest.raises(NotPermitted):
        go(case, LaterStep.REMOVAL_OF_ILLEGAL, who="aud")


def test_the_page_says_what_is_missing_and_loses_no_words(case):
    bo, address = client_of("bo"), f"/desk/cases/{case}/ahead/"
    assert address in bo.get(f"/desk/cases/{case}/").content.decode()
    answer = bo.post(address, {"step": "arrest", "reason": "He is about to leave.", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Before an arrest, fill in the free expression worksheet" in page
    assert "He is about to leave." in page
    answer = bo.post(address, {"step": "removal-of-illegal", "reason": "It is a threat.", "version": "1"})
    assert answer.status_code == 302
    assert "It is a threat." in bo.get(f"/desk/cases/{case}/").content.decode()
    assert "/ahead/" in bo.get(f"/desk/cases/{case}/").content.decode()
