from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.duties import queries, rules
from hub.duties.terms import Clock, Kind, Meeting, NewDuty, State, Unit

HOLIDAYS = queries.bank_holidays()
RUNNING, PAUSED, DONE, NOT_POSSIBLE = State.RUNNING, State.PAUSED, State.DONE, State.NOT_POSSIBLE
BASE = Clock(
    kind=Kind.VICTIM_UPDATE, title="", basis="", code_version="one", valid_from=date(2021, 4, 1), valid_to=None,
    standard=5, enhanced=1, unit=Unit.WORKING_DAYS, remind_before=timedelta(0),
)  # fmt: skip
NEW = NewDuty("case", "C-1", Kind.RECORDED, datetime(2026, 11, 24, 9, tzinfo=UTC))


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=rules.LONDON)


def runs_out(kind, start, *, enhanced=True):
    begun = london(start)
    due = rules.due_at(queries.clock_of(kind, begun), begun, enhanced=enhanced, holidays=HOLIDAYS)
    return due.astimezone(rules.LONDON).strftime("%a %Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("kind", "start", "enhanced", "due"),
    [
        # working days: day 0 is the day of the event, in London
        (Kind.VICTIM_UPDATE, "2026-11-24 09:00", True, "Wed 2026-11-25 23:59:59"),
        (Kind.VICTIM_UPDATE, "2026-11-24 09:00", False, "Tue 2026-12-01 23:59:59"),
        (Kind.SUPPORT_REFERRAL, "2026-11-24 09:00", True, "Thu 2026-11-26 23:59:59"),
        (Kind.SUPPORT_REFERRAL, "2026-11-24 09:00", False, "Thu 2026-11-26 23:59:59"),
        (Kind.ASK, "2026-11-24 00:00", True, "Thu 2026-11-26 23:59:59"),
        (Kind.REVIEW_CHANGE, "2026-11-24 23:59", True, "Wed 2026-11-25 23:59:59"),
        # Friday at five, Saturday and Sunday
        (Kind.VICTIM_UPDATE, "2026-11-27 17:00", True, "Mon 2026-11-30 23:59:59"),
        (Kind.SUPPORT_REFERRAL, "2026-11-27 17:00", True, "Tue 2026-12-01 23:59:59"),
        (Kind.VICTIM_UPDATE, "2026-11-28 11:00", True, "Mon 2026-11-30 23:59:59"),
        (Kind.SUPPORT_REFERRAL, "2026-11-28 11:00", True, "Tue 2026-12-01 23:59:59"),
        (Kind.VICTIM_UPDATE, "2026-11-29 23:30", True, "Mon 2026-11-30 23:59:59"),
        # Christmas: the 26th is a Saturday, so Monday 28 December is the holiday instead
        (Kind.VICTIM_UPDATE, "2026-12-24 12:00", True, "Tue 2026-12-29 23:59:59"),
        (Kind.VICTIM_UPDATE, "2026-12-24 12:00", False, "Tue 2027-01-05 23:59:59"),
        (Kind.SUPPORT_REFERRAL, "2026-12-25 12:00", True, "Wed 2026-12-30 23:59:59"),
        (Kind.VICTIM_UPDATE, "2026-12-31 12:00", True, "Mon 2027-01-04 23:59:59"),
        # Easter, and a holiday that was moved or proclaimed for one year
        (Kind.VICTIM_UPDATE, "2027-03-25 12:00", True, "Tue 2027-03-30 23:59:59"),
        (Kind.SUPPORT_REFERRAL, "2027-03-26 12:00", True, "Wed 2027-03-31 23:59:59"),
        (Kind.VICTIM_UPDATE, "2022-06-01 12:00", True, "Mon 2022-06-06 23:59:59"),
        (Kind.VICTIM_UPDATE, "2023-05-05 12:00", True, "Tue 2023-05-09 23:59:59"),
        # 2 August is a bank holiday in Scotland, and 30 November too; here neither is
        (Kind.VICTIM_UPDATE, "2027-07-30 12:00", True, "Mon 2027-08-02 23:59:59"),
        (Kind.VICTIM_UPDATE, "2027-11-29 12:00", True, "Tue 2027-11-30 23:59:59"),
        # the leap day is a Tuesday
        (Kind.VICTIM_UPDATE, "2028-02-28 12:00", True, "Tue 2028-02-29 23:59:59"),
        (Kind.RECORDED, "2028-02-28 12:00", True, "Tue 2028-02-29 12:00:00"),
        (Kind.RECORDED, "2027-02-28 12:00", True, "Mon 2027-03-01 12:00:00"),
        # clocks go forward on 28 March 2027 and back on 31 October 2027: 24 hours are elapsed time
        (Kind.RECORDED, "2027-03-27 12:00", True, "Sun 2027-03-28 13:00:00"),
        (Kind.NEEDS_ASSESSMENT, "2027-10-30 12:00", True, "Sun 2027-10-31 11:00:00"),
        (Kind.ALARM, "2027-03-28 00:50", True, "Sun 2027-03-28 02:05:00"),
        (Kind.ALARM, "2027-10-31 01:50", True, "Sun 2027-10-31 01:05:00"),
        # working days end with the London day on both sides of the change
        (Kind.SUPPORT_REFERRAL, "2027-03-26 12:00", False, "Wed 2027-03-31 23:59:59"),
        (Kind.VICTIM_UPDATE, "2027-10-29 12:00", True, "Mon 2027-11-01 23:59:59"),
        # hours do not wait for a weekend or a holiday
        (Kind.RECORDED, "2026-12-25 17:00", True, "Sat 2026-12-26 17:00:00"),
        (Kind.ALARM, "2026-11-28 23:50", True, "Sun 2026-11-29 00:05:00"),
    ],
)
def test_a_clock_runs_out(kind, start, enhanced, due):
    assert runs_out(kind, start, enhanced=enhanced) == due


