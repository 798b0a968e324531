"""How many wait, counted in one question; and what is late."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.common import clock
from hub.queue import queries as queue
from hub.queue.models import Waiting
from hub.queue.terms import Counts, Filter
from tests.walks import BO, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


def test_an_empty_queue_counts_nothing():
    assert queue.counts(by=BO) == Counts(0, 0, 0, 0, queue.LIMIT, 0)


def test_all_free_own_and_danger_are_counted_in_one_question(django_assert_num_queries):
    arrive(telling(1), telling(2), telling(3, immediate_danger="yes"))
    bo = actor("bo")
    pathway.claim(subject=Waiting.objects.order_by("pk")[0].subject, by=bo)
    with django_assert_num_queries(1):
        found = queue.counts(by=bo)
    assert found == Counts(3, 2, 1, 1, queue.LIMIT, 3)
    assert queue.counts(by=BO).mine == 0


def test_late_is_what_was_due_before_now_and_not_what_has_nothing_due():
    arrive(telling(1), telling(2))
    first, second = Waiting.objects.order_by("pk")
    past = clock.now() - timedelta(minutes=1)
    Waiting.objects.filter(pk=first.pk).update(due_at=past, order_at=past)
    Waiting.objects.filter(pk=second.pk).update(due_at=None, order_at=clock.now() + timedelta(days=9000))
    rows, _ = queue.page(Filter(late=True))
    assert [each.facts.subject for each in rows] == [first.subject]
