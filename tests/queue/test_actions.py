"""Claiming, releasing, handing over, and the views that somebody keeps."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people import actions as people
from hub.people.terms import Actor, Role
from hub.queue import actions, queries
from hub.queue.models import Claim, SavedView, Waiting
from hub.queue.terms import CLAIM
from tests.walks import BO, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling())
    return Waiting.objects.get().subject


def later(monkeypatch, by):
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


def ends():
    return list(Claim.objects.order_by("pk").values_list("account__email", "ended"))


def test_a_claim_lasts_thirty_minutes_and_claiming_again_makes_it_thirty_more(case, monkeypatch):
    until = actions.claim(subject=case, by=actor("bo"))
    assert timedelta(0) < until - clock.now() <= CLAIM
    later(monkeypatch, timedelta(minutes=20))
    assert actions.claim(subject=case, by=actor("bo")) - clock.now() == CLAIM
    assert queries.held_by(account("bo").pk) == (case,)
    assert Claim.objects.filter(ended_at__isnull=True).count() == 1


def test_the_second_is_told_who_has_it_and_for_how_long(case):
    actions.claim(subject=case, by=actor("bo"))
    with pytest.raises(NotNow, match=rf"Bo Invented has {case} for 30 more minutes\. Ask them, or wait\."):
        actions.claim(subject=case, by=actor("ruth"))
    assert queries.held_by(account("ruth").pk) == ()


def test_a_claim_runs_out_by_itself_and_whoever_comes_next_takes_it(case, monkeypatch):
    actions.claim(subject=case, by=actor("bo"))
    ruth = actor("ruth")
    later(monkeypatch, timedelta(minutes=29, seconds=30))
    with pytest.raises(NotNow, match="1 more minute"):
        actions.claim(subject=case, by=ruth)
    later(monkeypatch, timedelta(seconds=31))
    assert queries.held_by(account("bo").pk) == ()
    assert queries.rows_of([case])[case].holder_id is None
    actions.claim(subject=case, by=ruth)
    assert ends() == [("bo@example.org", "ran-out"), ("ruth@example.org", "")]
    ran_out = Claim.objects.get(ended="ran-out")
    assert ran_out.ended_at == ran_out.until


def test_releasing_makes_it_free_and_only_whoever_has_it_releases_it(case):
    with pytest.raises(NotNow, match="You do not have"):
        actions.release(subject=case, by=actor("ruth"))
    actions.claim(subject=case, by=actor("bo"))
    with pytest.raises(NotNow, match="You do not have"):
        actions.release(subject=case, by=actor("ruth"))
    actions.release(subject=case, by=actor("bo"))
    assert ends() == [("bo@example.org", "released")]
    actions.claim(subject=case, by=actor("ruth"))


def test_handing_over_gives_it_to_a_colleague_at_work(case):
    actions.claim(subject=case, by=actor("bo"))
    actions.hand_over(subject=case, to=account("ruth").reference, by=actor("bo"))
    assert queries.held_by(account("ruth").pk) == (case,)
    assert ends() == [("bo@example.org", "handed-over"), ("ruth@example.org", "")]
    with pytest.raises(NotNow, match="Ruth Invented has"):
        actions.hand_over(subject=case, to=account("bo").reference, by=actor("bo"))
    actions.hand_over(subject=case, to=account("bo").reference, by=actor("gita"))
    assert queries.held_by(account("bo").pk) == (case,)


def test_nobody_is_given_what_they_may_not_work_on(case):
    with pytest.raises(Refusal, match="Chandra Invented does not work the queue"):
        actions.hand_over(subject=case, to=account("chandra").reference, by=actor("bo"))
    with pytest.raises(NotFound, match="no such colleague at work"):
        actions.hand_over(subject=case, to="U-NOBODY", by=actor("bo"))
    people.close(account=account("ruth").pk, by=OPERATOR)
    with pytest.raises(NotFound, match="no such colleague at work"):
        actions.hand_over(subject=case, to=account("ruth").reference, by=actor("bo"))
    assert not Claim.objects.exists()


@pytest.mark.parametrize("step", [actions.claim, actions.release])
def test_what_waits_no_more_is_said_so(step):
    with pytest.raises(NotFound, match="does not wait any more"):
        step(subject="C-00000-00000", by=actor("bo"))


def test_nobody_claims_without_an_account(case):
    with pytest.raises(Refusal, match="Sign in at the desk"):
        actions.claim(subject=case, by=BO)


def test_what_leaves_the_queue_is_let_go_and_is_not_counted():
    arrive(telling(1, online="no"))
    report = Waiting.objects.get(live=True).subject
    actions.claim(subject=report, by=actor("bo"))
    pathway.confirm_exit(report=report, reason="It was in the street.", by=actor("bo"))
    assert queries.held_by(account("bo").pk) == ()
    assert queries.counts(by=actor("bo")).all == 0
    assert ends() == [("bo@example.org", "left")]


def test_a_kept_view_is_its_owners_own_and_the_same_name_replaces_it():
    for query in ("late=1", "danger=1"):
        actions.save_view(name="  Mornings ", query=query, by=actor("bo"))
    (view,) = queries.views_of(account("bo").pk)
    assert (view.name, view.query) == ("Mornings", "danger=1")
    assert queries.views_of(account("ruth").pk) == ()
    with pytest.raises(NotFound, match="no such view"):
        actions.forget_view(view=view.id, by=actor("ruth"))
    assert SavedView.objects.count() == 1
    actions.forget_view(view=view.id, by=actor("bo"))
    assert not SavedView.objects.exists()
    with pytest.raises(Refusal, match="Give this view a name"):
        actions.save_view(name=" ", query="", by=actor("bo"))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HUB_OFFICER, Role.INSPECTOR, Role.MACHINE}))
def test_whoever_does_not_work_the_queue_is_refused_and_that_is_on_record(case, role):
    by = Actor(role, "eli", account("bo").pk)
    steps = (
        lambda: pathway.claim(subject=case, by=by),
        lambda: pathway.release(subject=case, by=by),
        lambda: pathway.hand_over(subject=case, to="U-1", by=by),
        lambda: pathway.save_view(name="x", query="", by=by),
        lambda: pathway.forget_view(view=1, by=by),
    )
    for step in steps:
        with pytest.raises(Refusal, match="may not claim, release and hand over"):
            step()
    assert Line.objects.filter(refused=True, actor=str(by)).count() == len(steps)