def test_the_day_of_the_event_is_the_day_in_london_whatever_the_zone_it_is_told_in():
    # half past midnight on Tuesday in London is still Monday in UTC
    moment = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    due = rules.due_at(BASE, moment, enhanced=True, holidays=HOLIDAYS)
    assert due == datetime(2026, 6, 3, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unit", "due", "paused", "resumed", "then"),
    [
        (Unit.HOURS, "2026-11-24 12:00", "2026-11-24 09:00", "2026-11-25 10:00", "2026-11-25 13:00"),
        (Unit.MINUTES, "2026-11-24 12:00", "2026-11-24 11:55", "2026-11-24 12:05", "2026-11-24 12:10"),
        # both changes of the clocks: the hour that is skipped or comes twice is no time, and time
        (Unit.HOURS, "2027-03-28 12:00", "2027-03-27 12:00", "2027-03-28 12:00", "2027-03-29 11:00"),
        (Unit.HOURS, "2027-10-31 12:00", "2027-10-30 12:00", "2027-10-31 12:00", "2027-11-01 13:00"),
        # two working days are left on Tuesday, and again when it goes on
        (Unit.WORKING_DAYS, "2026-11-26 23:59:59", "2026-11-24 09:00", "2026-12-01 09:00", "2026-12-03 23:59:59"),
        (Unit.WORKING_DAYS, "2026-11-26 23:59:59", "2026-11-24 09:00", "2026-11-24 17:00", "2026-11-26 23:59:59"),
        (Unit.WORKING_DAYS, "2026-11-26 23:59:59", "2026-11-24 09:00", "2026-11-28 09:00", "2026-12-01 23:59:59"),
        (Unit.WORKING_DAYS, "2026-11-26 23:59:59", "2026-11-24 09:00", "2026-12-24 09:00", "2026-12-30 23:59:59"),
        # paused on its last day: the rest of a working day is left
        (Unit.WORKING_DAYS, "2026-11-27 23:59:59", "2026-11-27 10:00", "2026-12-02 09:00", "2026-12-02 23:59:59"),
        (Unit.WORKING_DAYS, "2026-11-27 23:59:59", "2026-11-27 10:00", "2026-11-28 09:00", "2026-11-30 23:59:59"),
        # a pause over a weekend takes no working day away, and gives none
        (Unit.WORKING_DAYS, "2026-12-01 23:59:59", "2026-11-28 10:00", "2026-11-29 09:00", "2026-12-01 23:59:59"),
    ],
)  # fmt: skip
def test_what_was_left_at_a_pause_is_left_after_it(unit, due, paused, resumed, then):
    found = rules.due_after_pause(unit, london(due), london(paused), london(resumed), holidays=HOLIDAYS)
    assert found == london(then)


