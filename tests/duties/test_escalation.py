"""Whom an alarm calls next: the table of cases, and what holds whatever is answered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.duties import rules
from hub.duties.terms import Address, AlarmState, Called, Channel, Made, Recipient, Times

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
TIMES = Times(
    date(2017, 4, 1), None, timedelta(minutes=5), timedelta(minutes=15), timedelta(seconds=60), timedelta(hours=26)
)  # fmt: skip
SMS, MAIL, HOOK = (Address(each, each.value) for each in (Channel.SMS, Channel.EMAIL, Channel.WEBHOOK))
BO = Recipient(Called.OFFICER, "U-BO", (SMS, MAIL))
RUTH = Recipient(Called.OFFICER, "U-RUTH", (SMS,))
ROOM = Recipient(Called.CONTROL_ROOM, "", (HOOK, MAIL))
ORDER = (BO, RUTH, ROOM)


def made(who: Recipient, way: Address, minutes: float, accepted: bool | None, number: int = 1) -> Made:
    return Made(number, who.called, who.officer, way.channel, NOW + timedelta(minutes=minutes), accepted)


BO_HAS_IT = made(BO, SMS, 0, accepted=True)
EVERYBODY = (BO_HAS_IT, made(RUTH, SMS, 5, accepted=True), made(ROOM, HOOK, 10, accepted=True))


@pytest.mark.parametrize(
    ("why", "calls", "minutes", "expected"),
    [
        ("the first way of the first", (), 0, (1, "U-BO", Channel.SMS)),
        ("the next way at once where one fails", (made(BO, SMS, 0, accepted=False),), 0, (1, "U-BO", Channel.EMAIL)),
        ("the next person at once where every way fails",
         (made(BO, SMS, 0, accepted=False), made(BO, MAIL, 0, accepted=False)), 0, (1, "U-RUTH", Channel.SMS)),
        ("whoever was reached has five minutes", (BO_HAS_IT,), 4.99, None),
        ("after them the next", (BO_HAS_IT,), 5, (1, "U-RUTH", Channel.SMS)),
        ("a call on its way is waited for", (made(BO, SMS, 0, accepted=None),), 0.9, None),
        ("one of which nothing was heard has failed", (made(BO, SMS, 0, accepted=None),), 1, (1, "U-BO", Channel.EMAIL)),
        ("the control room is last", EVERYBODY[:2], 10, (1, "", Channel.WEBHOOK)),
        ("its next way where the first fails", (*EVERYBODY[:2], made(ROOM, HOOK, 10, accepted=False)), 10, (1, "", Channel.EMAIL)),
        ("then nobody for a while", EVERYBODY, 24.9, None),
        ("then everybody again", EVERYBODY, 25, (2, "U-BO", Channel.SMS)),
        ("within a minute where the control room was not reached",
         (*EVERYBODY[:2], made(ROOM, HOOK, 10, accepted=False), made(ROOM, MAIL, 10, accepted=False)), 11, (2, "U-BO", Channel.SMS)),
        ("and a little later in the round after", (made(ROOM, HOOK, 0, accepted=False, number=2), made(ROOM, MAIL, 0, accepted=False, number=2),
          made(BO, SMS, 0, accepted=False, number=2), made(BO, MAIL, 0, accepted=False, number=2), made(RUTH, SMS, 0, accepted=False, number=2)), 1.9, None),
    ],
)  # fmt: skip
def test_the_next_call_is_the_one_of_the_table(why, calls, minutes, expected):
    found = rules.next_call(ORDER, calls, TIMES, NOW + timedelta(minutes=minutes))
    assert (found and (found.round, found.officer, found.way.channel)) == expected, why


def test_the_control_room_is_first_where_nobody_is_on_call_and_nobody_is_called_where_nothing_is_set_up():
    assert rules.next_call([ROOM], (), TIMES, NOW).called == Called.CONTROL_ROOM
    assert rules.next_call([], (), TIMES, NOW) is None
    assert rules.next_call([], EVERYBODY, TIMES, NOW + timedelta(days=1)) is None


def test_whoever_comes_on_call_meanwhile_is_called_next():
    late = Recipient(Called.OFFICER, "U-LATE", (SMS,))
    found = rules.next_call((late, *ORDER), (BO_HAS_IT,), TIMES, NOW + timedelta(minutes=5))
    assert found.officer == "U-LATE"


@given(
    order=st.lists(st.sampled_from([BO, RUTH]), unique=True, max_size=2),
    answers=st.lists(st.booleans(), min_size=60, max_size=60),
    lost=st.sets(st.integers(0, 59), max_size=5),
)
def test_whatever_is_answered_the_control_room_is_called_in_time_and_nobody_twice_in_a_round(
    order, answers, lost
):
    recipients, calls, room_at = (*order, ROOM), [], None
    for second in range(0, 20 * 60, 20):
        now = NOW + timedelta(seconds=second)
        while (found := rules.next_call(recipients, calls, TIMES, now)) is not None:
            accepted = None if len(calls) in lost else answers[len(calls) % 60]
            calls.append(Made(found.round, found.called, found.officer, found.way.channel, now, accepted))
            if found.called == Called.CONTROL_ROOM and room_at is None:
                room_at = now
    names = [(each.round, each.called, each.officer, each.channel) for each in calls]
    assert len(names) == len(set(names))
    # Five minutes for each officer, and at most one more for each call of which nothing was heard.
    assert room_at is not None
    assert room_at - NOW <= 5 * timedelta(minutes=len(order)) + len(lost) * timedelta(seconds=80)
    reached = [each for each in calls if each.accepted]
    assert all(two.at - one.at >= TIMES.answer for one, two in pairwise(reached))


def test_a_test_tries_every_way_once_and_then_none():
    who = Recipient(Called.TEST, "", (SMS, HOOK, MAIL))
    calls = []
    while (found := rules.next_test([who], calls, TIMES, NOW)) is not None:
        calls.append(Made(1, found.called, "", found.way.channel, NOW, accepted=len(calls) != 1))
    assert [each.channel for each in calls] == [Channel.SMS, Channel.WEBHOOK, Channel.EMAIL]
    assert rules.failed_ways(calls) == (Channel.WEBHOOK,)
    waiting = [replace(calls[0], accepted=None)]
    assert rules.next_test([who], waiting, TIMES, NOW + timedelta(seconds=59)) is None
    assert rules.next_test([who], waiting, TIMES, NOW + timedelta(seconds=60)).way == HOOK


def test_an_alarm_that_has_ended_is_final_and_only_one_that_nobody_has_is_called():
    assert rules.ALARM_MOVES[AlarmState.ENDED] == frozenset()
    assert {AlarmState.RAISED, AlarmState.ACKNOWLEDGED} == rules.OPEN
    assert [each for each in AlarmState if rules.stands(each)] == [AlarmState.RAISED]


def test_why_the_control_room_is_told_is_said():
    assert rules.why_called(Called.OFFICER, officers=True, calls=0) == ""
    assert (
        rules.why_called(Called.CONTROL_ROOM, officers=False, calls=0)
        == "Nobody is on call who can be reached"
    )
    said = rules.why_called(Called.CONTROL_ROOM, officers=True, calls=1)
    assert said == "Nobody on call acknowledged; 1 call was made"
    assert "2 calls were" in rules.why_called(Called.CONTROL_ROOM, officers=True, calls=2)


@pytest.mark.parametrize(
    ("rank", "hours", "length", "why"),
    [(0, 1, 8, "begins at 1"), (1, 1, 0, "end before it begins"), (1, -9, 8, "over already"),
     (1, 1, 24 * 14 + 1, "more than 14 days"), (1, -1, 8, ""), (3, 1, 24 * 14, "")],
)  # fmt: skip
def test_a_shift_that_cannot_stand_says_why(rank, hours, length, why):
    begins = NOW + timedelta(hours=hours)
    found = rules.why_no_shift(rank=rank, from_at=begins, until_at=begins + timedelta(hours=length), now=NOW)
    assert why in found
    assert bool(found) == bool(why)


def test_the_times_in_force_are_those_of_the_day():
    older = replace(TIMES, valid_to=date(2026, 1, 1))
    newer = replace(TIMES, valid_from=date(2026, 1, 2), answer=timedelta(minutes=3))
    assert rules.times_for([newer, older], date(2026, 1, 1)) == older
    assert rules.times_for([newer, older], date(2026, 1, 2)) == newer
    assert rules.times_for([newer, older], date(2000, 1, 1)) == older


def test_a_test_is_late_after_its_time_or_where_none_ever_went_through():
    assert rules.overdue_test(None, TIMES, NOW)
    assert not rules.overdue_test(NOW - TIMES.test, TIMES, NOW)
    assert rules.overdue_test(NOW - TIMES.test - timedelta(seconds=1), TIMES, NOW)
