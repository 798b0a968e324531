"""What the tables of duties hold, whoever writes, and how it is read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hub.common import references
from hub.duties import actions, queries
from hub.duties.models import Duty, Pause
from hub.duties.terms import Kind
from tests.duties.duties_world import NEW, TUESDAY, somebody_elses_untouched, started
from tests.held_clock import held_at
from tests.walks import BO, MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Holds the clock still, at Tuesday 24 November 2026 09:00 unless told otherwise."""
    return held_at(monkeypatch, TUESDAY)


@pytest.fixture(autouse=True)
def noise(at):
    """Duties of somebody else, which nothing here may touch."""
    with somebody_elses_untouched():
        yield


# What the tables hold, whoever writes


@pytest.mark.parametrize(
    "change",
    [
        {"state": "forgotten"},
        {"kind": "forgotten"},
        {"subject_kind": "person"},
        {"due_at": TUESDAY - timedelta(seconds=1)},
        {"state": "done"},
        {"state": "done", "ended_at": TUESDAY},
        {"ended_at": TUESDAY, "ended_because": "because"},
    ],
)
def test_the_table_refuses_a_duty_that_cannot_be(change):
    row = started()
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=row.pk).update(**change)


def test_the_table_refuses_a_second_live_duty_and_a_second_open_pause():
    row = started()
    actions.pause(reference=row.reference, reason="because", by=BO)
    copy = Duty.objects.get(pk=row.pk)
    copy.pk, copy.reference = None, references.new("D")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.bulk_create([copy])
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(duty=row, from_at=TUESDAY, by="b", reason="because")


@pytest.mark.parametrize("change", [{"reason": ""}, {"to_at": TUESDAY - timedelta(seconds=1)}])
def test_the_table_refuses_a_pause_that_cannot_be(change):
    row = started()
    actions.pause(reference=row.reference, reason="because", by=BO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.update(**change)


# Reading


def test_what_is_due_comes_page_by_page_each_once_also_where_many_are_due_at_once(at):
    actions.start(
        duties=[
            replace(NEW, subject=f"C-{number}", from_at=TUESDAY + timedelta(days=number % 2))
            for number in range(10, 17)
        ],
        by=MACHINE,
    )
    found, after = [], ""
    while True:
        page, after = queries.due(after=after, limit=3, kind=Kind.SUPPORT_REFERRAL)
        assert len(page) <= 3
        found += page
        if not after:
            break
    assert [(each.due_at, each.id) for each in found] == sorted({(each.due_at, each.id) for each in found})
    assert len(found) == 8
    assert not any(each.overdue for each in found)


def test_what_is_due_can_be_narrowed_to_a_kind_a_subject_or_what_is_late(at):
    started()
    alarm = started(kind=Kind.ALARM)
    at(TUESDAY + timedelta(hours=1))
    assert [each.reference for each in queries.due(subject="C-1", kind=Kind.ALARM)[0]] == [alarm.reference]
    assert len(queries.due(subject="C-1")[0]) == 2
    late, after = queries.due(subject="C-1", overdue_only=True)
    assert [(each.kind, each.overdue) for each in late] == [(Kind.ALARM, True)]
    assert after == ""


@pytest.mark.parametrize(
    "after", ["nonsense", "2026-11-24_1x", "2026-11-24T09:00:00_1", "_", "2026-11-24T09:00:00+00:00_"]
)
def test_a_page_that_begins_nowhere_is_an_error(after):
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        queries.due(after=after)


def test_the_duties_of_a_subject_are_all_there_in_the_order_in_which_they_are_due():
    row = started()
    actions.complete(reference=row.reference, reason="It was done.", by=BO)
    started(kind=Kind.ALARM)
    shown = queries.of_subjects(["C-1", "C-2"])
    assert [(each.kind, each.state, each.ended_because) for each in shown] == [
        (Kind.ALARM, "running", ""), (Kind.SUPPORT_REFERRAL, "done", "It was done."),
    ]  # fmt: skip


def test_duties_are_counted_by_state_and_by_kind(at):
    row = started(kind=Kind.ALARM)
    started()
    at(row.due_at + timedelta(seconds=1))
    assert queries.counts() == {"running": 4, "paused": 0, "done": 1, "not-possible": 0, "overdue": 2}
    counted = queries.counts_by_kind()
    assert counted[Kind.ASK] == {"running": 0, "paused": 0, "done": 1, "not-possible": 0}
    assert counted[Kind.ALARM]["running"] == 2
    assert set(counted) == set(Kind)


def test_what_is_due_next_is_found_by_its_index():
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):  # a table of a few rows would be read or sorted whole
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = Duty.objects.filter(state="running").order_by("due_at", "pk")[:50].explain()
    assert "duties_in_order" in plan
    assert "Sort" not in plan