@pytest.mark.parametrize("state", State)
def test_only_a_running_duty_is_overdue_and_only_after_its_moment(state):
    due = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert not rules.overdue(state, due, due)
    assert rules.overdue(state, due, due + timedelta(microseconds=1)) == (state == RUNNING)


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2020, 1, 1), "old"),
        (date(2021, 4, 1), "old"),
        (date(2026, 3, 31), "old"),
        (date(2026, 4, 1), "new"),
        (date(2030, 1, 1), "new"),
    ],
)
def test_the_clock_in_force_on_the_day_counts_and_the_earliest_speaks_for_days_before_it(on, version):
    old = replace(BASE, code_version="old", valid_to=date(2026, 3, 31))
    new = replace(BASE, code_version="new", valid_from=date(2026, 4, 1))
    other = replace(BASE, kind=Kind.ASK, code_version="other")
    table = [new, other, old]
    found = rules.clock_for(table, Kind.VICTIM_UPDATE, on)
    assert found.code_version == version
    assert rules.clock_named(table, Kind.VICTIM_UPDATE, version) == found


def test_only_running_and_paused_duties_move_and_every_state_has_its_row():
    assert set(rules.MOVES) == set(State)
    assert {RUNNING, PAUSED} == rules.LIVE
    assert rules.MOVES[RUNNING] == {PAUSED, DONE, NOT_POSSIBLE}
    assert rules.MOVES[PAUSED] == {RUNNING, DONE, NOT_POSSIBLE}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, RUNNING),
        ({"done_reason": "A crime reference was given."}, DONE),
        ({"not_possible_reason": "No safe contact was given."}, NOT_POSSIBLE),
        ({"done_reason": "It was done.", "not_possible_reason": "It was not."}, DONE),
    ],
)
def test_a_duty_begins_in_the_state_that_its_reason_says(facts, state):
    assert rules.first_state(replace(NEW, **facts)) == state


@pytest.mark.parametrize(
    ("kind", "facts", "standing", "met"),
    [
        (Kind.RECORDED, {}, (), Meeting.START),
        (Kind.RECORDED, {}, (RUNNING,), Meeting.STAND),
        (Kind.RECORDED, {}, (PAUSED,), Meeting.STAND),
        (Kind.RECORDED, {}, (DONE,), Meeting.STAND),
        (Kind.RECORDED, {}, (NOT_POSSIBLE, DONE), Meeting.STAND),
        (Kind.RECORDED, {}, (NOT_POSSIBLE,), Meeting.START),
        (Kind.RECORDED, {"done_reason": "yes"}, (), Meeting.START),
        (Kind.RECORDED, {"done_reason": "yes"}, (RUNNING,), Meeting.END),
        (Kind.RECORDED, {"done_reason": "yes"}, (PAUSED, NOT_POSSIBLE), Meeting.END),
        (Kind.RECORDED, {"done_reason": "yes"}, (DONE,), Meeting.STAND),
        (Kind.VICTIM_UPDATE, {"not_possible_reason": "no"}, (), Meeting.START),
        (Kind.VICTIM_UPDATE, {"not_possible_reason": "no"}, (RUNNING,), Meeting.STAND),
        (Kind.VICTIM_UPDATE, {"not_possible_reason": "no"}, (NOT_POSSIBLE,), Meeting.STAND),
        (Kind.ALARM, {}, (RUNNING,), Meeting.STAND),
        (Kind.ALARM, {}, (DONE,), Meeting.START),
        (Kind.ALARM, {}, (DONE, RUNNING), Meeting.STAND),
        (Kind.REVIEW_CHANGE, {}, (DONE,), Meeting.START),
        (Kind.ASK, {}, (DONE, NOT_POSSIBLE), Meeting.START),
    ],
)
def test_a_duty_meets_what_its_subject_has_already(kind, facts, standing, met):
    assert rules.meeting(replace(NEW, kind=kind, **facts), standing) == met


