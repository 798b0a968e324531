"""Where things go: rules kept as versions, tried before they are kept and followed at once, and queues by role."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import pathway
from hub.common import clock
from hub.common.deferral import Task
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties.models import Duty
from hub.duties.terms import Kind
from hub.pathway import opening
from hub.queue import queries, rules
from hub.queue.actions import refreshing
from hub.queue.models import Queue as QueueVersion
from hub.queue.models import Routed, RuleVersion, Waiting
from hub.queue.terms import DEFAULT, Because, Filter, NewRule, Place, Rule
from tests.queue.routing_world import BOTH, arrived, childrens_queue, keep, stands
from tests.queue.test_routing_rules import conditions
from tests.queue.test_rules import PLAIN
from tests.walks import MACHINE, OPERATOR
from tests.web.accounts import account, actor
from tests.whole import undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def gita():
    return actor("gita")


@pytest.fixture
def children(gita):
    return childrens_queue(gita)


def test_what_arrives_is_in_the_queue_of_the_first_rule_that_fits(gita, children):
    rule = keep(gita)
    child, other = arrived(1, victim_under_18="yes"), arrived(2)
    assert stands(child) == Place("children", rule, 1)
    assert stands(other) == Place(DEFAULT)
    assert [each.facts.subject for each in queries.page(Filter(queue="children"))[0]] == [child]
    (moved,) = queries.moves(child)
    assert (moved.because, moved.rule_name, moved.inputs) == (
        Because.RULE,
        "Children first",
        {"under-18": "yes"},
    )
    assert queries.moves(other) == ()
    assert queries.astray() == ()


def test_a_fact_that_changes_moves_it_and_says_so(gita):
    pathway.save_queue(slug="", name="Danger", what="", roles=BOTH, by=gita)
    keep(gita, "Danger", "danger", conditions={"danger": ("yes",)})
    case = arrived(1, immediate_danger="yes")
    assert stands(case).queue == "danger"
    alarm = Duty.objects.get(kind=Kind.ALARM)
    pathway.complete_duty(duty=alarm.reference, reason="Seen to.", by=OPERATOR)
    assert stands(case) == Place(DEFAULT)
    assert [each.because for each in queries.moves(case)] == [Because.DEFAULT, Because.RULE]


def test_a_rule_that_changes_is_a_new_version_and_the_old_one_stays(gita, children):
    rule = keep(gita)
    keep(gita, "Renamed", rule=rule, seen=1, on=False)
    first, second = RuleVersion.objects.order_by("version")
    assert [(each.version, each.name, each.on) for each in (first, second)] == [
        (1, "Children first", True), (2, "Renamed", False),
    ]  # fmt: skip
    assert [each.version for each in queries.versions(rule)] == [2, 1]
    assert stands(arrived(1, victim_under_18="yes")) == Place(DEFAULT)


def test_nobody_overwrites_a_version_that_they_have_not_seen(gita, children):
    rule = keep(gita)
    keep(gita, "Renamed", rule=rule, seen=1)
    with pytest.raises(NotNow, match="was changed meanwhile"):
        keep(gita, "Other", rule=rule, seen=1)
    with pytest.raises(NotFound):
        keep(gita, rule="F-00000-00000", seen=1)


def test_what_waits_follows_a_rule_that_is_kept_later_and_only_then_moves(gita, children):
    child = arrived(1, victim_under_18="yes")
    rule = keep(gita)
    assert stands(child) == Place(DEFAULT)
    assert pathway.reroute(by=MACHINE) == 1
    assert stands(child) == Place("children", rule, 1)
    assert pathway.reroute(by=MACHINE) == 0
    keep(gita, "Renamed", rule=rule, seen=1)
    assert pathway.reroute(by=MACHINE) == 1
    assert stands(child) == Place("children", rule, 2)
    assert len(queries.moves(child)) == 1, "another version that leads to the same queue moves nothing"
    assert queries.astray() == ()


def test_keeping_a_rule_asks_the_workers_where_something_waits(gita, children, monkeypatch):
    asked = []
    monkeypatch.setattr("hub.common.deferral.defer", lambda task, ids: asked.append((task, len(ids))))
    rule = keep(gita)
    assert asked == []
    arrived(1)
    keep(gita, "Renamed", rule=rule, seen=1)
    assert asked[-1] == (Task.QUEUE_REROUTE, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"conditions": {}}, "at least one condition"),
        ({"reason": " "}, "Say why"),
        ({"queue": "nowhere"}, "Choose the queue"),
        ({"conditions": {"borough": ("hackney",), "unit": ("NW",)}}, "contradict each other"),
        ({"conditions": {"under-18": ("yes",), "strand": ("race",)}, "position": 2}, "“Children first”, asked before it"),
        ({"conditions": {"under-18": ("yes", "no")}, "position": 1}, "“Children first” can never fire: “New”"),
    ],
)  # fmt: skip
def test_a_rule_that_could_never_fire_or_is_not_whole_is_not_kept(gita, children, change, said):
    keep(gita)
    with pytest.raises(Refusal, match=said):
        keep(gita, "New", **{"queue": "children", **change})
    assert RuleVersion.objects.count() == 1


def test_a_rule_that_is_off_may_stand_in_the_shadow(gita, children):
    keep(gita)
    keep(gita, "Later", position=2, conditions={"under-18": ("yes",), "strand": ("race",)}, on=False)
    assert RuleVersion.objects.count() == 2


def test_a_rule_at_a_place_that_is_taken_moves_the_others_on(gita, children):
    keep(gita, "One", conditions={"strand": ("race",)})
    keep(gita, "Two", position=2, conditions={"strand": ("religion",)})
    keep(gita, "New", position=1, conditions={"strand": ("disability",)})
    assert [(each.name, each.position) for each in queries.rules_as_they_stand()] == [
        ("New", 1),
        ("One", 2),
        ("Two", 3),
    ]


def test_each_rule_says_when_it_last_fired_and_how_often(gita, children, monkeypatch):
    rule = keep(gita)
    arrived(1, victim_under_18="yes")
    arrived(2, victim_under_18="yes")
    figures = queries.figures()[rule]
    assert figures.hits == 2
    assert figures.last == Routed.objects.order_by("-pk")[0].at
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert queries.figures()[rule].hits == 0
    assert queries.figures()[rule].last == figures.last


def test_a_rule_is_tried_over_the_last_month_first_match_first(gita, children):
    for number in range(3):
        arrived(number, victim_under_18="yes" if number else "no")
    long_ago = arrived(9, victim_under_18="yes")
    Waiting.objects.filter(subject=long_ago).update(received_at=clock.now() - timedelta(days=31))
    new = NewRule("New", {"strand": ("race",)}, "children", 2, reason="because")
    keep(gita)
    ordered = rules.put(new, queries.rules_as_they_stand(), "new")
    taken = queries.dry_run(ordered)
    assert [taken[each.reference] for each in ordered] == [2, 1]
    assert taken[""] == 0
    assert queries.dry_run(()) == {"": 3}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(conditions, min_size=1, max_size=3))
def test_a_dry_run_says_what_the_rules_say(found):
    now = clock.now()
    facts = [
        replace(
            PLAIN, subject=f"C-{number}", received_at=now, danger=number % 2 == 0, high=number % 3 == 0, under_18=number % 5 < 2,
            earlier=number % 4, strands=(("race",), ("religion",), ("race", "religion"), ())[number % 4],
            about=("victim", "public")[number % 7 == 0], borough=("hackney", "islington", "")[number % 3],
            unit=("CE", "CN", "")[number % 3], platform=("X", "other")[number % 2],
        )
        for number in range(30)
    ]  # fmt: skip
    ordered = [Rule(f"F-{at}", 1, "", each, "q", at, True, "", "", now) for at, each in enumerate(found)]
    with undone():
        Waiting.objects.bulk_create([refreshing._made(each, Place(DEFAULT)) for each in facts])
        placed = [rules.place(each, ordered).rule for each in facts]
        assert queries.dry_run(ordered) == {
            name: placed.count(name) for name in ["", *(each.reference for each in ordered)]
        }


# -- queues


def test_only_those_who_may_change_queues_and_rules(children):
    for who in ("bo", "chandra", "adi"):
        with pytest.raises(NotPermitted):
            keep(actor(who))
        with pytest.raises(NotPermitted):
            pathway.save_queue(slug="", name="Mine", what="", roles=BOTH, by=actor(who))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "Give the queue a name"), ({"name": "children"}, "a queue called"), ({"roles": ("hub-officer",)}, "sees every queue"),
        ({"roles": ()}, "sees every queue"), ({"slug": "hub", "name": "Hub", "roles": ("inspector",)}, "catches the rest"),
    ],
)  # fmt: skip
def test_a_queue_is_whole_and_an_inspector_sees_it(gita, children, change, said):
    given = {"slug": "", "name": "New", "what": "", "roles": BOTH, **change}
    with pytest.raises(Refusal, match=said):
        pathway.save_queue(by=gita, **given)


def test_a_queue_that_changes_is_a_new_version_and_keeps_its_address(gita, children):
    assert pathway.save_queue(slug="children", name="The young", what="", roles=BOTH, by=gita) == "children"
    assert [each.name for each in queries.queues()] == ["The hub's queue", "The young"]
    assert QueueVersion.objects.filter(slug="children").count() == 2
    with pytest.raises(NotFound):
        pathway.save_queue(slug="nowhere", name="X", what="", roles=BOTH, by=gita)
    assert pathway.save_queue(slug="", name="Children!", what="", roles=BOTH, by=gita) == "children-2"
    assert pathway.save_queue(slug="", name="子供", what="", roles=BOTH, by=gita) == "queue"


@pytest.fixture
def closed(gita):
    """A case that stands in a queue that only inspectors see."""
    pathway.save_queue(slug="", name="Closed", what="", roles=("inspector",), by=gita)
    keep(gita, "Closed", "closed")
    return arrived(1, victim_under_18="yes")


def test_what_stands_in_a_queue_that_a_role_does_not_see_is_not_shown_counted_or_given(gita, closed):
    bo = actor("bo")
    assert queries.page(Filter(role="hub-officer"))[0] == ()
    assert [each.facts.subject for each in queries.page(Filter())[0]] == [closed]
    assert queries.counts(by=bo, role="hub-officer").all == 0
    assert queries.counts(by=gita, role="inspector").all == 1
    with pytest.raises(NotPermitted, match="your role does not see"):
        pathway.claim(subject=closed, by=bo)
    with pytest.raises(Refusal, match="no part in"):
        opening.open_case(case=closed, by=bo)
    opening.open_case(case=closed, by=gita)
    with pytest.raises(Refusal, match="does not see the queue"):
        pathway.hand_over(subject=closed, to=account("bo").reference, by=gita)


def test_who_was_passed_it_works_on_it_wherever_it_stands(gita, closed):
    bo = actor("bo")
    pathway.pass_on(
        subject=closed, queue_named="", to=account("bo").reference, reason="You know her.", by=gita
    )
    assert opening.open_case(case=closed, by=bo).row.holder_id == bo.account
    assert [each.facts.subject for each in queries.page(Filter(holder=bo.account))[0]] == [closed]
    pathway.release(subject=closed, by=bo)
    with pytest.raises(NotPermitted):
        pathway.claim(subject=closed, by=bo)
