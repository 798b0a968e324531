"""Held against the rules by hand: passed to a queue or a person, and kept over the end of a claim."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Line, Reason
from hub.common import clock
from hub.common.refusals import NotNow, Refusal
from hub.pathway import belonging, casework, transferring
from hub.queue import queries
from hub.queue.models import Claim, Passed, Waiting
from hub.queue.terms import DEFAULT, NOTHING_DUE, Because, Place
from tests.queue.routing_world import arrived, childrens_queue, keep, stands
from tests.walks import MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def gita():
    return actor("gita")


@pytest.fixture
def children(gita):
    return childrens_queue(gita)


# -- passing on


def test_a_hand_holds_against_the_rules_until_it_is_released(gita, children):
    rule = keep(gita)
    child, bo = arrived(1, victim_under_18="yes"), actor("bo")
    pathway.pass_on(subject=child, queue_named="hub", to="", reason="Not a child after all.", by=bo)
    assert stands(child) == Place("hub", by_hand=True)
    pathway.reroute(by=MACHINE)
    pathway.rebuild_queue(progress=lambda _: None, by=OPERATOR)
    assert stands(child) == Place("hub", by_hand=True)
    assert queries.astray() == ()
    newest = queries.moves(child)[0]
    assert (newest.because, newest.by, newest.reason) == (Because.HAND, str(bo), "Not a child after all.")
    line = Line.objects.get(action="queue.pass")
    assert Reason.objects.get(line=line.pk).text == "Not a child after all."
    pathway.release_passing(subject=child, reason="She is.", by=bo)
    assert stands(child) == Place("children", rule, 1)
    assert queries.astray() == ()
    with pytest.raises(NotNow, match="where the rules put it"):
        pathway.release_passing(subject=child, reason="Again.", by=bo)


def test_whoever_it_is_passed_to_has_it_until_it_is_released(gita):
    case, bo = arrived(1), actor("bo")
    pathway.pass_on(subject=case, queue_named="", to=account("ruth").reference, reason="You know her.", by=bo)
    row = queries.rows_of([case])[case]
    assert (row.holder_id, row.held_until, row.passing.reason) == (
        account("ruth").pk,
        NOTHING_DUE,
        "You know her.",
    )
    with pytest.raises(NotNow, match="was passed to Ruth Invented"):
        pathway.claim(subject=case, by=bo)
    with pytest.raises(NotNow, match="was passed to Ruth Invented"):
        pathway.pass_on(subject=case, queue_named="hub", to="", reason="because", by=bo)
    assert queries.astray() == ()
    pathway.release_passing(subject=case, reason="Ruth is away.", by=gita)
    assert queries.rows_of([case])[case].holder_id is None
    assert queries.astray() == ()


def test_whoever_has_it_by_hand_lets_go_or_hands_over_and_the_rules_place_it_again(gita):
    case, ruth = arrived(1), actor("ruth")
    for ended in (
        lambda: pathway.release(subject=case, by=ruth),
        lambda: pathway.hand_over(subject=case, to=account("bo").reference, by=ruth),
    ):
        pathway.pass_on(subject=case, queue_named="", to=account("ruth").reference, reason="because", by=gita)
        ended()
        assert not Passed.objects.filter(ended_at__isnull=True).exists()
        assert stands(case) == Place(DEFAULT)
        assert queries.astray() == ()


def test_a_person_gets_it_where_a_hand_put_it(gita, children):
    case = arrived(1)
    pathway.pass_on(subject=case, queue_named="children", to="", reason="because", by=gita)
    pathway.pass_on(subject=case, queue_named="", to=account("ruth").reference, reason="because", by=gita)
    assert stands(case) == Place("children", by_hand=True)
    pathway.release(subject=case, by=actor("ruth"))
    assert stands(case) == Place("children", by_hand=True)
    assert queries.astray() == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": " "}, "Say why"), ({"queue_named": "", "to": ""}, "Choose a queue"), ({"queue_named": "nowhere"}, "no such queue"),
        ({"to": "U-00000-00000"}, "no such colleague"),
    ],
)  # fmt: skip
def test_passing_on_says_where_and_why(gita, change, said):
    case = arrived(1)
    with pytest.raises(Refusal, match=said):
        pathway.pass_on(
            subject=case, by=gita, **{"queue_named": "hub", "to": "", "reason": "because", **change}
        )
    assert not Passed.objects.exists()


def test_to_somebody_who_does_not_work_the_queue_nothing_is_passed(gita):
    with pytest.raises(Refusal, match="does not work the queue"):
        pathway.pass_on(
            subject=arrived(1), queue_named="", to=account("chandra").reference, reason="x", by=gita
        )


def test_releasing_says_why_and_is_whoever_has_its_or_the_inspectors(gita):
    case = arrived(1)
    pathway.pass_on(subject=case, queue_named="", to=account("ruth").reference, reason="because", by=gita)
    with pytest.raises(NotNow, match="was passed to Ruth"):
        pathway.release_passing(subject=case, reason="because", by=actor("bo"))
    with pytest.raises(Refusal, match="Say why"):
        pathway.release_passing(subject=case, reason=" ", by=gita)


# -- keeping


def today():
    return clock.now().astimezone(clock.LONDON).date()


def test_something_is_kept_over_the_end_of_a_claim_for_a_reason(monkeypatch):
    case, bo = arrived(1), actor("bo")
    until = pathway.hold(subject=case, until=today() + timedelta(days=3), reason="She calls back.", by=bo)
    now = clock.now() + timedelta(hours=30)
    monkeypatch.setattr(clock, "now", lambda: now)
    row = queries.rows_of([case])[case]
    assert (row.holder_id, row.held_until, row.kept) == (bo.account, until, "She calls back.")
    with pytest.raises(NotNow, match="Bo Invented keeps"):
        pathway.claim(subject=case, by=actor("ruth"))
    with pytest.raises(NotNow, match="for longer than half an hour already"):
        pathway.claim(subject=case, by=bo)
    with pytest.raises(NotNow, match="Bo Invented keeps"):
        pathway.hold(subject=case, until=today(), reason="because", by=actor("ruth"))
    assert queries.astray() == ()
    later = until + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    pathway.claim(subject=case, by=actor("ruth"))
    assert next(each.ended for each in Claim.objects.order_by("pk")) == "ran-out"


@pytest.mark.parametrize(
    ("days", "reason", "said"),
    [(-1, "because", "within four weeks"), (29, "because", "within four weeks"), (1, " ", "Say why")],
)
def test_keeping_ends_within_four_weeks_and_has_a_reason(days, reason, said):
    with pytest.raises(Refusal, match=said):
        pathway.hold(subject=arrived(1), until=today() + timedelta(days=days), reason=reason, by=actor("bo"))


def test_what_is_kept_is_kept_when_a_report_gets_its_case():
    arrive(telling(1, borough="Kent"))
    report = Waiting.objects.get().subject
    until = pathway.hold(
        subject=report, until=today() + timedelta(days=3), reason="She calls back.", by=actor("bo")
    )
    case = casework.decide_exit(report=report, leaves=False, reason="Ours.", by=actor("bo"))
    row = queries.rows_of([case])[case]
    assert (row.held_until, row.kept) == (until, "She calls back.")


def test_what_leaves_the_queue_is_passed_to_nobody_any_more():
    arrive(telling(1, borough="Kent"))
    report = Waiting.objects.get().subject
    pathway.pass_on(
        subject=report, queue_named="", to=account("bo").reference, reason="because", by=actor("gita")
    )
    casework.decide_exit(report=report, leaves=True, reason="Kent's.", by=actor("bo"))
    assert Passed.objects.filter(ended_at__isnull=True).exists()  # it waits for Kent's own reference
    transferring.transfer(report=report, reason="Theirs.", by=OPERATOR)
    belonging.acknowledge(subject=report, report=report, force_reference="KP/1", seen=None, by=actor("bo"))
    assert not Passed.objects.filter(ended_at__isnull=True).exists()
