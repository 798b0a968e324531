"""Pages of the queue: every row once, whatever the size, and only what is asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.common import clock
from hub.queue import actions, queries
from hub.queue.actions import refreshing
from hub.queue.models import Waiting
from hub.queue.queries import waiting
from hub.queue.terms import NOTHING_DUE, Filter, Place
from tests.queue.test_rules import PLAIN
from tests.walks import arrive, telling
from tests.web.accounts import account, actor
from tests.whole import undone

pytestmark = pytest.mark.django_db
ANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
dues = st.one_of(st.none(), st.integers(-3, 3))  # days from now; many alike, so that ties are paged too


def wait(*facts):
    """Rows as the record would make them."""
    return Waiting.objects.bulk_create([refreshing._made(each, Place("hub")) for each in facts])


def many(rows):
    now = clock.now()
    return [
        replace(
            PLAIN, subject=f"C-{number}", danger=danger,
            due_at=None if days is None else now.replace(microsecond=0) + timedelta(days=days),
        )
        for number, (danger, days) in enumerate(rows)
    ]  # fmt: skip


def walked(limit, wanted=None):
    after, found = "", []
    while True:
        rows, after = queries.page(wanted or Filter(), after=after, limit=limit)
        found += rows
        if not after:
            return found
        assert len(rows) == limit


@ANY
@given(st.lists(st.tuples(st.booleans(), dues), max_size=20), st.integers(1, 7))
def test_pages_show_every_row_exactly_once_in_order_whatever_their_size(rows, limit):
    with undone():
        wait(*many(rows))
        found = walked(limit)
        assert sorted(each.facts.subject for each in found) == sorted(f"C-{n}" for n in range(len(rows)))
        keys = [(not each.facts.danger, each.facts.due_at or NOTHING_DUE, each.id) for each in found]
        assert keys == sorted(keys)


def test_danger_comes_first_however_late_the_rest_is():
    wait(*many([(False, -3), (True, None), (False, None), (True, 3)]))
    assert [each.facts.subject for each in walked(2)] == ["C-3", "C-1", "C-0", "C-2"]


@pytest.mark.parametrize(
    "after", ["x", "1_2", "0_2026-11-25T12:00:00_0_1", "0_2026-11-25T12:00:00+00:00_0_x", "_"]
)
def test_a_page_that_no_page_gave_is_refused(after):
    with pytest.raises(ValueError, match=r".*"):
        queries.page(Filter(), after=after)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"borough": "camden"}, Filter(borough="camden")),
        ({"unit": "NE"}, Filter(unit="NE")),
        ({"strands": ("race", "faith")}, Filter(strand="faith")),
        ({"under_18": True}, Filter(vulnerable=True)),
        ({"earlier": 2}, Filter(vulnerable=True)),
        ({"exit_to": "other-force", "subject_kind": "report"}, Filter(exits=True)),
        ({"danger": True}, Filter(danger=True)),
        ({"due_at": clock.now() - timedelta(days=1)}, Filter(late=True)),
    ],
)
def test_each_filter_shows_what_it_asks_for_and_nothing_else(change, wanted):
    soon = replace(PLAIN, due_at=clock.now() + timedelta(days=1))
    wait(replace(soon, subject="C-1"), replace(soon, subject="C-2", **change))
    assert [each.facts.subject for each in walked(25, wanted)] == ["C-2"]
    assert queries.count(wanted) == 1


def test_a_case_is_told_from_a_report_that_has_none_and_an_officers_own_from_the_rest():
    wait(
        replace(PLAIN, subject="R-1", subject_kind="report"), replace(PLAIN, officer_id=account("chandra").pk)
    )
    assert [each.facts.subject for each in walked(25, Filter(cases_only=True))] == ["C-1"]
    assert [each.facts.subject for each in walked(25, Filter(officer=account("chandra").pk))] == ["C-1"]


def test_mine_and_free_follow_the_claims_and_the_counts_say_the_same(monkeypatch):
    wait(replace(PLAIN, subject="C-1"), replace(PLAIN, subject="C-2", danger=True))
    actions.claim(subject="C-2", by=actor("bo"))
    bo = account("bo").pk
    assert [each.facts.subject for each in walked(25, Filter(holder=bo))] == ["C-2"]
    assert [each.facts.subject for each in walked(25, Filter(free=True))] == ["C-1"]
    counts = queries.counts(by=actor("bo"))
    assert (counts.all, counts.free, counts.mine, counts.danger) == (2, 1, 1, 1)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    counts = queries.counts(by=actor("bo"))
    assert (counts.all, counts.free, counts.mine) == (2, 2, 0)


def test_a_count_stops_at_its_limit(monkeypatch):
    monkeypatch.setattr(waiting, "LIMIT", 3)
    wait(*many([(False, 1)] * 5))
    assert queries.count(Filter()) == 3


def test_what_came_in_since_is_counted():
    before = clock.now() - timedelta(hours=2)
    arrive(telling())
    assert queries.arrived_since(before, by=actor("bo")) == 1
    assert queries.arrived_since(clock.now(), by=actor("bo")) == 0