def test_of_duties_told_together_done_counts_before_running_and_running_before_not_possible():
    running, later = NEW, replace(NEW, detail="later")
    done = replace(NEW, done_reason="yes")
    never = replace(NEW, not_possible_reason="no")
    assert rules.one_of([never, running, later]) is running
    assert rules.one_of([never, running, done]) is done
    assert rules.one_of([never]) is never


moments = st.datetimes(datetime(2016, 1, 1), datetime(2044, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is drawn
units = st.sampled_from(Unit)
amounts = st.integers(1, 40)
times = st.timedeltas(timedelta(0), timedelta(days=60))


@given(moments, units, amounts, st.booleans())
def test_nothing_is_due_before_it_starts(start, unit, amount, enhanced):
    clock = replace(BASE, unit=unit, standard=amount, enhanced=amount)
    assert rules.due_at(clock, start, enhanced=enhanced, holidays=HOLIDAYS) > start


@given(moments, units, amounts)
def test_one_more_is_never_due_earlier(start, unit, amount):
    clock = replace(BASE, unit=unit, enhanced=amount, standard=amount + 1)
    shorter = rules.due_at(clock, start, enhanced=True, holidays=HOLIDAYS)
    assert rules.due_at(clock, start, enhanced=False, holidays=HOLIDAYS) > shorter


@given(moments, amounts)
def test_a_duty_of_working_days_ends_with_a_working_day_that_many_after_its_start(start, amount):
    due = rules.due_at(replace(BASE, enhanced=amount), start, enhanced=True, holidays=HOLIDAYS)
    begun, last = start.astimezone(rules.LONDON).date(), due.astimezone(rules.LONDON)
    assert rules.is_working_day(last.date(), HOLIDAYS)
    assert last.strftime("%H:%M:%S") == "23:59:59"
    assert rules.working_days_between(begun, last.date(), HOLIDAYS) == amount


@st.composite
def pauses(draw):
    """A clock with its start, due moment, and a pause that begins before it runs out."""
    clock = replace(BASE, unit=draw(units), enhanced=draw(amounts))
    start = draw(moments)
    due = rules.due_at(clock, start, enhanced=True, holidays=HOLIDAYS)
    paused = start + (due - start) * draw(st.floats(0, 1))
    return clock.unit, due, min(paused, due), min(paused, due) + draw(times)


@given(pauses())
def test_a_pause_never_shortens_and_at_once_changes_nothing(pause):
    unit, due, paused, resumed = pause
    assert rules.due_after_pause(unit, due, paused, paused, holidays=HOLIDAYS) == due
    assert rules.due_after_pause(unit, due, paused, resumed, holidays=HOLIDAYS) >= due


@given(pauses())
def test_a_pause_never_loses_time(pause):
    unit, due, paused, resumed = pause
    then = rules.due_after_pause(unit, due, paused, resumed, holidays=HOLIDAYS)
    if unit != Unit.WORKING_DAYS:
        assert then - resumed == due - paused
        return
    day, end, first, last = (
        each.astimezone(rules.LONDON).date() for each in (resumed, then, paused, due)
    )  # fmt: skip
    assert rules.is_working_day(end, HOLIDAYS)
    left = rules.working_days_between(first, last, HOLIDAYS)
    assert rules.working_days_between(day, end, HOLIDAYS) >= left
    assert then >= resumed


@given(pauses(), times)
def test_a_longer_pause_is_never_due_earlier(pause, more):
    unit, due, paused, resumed = pause
    shorter = rules.due_after_pause(unit, due, paused, resumed, holidays=HOLIDAYS)
    assert rules.due_after_pause(unit, due, paused, resumed + more, holidays=HOLIDAYS) >= shorter


@given(pauses(), st.lists(st.tuples(times, times), max_size=4))
def test_pausing_and_resuming_again_and_again_never_shortens_what_was_left(pause, more):
    unit, due, paused, resumed = pause
    for run, rest in [(timedelta(0), timedelta(0)), *more]:
        left = due - paused
        then = rules.due_after_pause(unit, due, paused, resumed, holidays=HOLIDAYS)
        assert then >= due
        if unit != Unit.WORKING_DAYS:
            assert then - resumed == left
        due, paused = then, min(resumed + run, then)
        resumed = paused + rest
