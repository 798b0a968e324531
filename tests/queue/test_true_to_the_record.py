"""The queue is the record seen from another side: after any step, each row is as one made anew."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common.refusals import Refusal
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.pathway import casework
from hub.queue import queries
from hub.queue.actions import refreshing
from hub.queue.models import Waiting
from hub.queue.terms import Place
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import account, actor
from tests.whole import undone

pytestmark = pytest.mark.django_db
SAME = "https://x.com/invented/status/1001"
TELLINGS = (
    {}, AMINA, {**AMINA, "content_urls": SAME}, {"borough": "Kent"}, {"online": "no"}, {"borough": ""},
    {"reporter_role": "witness", "content_urls": SAME}, {"immediate_danger": "yes"}, {"strands": ""},
    {"borough": "Kent", "immediate_danger": "yes"},
)  # fmt: skip


def come(pick):
    arrive(telling(100 + Report.objects.count(), **TELLINGS[pick % len(TELLINGS)]))


def again(pick):
    row = Report.objects.order_by("pk")[pick % Report.objects.count()]
    number = int(row.source_reference.removeprefix("T-"))
    arrive(telling(number, what_happened=f"Told differently {pick}"))


def decide(pick, *, leaves):
    report = Waiting.objects.filter(live=True).exclude(exit_to="").order_by("pk").first()
    if report:
        casework.decide_exit(report=report.subject, leaves=leaves, reason="because", by=actor("bo"))


def fact(pick):
    kind = list(AdditionKind)[pick % len(AdditionKind)]
    report = Report.objects.order_by("pk")[pick % Report.objects.count()]
    pathway.add_fact(report=report.reference, kind=kind, text="CR-1", by=OPERATOR)


def duty(pick):
    rows = Duty.objects.filter(state__in=["running", "paused"]).order_by("pk")
    row = rows[pick % len(rows)] if rows else None
    if row:
        steps = (
            pathway.pause_duty,
            pathway.resume_duty,
            pathway.complete_duty,
            pathway.mark_duty_not_possible,
        )
        steps[pick % len(steps)](duty=row.reference, reason="because", by=OPERATOR)


def case(pick):
    rows = Case.objects.order_by("pk")
    return rows[pick % len(rows)].reference if rows else "C-00000-00000"


def headline(pick):
    casework.set_headline(case=case(pick), words=f"Words {pick}", seen=None, by=actor("bo"))


def offer(pick):
    casework.offer_case(case=case(pick), to=account("chandra").reference, seen=None, by=actor("bo"))


def accept(pick):
    casework.accept_case(case=case(pick), seen=None, by=actor("chandra"))


def give_back(pick):
    casework.return_case(case=case(pick), reason="because", seen=None, by=actor("chandra"))


def claim(pick):
    pathway.claim(subject=case(pick), by=actor("bo"))


def move(pick):
    row = Duty.objects.filter(state="running", subject_kind="case").order_by("pk").first()
    if row:
        casework.move_duty(
            subject=row.subject,
            duty=row.reference,
            to=State.DONE,
            reason="because",
            seen=None,
            by=actor("bo"),
        )


STEPS = {
    "come": come, "again": again, "leave": lambda pick: decide(pick, leaves=True),
    "stay": lambda pick: decide(pick, leaves=False), "fact": fact, "duty": duty, "headline": headline, "offer": offer,
    "accept": accept, "return": give_back, "claim": claim, "move": move,
    "remind": lambda _: pathway.remind(by=OPERATOR),
}  # fmt: skip


def take(name, pick):
    """Take a step; one that cannot be taken now is refused and changes nothing."""
    with suppress(Refusal):
        STEPS[name](pick)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 40)), min_size=2, max_size=8))
def test_after_any_steps_every_row_is_as_the_record_says(steps):
    for who in ("bo", "chandra"):
        account(who)
    with undone():
        come(0)
        come(3)
        for name, pick in steps:
            take(name, pick)
            assert queries.astray() == (), (name, pick)


@pytest.mark.parametrize("name", sorted(STEPS))
@pytest.mark.parametrize("pick", range(4))
def test_after_each_step_every_row_is_as_the_record_says(name, pick):
    for each in range(len(TELLINGS)):
        come(each)
    if name in {"accept", "return"}:
        offer(pick)
    take(name, pick)
    assert queries.astray() == ()


def test_a_row_that_differs_is_missing_or_should_not_be_there_is_found_and_made_anew():
    come(1)
    come(4)
    come(3)
    own = Case.objects.get().reference
    kent = Report.objects.order_by("-pk").first().reference
    Waiting.objects.filter(subject=own).update(borough="camden", urgency=0)
    Waiting.objects.filter(subject=kent).delete()
    in_a_case = Report.objects.order_by("pk").first().reference
    row = refreshing._made(queries.facts(cases_named=[own], reports_named=[])[own], Place("hub"))
    row.subject = in_a_case
    row.save()
    assert set(queries.astray()) == {own, kent, in_a_case}
    assert set(pathway.check_queue(by=OPERATOR)) == {own, kent, in_a_case}
    assert Line.objects.get(action="queue.check").codes["astray"] == 3
    pathway.rebuild_queue(progress=lambda _: None, by=OPERATOR)
    assert queries.astray() == ()


def test_making_the_rows_anew_keeps_the_claims_and_can_be_done_twice():
    come(0)
    own = Case.objects.get().reference
    pathway.claim(subject=own, by=actor("bo"))
    before = list(Waiting.objects.values())
    told = []
    for _ in range(2):
        pathway.rebuild_queue(progress=told.append, by=OPERATOR)
    assert list(Waiting.objects.values()) == before
    assert told[-1] >= 1


def test_what_was_received_before_there_was_a_queue_is_filled_once():
    assert pathway.fill_queue(progress=lambda _: None, by=OPERATOR) == 0
    come(0)
    come(3)
    Waiting.objects.all().delete()
    assert pathway.fill_queue(progress=lambda _: None, by=OPERATOR) == 2
    assert queries.astray() == ()
    assert pathway.fill_queue(progress=lambda _: None, by=OPERATOR) == 0


def test_pages_of_any_size_name_everything_once():
    for each in range(len(TELLINGS)):
        come(each)
    whole = [{*each.cases, *each.reports} for each in queries.pages(200)]
    small = [each for page in queries.pages(2) for each in (*page.cases, *page.reports)]
    assert sorted(small) == sorted({name for each in whole for name in each})
