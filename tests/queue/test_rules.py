"""How urgent something is, under which heading, and why: tables and what holds for any moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.queue import rules
from hub.queue.terms import NOTHING_DUE, Band, Facts, Subject

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 25, 12, tzinfo=LONDON)
PLAIN = Facts(
    Subject.CASE, "C-1", NOON, danger=False, under_18=False, earlier=0, reports=1, about="victim", scope="in",
    exit_to="", historic=False, borough="hackney", unit="CE", strands=("race",), platform="x", headline="",
    officer_id=None, duty="recorded", due_at=NOON, paused=False, ask=False, changed=False,
)  # fmt: skip
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given a zone


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("due", "now", "band"),
    [
        ("2026-11-25T11:59:59", "2026-11-25T12:00", Band.LATE),
        ("2026-11-25T12:00", "2026-11-25T12:00", Band.TODAY),
        ("2026-11-25T23:59:59", "2026-11-25T12:00", Band.TODAY),
        ("2026-11-26T00:00", "2026-11-25T12:00", Band.WEEK),
        ("2026-12-01T23:59:59", "2026-11-25T12:00", Band.WEEK),
        ("2026-12-02T00:00", "2026-11-25T12:00", Band.LATER),
        # The day of 29 March 2026 has 23 hours, that of 25 October 25; both end at London's midnight.
        ("2026-03-29T23:59:59", "2026-03-29T00:30", Band.TODAY),
        ("2026-03-30T00:00", "2026-03-29T00:30", Band.WEEK),
        ("2026-10-25T23:59:59", "2026-10-25T00:30", Band.TODAY),
        ("2026-10-26T00:00", "2026-10-25T00:30", Band.WEEK),
        ("2026-04-04T23:59:59", "2026-03-29T00:30", Band.WEEK),
        ("2026-04-05T00:00", "2026-03-29T00:30", Band.LATER),
        # In summer London's day begins an hour before the world's.
        ("2026-07-02T00:10", "2026-07-01T23:50", Band.WEEK),
    ],
)
def test_the_heading_goes_by_the_day_in_london(due, now, band):
    assert rules.band(danger=False, due_at=london(due), now=london(now)) == band
    assert (
        rules.band(danger=False, due_at=london(due).astimezone(UTC), now=london(now).astimezone(UTC)) == band
    )


def test_danger_stands_before_everything_and_nothing_due_has_its_own_heading():
    assert rules.band(danger=True, due_at=None, now=NOON) == Band.DANGER
    assert rules.band(danger=True, due_at=NOON - timedelta(days=9), now=NOON) == Band.DANGER
    assert rules.band(danger=False, due_at=None, now=NOON) == Band.NOTHING


@given(
    moments, st.timedeltas(timedelta(0), timedelta(days=30)), st.timedeltas(timedelta(0), timedelta(days=30))
)
def test_what_is_due_later_never_stands_under_an_earlier_heading(now, sooner, longer):
    order = list(Band)
    first = rules.band(danger=False, due_at=now + min(sooner, longer), now=now)
    second = rules.band(danger=False, due_at=now + max(sooner, longer), now=now)
    assert order.index(first) <= order.index(second)


@given(moments, st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_due_today_is_exactly_what_is_due_before_londons_next_midnight(now, away):
    due = now + away
    same_day = due.astimezone(LONDON).date() == now.astimezone(LONDON).date()
    assert (rules.band(danger=False, due_at=due, now=now) == Band.TODAY) == (due >= now and same_day)


def test_danger_comes_first_and_what_has_nothing_due_last():
    danger, due, idle = replace(PLAIN, danger=True, due_at=None), PLAIN, replace(PLAIN, due_at=None)
    ordered = sorted([idle, due, danger], key=lambda each: (rules.urgency(each), rules.order_at(each)))
    assert ordered == [danger, due, idle]
    assert rules.order_at(idle) == NOTHING_DUE


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "No officer is named yet"),
        ({"officer_id": 7}, "First recent report that we know of"),
        ({"about": "public"}, "Aimed at nobody in particular"),
        ({"historic": True}, "An old report"),
        ({"paused": True}, "The clock is stopped until something comes back"),
        ({"ask": True}, "A question is open"),
        ({"reports": 3}, "3 reports, one case"),
        ({"changed": True}, "Sent again with a difference that nobody has read"),
        ({"scope": "force-unknown"}, "The force is still to be named"),
        ({"exit_to": "other-force"}, "A way out is proposed"),
        ({"earlier": 1}, "Another case of the same victim"),
        ({"earlier": 2}, "2 other cases of the same victim"),
        ({"under_18": True}, "The victim is under 18"),
        ({"danger": True}, "Immediate danger is reported"),
    ],
)
def test_each_reason_is_said_in_words(change, said):
    assert rules.why(replace(PLAIN, **change))[0] == said


def test_a_repeat_victim_is_never_said_to_be_here_for_the_first_time():
    for change in ({"earlier": 1}, {"reports": 2}):
        assert "First recent report that we know of" not in rules.why(replace(PLAIN, officer_id=7, **change))


def test_at_most_two_reasons_are_said_the_gravest_first():
    everything = replace(PLAIN, danger=True, under_18=True, earlier=1, reports=2, ask=True)
    assert rules.why(everything) == ("Immediate danger is reported", "The victim is under 18")


@given(moments, st.integers(1, 1800))
def test_a_claim_is_held_until_its_last_second_and_its_minutes_are_counted_whole(now, seconds):
    until = now + timedelta(seconds=seconds)
    assert rules.held(holder=1, until=until, now=now)
    assert not rules.held(holder=1, until=until, now=until)
    assert not rules.held(holder=None, until=None, now=now)
    assert (rules.minutes_left(until, now) - 1) * 60 < seconds <= rules.minutes_left(until, now) * 60
