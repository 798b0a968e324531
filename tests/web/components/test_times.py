"""How long is left, in words: every boundary, and the two nights when the clocks change."""

from datetime import datetime, timedelta

import pytest

from hub.common.clock import LONDON
from hub.web.components import times


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=LONDON)


NOW = at("2026-11-24 08:40:00")  # a Tuesday

LEFT = [
    (timedelta(0), "Under 1 min left", "plain"),
    (timedelta(seconds=59), "Under 1 min left", "plain"),
    (timedelta(minutes=1), "1 min left", "plain"),
    (timedelta(minutes=18, seconds=59), "18 min left", "plain"),
    (timedelta(minutes=59, seconds=59), "59 min left", "plain"),
    (timedelta(hours=1), "1 h 00 left", "plain"),
    (timedelta(hours=2, minutes=20), "2 h 20 left", "plain"),
    (timedelta(hours=7, minutes=5), "7 h 05 left", "plain"),
    (timedelta(hours=23, minutes=59, seconds=59), "23 h 59 left", "plain"),
    (timedelta(hours=24), "Wed 08:40", "plain"),
    (timedelta(hours=32, minutes=20), "Wed 17:00", "plain"),
    (timedelta(days=5), "Sun 08:40", "plain"),
    (timedelta(days=6), "Mon 30 Nov", "plain"),
    (timedelta(days=10), "Fri 4 Dec", "plain"),
    (timedelta(days=41), "4 Jan 2027", "plain"),
    (timedelta(seconds=-1), "1 min late", "late"),
    (timedelta(minutes=-6), "6 min late", "late"),
    (timedelta(minutes=-59), "59 min late", "late"),
    (timedelta(hours=-1), "1 h 00 late", "late"),
    (timedelta(hours=-23, minutes=-59), "23 h 59 late", "late"),
    (timedelta(hours=-24), "1 day late", "late"),
    (timedelta(hours=-47), "1 day late", "late"),
    (timedelta(days=-3), "3 days late", "late"),
]


@pytest.mark.parametrize(("left", "words", "state"), LEFT)
def test_a_clock_says_how_long_is_left_in_words(left, words, state):
    assert times.time_left(NOW + left, NOW, None, paused=False) == times.TimeLeft(words, state)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-24 08:29:59", "plain"),
        ("2026-11-24 08:30:00", "warn"),
        ("2026-11-24 09:00:00", "warn"),
        ("2026-11-24 09:00:01", "late"),
    ],
)
def test_a_clock_warns_from_its_own_moment_until_it_is_late(now, state):
    due, warn = at("2026-11-24 09:00:00"), at("2026-11-24 08:30:00")
    assert times.time_left(due, at(now), warn, paused=False).state == state


def test_a_paused_clock_says_so_even_when_it_would_be_late():
    assert times.time_left(NOW - timedelta(days=1), NOW, None, paused=True) == times.TimeLeft(
        "Paused", "paused"
    )


def test_a_clock_without_an_end_is_paused():
    assert times.time_left(None, NOW, None, paused=False).state == "paused"


@pytest.mark.parametrize(
    ("now", "due", "words"),
    [
        # Clocks go back on 25 October 2026 at 02:00: that night has an hour more.
        ("2026-10-24 23:30:00", "2026-10-25 03:30:00", "5 h 00 left"),
        ("2026-10-24 12:00:00", "2026-10-25 12:00:00", "Sun 12:00"),
        # Clocks go forward on 28 March 2027 at 01:00: that night has an hour less.
        ("2027-03-27 23:30:00", "2027-03-28 03:30:00", "3 h 00 left"),
        ("2027-03-27 12:00:00", "2027-03-28 12:00:00", "23 h 00 left"),
    ],
)
def test_time_left_counts_real_hours_when_the_clocks_change(now, due, words):
    assert times.time_left(at(due), at(now), None, paused=False).words == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24 08:31:00", "08:31"),
        ("2026-11-24 00:00:00", "00:00"),
        ("2026-11-23 23:52:00", "Mon 23:52"),
        ("2026-11-19 20:15:00", "Thu 20:15"),
        ("2026-11-18 09:00:00", "18 Nov 09:00"),
        ("2025-11-23 23:52:00", "23 Nov 2025"),
    ],
)
def test_a_moment_gone_by_is_as_short_as_it_can_be_without_doubt(moment, words):
    assert times.when(at(moment), NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24 10:35:00", "by 10:35"),
        ("2026-11-25 17:00:00", "by Wed 17:00"),
        ("2026-11-30 17:00:00", "by Mon 30 Nov"),
    ],
)
def test_until_when_is_said_by_its_hour_its_day_or_its_date(moment, words):
    assert times.by_when(at(moment), NOW) == words
