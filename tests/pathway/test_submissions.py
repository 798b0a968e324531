"""An intelligence submission: the one way to keep what identifies somebody, never by one person alone, never for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hub import pathway
from hub.aside import queries as known
from hub.aside.models import Submission
from hub.aside.terms import Limb, Standing
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.content.models import Handle, Item
from hub.keys.terms import Destroyed
from hub.pathway import submissions
from hub.workers import tasks
from tests.architecture.aside_actions import authorised, given, set_aside, submitted
from tests.pathway.aside_world import POSTED, found
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


def later(monkeypatch, days):
    moment = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.parametrize(
    "part", ["purpose", "necessity", "proportionality", "risk", "article_10", "told_why"]
)
@pytest.mark.parametrize("words", ["", "   ", "because"])
def test_a_blank_rationale_is_refused(part, words):
    case = set_aside()
    with pytest.raises(Refusal, match="Write a sentence on each of these"):
        submissions.submit(subject=case, given=given(**{part: words}), by=actor("bo"))
    assert not Submission.objects.exists()


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_it_ends_within_twelve_months_and_not_before_it_begins(days):
    case = set_aside()
    with pytest.raises(Refusal, match="Choose a day after today and not after"):
        submissions.submit(
            subject=case, given=given(expires_on=known.today() + timedelta(days=days)), by=actor("bo")
        )


def test_nobody_authorises_their_own_and_a_hub_officer_authorises_none():
    case = set_aside()
    own = submissions.submit(subject=case, given=given(), by=actor("gita"))
    with pytest.raises(NotPermitted, match="Another supervisor has to decide it"):
        submissions.authorise(submission=own, reason="x", by=actor("gita"))
    with pytest.raises(NotPermitted, match="hub officer may not"):
        submissions.authorise(submission=own, reason="x", by=actor("bo"))
    row = Submission.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(state="authorised", supervisor=row.submitter, decided_at=clock.now())
    assert known.submission(case).state == Standing.SUBMITTED


def test_both_have_an_account_and_it_is_decided_with_a_reason():
    case = set_aside()
    with pytest.raises(Refusal, match="Sign in at the desk"):
        submissions.submit(subject=case, given=given(), by=BO)
    made = submissions.submit(subject=case, given=given(), by=actor("bo"))
    with pytest.raises(Refusal, match="Say why"):
        submissions.authorise(submission=made, reason=" ", by=actor("gita"))
    with pytest.raises(NotNow, match="There is a submission about"):
        submissions.submit(subject=case, given=given(), by=actor("ruth"))
    with pytest.raises(NotFound, match="There is no submission"):
        submissions.authorise(submission="I-AAAAA-BBBBB", reason="x", by=actor("gita"))


def test_it_holds_nothing_until_it_is_authorised_and_then_the_account_can_be_found_again():
    reference = submitted()
    assert found("@invented") == []
    submissions.authorise(submission=reference, reason="There is a real risk.", by=actor("gita"))
    assert len(found("@invented")) == 1
    assert Handle.objects.get().handle == "@invented"


def test_one_that_is_authorised_before_the_decision_holds_the_account_when_it_is_set_aside():
    arrive(telling(1, **AMINA, **POSTED))
    case = Case.objects.get().reference
    pathway.claim(subject=case, by=actor("bo"))
    made = submissions.submit(subject=case, given=given(limb=Limb.OFFENCE), by=actor("bo"))
    submissions.authorise(submission=made, reason="There is a real risk.", by=actor("gita"))
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    assert Item.objects.get().url == POSTED["content_urls"]
    submissions.end(submission=made, reason="The risk is over.", by=actor("gita"))
    assert Item.objects.get().url == ""
    with pytest.raises(NotNow, match="is ended early"):
        submissions.end(submission=made, reason="Again.", by=actor("gita"))


def test_one_about_a_case_that_is_not_set_aside_lets_go_of_nothing_when_it_ends():
    arrive(telling(1, **AMINA, **POSTED))
    case = Case.objects.get().reference
    made = submissions.submit(subject=case, given=given(), by=actor("bo"))
    submissions.refuse(submission=made, reason="There is none.", by=actor("gita"))
    again = submissions.submit(subject=case, given=given(), by=actor("bo"))
    submissions.authorise(submission=again, reason="There is one.", by=actor("gita"))
    submissions.end(submission=again, reason="It is over.", by=actor("gita"))
    assert Item.objects.get().url == POSTED["content_urls"]


def test_on_its_day_it_ends_loudly_and_what_it_held_is_let_go(monkeypatch, caplog):
    reference = authorised()
    later(monkeypatch, 30)
    assert submissions.expire_submissions(by=MACHINE) == 0, "its last day counts"
    later(monkeypatch, 1)
    tasks.let_go_daily(timestamp=0)
    assert "1 intelligence submissions expired" in caplog.text
    assert [each.levelname for each in caplog.records if "submissions" in each.getMessage()] == ["ERROR"]
    row = Submission.objects.get(reference=reference)
    assert (row.state, bytes(row.sealed), bytes(row.wrapped_key)) == (Standing.EXPIRED, b"", b"")
    assert found("@invented") == []
    assert Line.objects.filter(action="aside.submission-expired", refused=False).count() == 1
    assert submissions.expire_submissions(by=MACHINE) == 0
    _, words = submissions.read(submission=reference, by=actor("gita"))
    assert words == {}


def test_what_was_disposed_of_cannot_be_submitted_and_what_it_held_goes_on_to_its_own_day(monkeypatch):
    one = authorised()
    later(monkeypatch, 20)
    subject = Submission.objects.get(reference=one).subject
    Submission.objects.update(expires_on=known.today() + timedelta(days=300))
    later(monkeypatch, 61)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert len(found("@invented")) == 1, "the submission holds it still"
    submissions.end(submission=one, reason="It is over.", by=actor("gita"))
    assert found("@invented") == []
    with pytest.raises(NotNow, match="nothing is left"):
        submissions.submit(subject=subject, given=given(), by=actor("bo"))
    with pytest.raises(Destroyed):
        pathway.restore(subject=subject, reason="x", by=OPERATOR)


def test_a_case_with_nothing_of_anybody_is_no_subject_without_a_part_in_it():
    arrive(telling(1, **AMINA))
    case = Case.objects.get().reference
    pathway.claim(subject=case, by=actor("ruth"))
    with pytest.raises(Refusal, match="You have no part"):
        submissions.submit(subject=case, given=given(), by=actor("bo"))
