"""When something is due: hours, working days, bank holidays, clock changes, pauses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.common.clock import LONDON
from hub.duties import queries, rules
from hub.duties.terms import Kind, State, Unit

HOLIDAYS = queries.bank_holidays()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("kind", "start", "due"),
    [
        (Kind.VICTIM_UPDATE, "2026-11-23T09:00", "2026-11-24T23:59:59"),  # Monday: the end of Tuesday
        (Kind.VICTIM_UPDATE, "2026-11-27T17:00", "2026-11-30T23:59:59"),  # Friday: the end of Monday
        (Kind.VICTIM_UPDATE, "2026-11-28T10:00", "2026-11-30T23:59:59"),  # Saturday: the end of Monday
        (Kind.SUPPORT_REFERRAL, "2026-11-26T09:00", "2026-11-30T23:59:59"),  # Thursday: the end of Monday
        (
            Kind.VICTIM_UPDATE,
            "2026-12-24T12:00",
            "2026-12-29T23:59:59",
        ),  # Boxing Day on a Saturday moves to Monday
        (Kind.SUPPORT_REFERRAL, "2026-12-31T12:00", "2027-01-05T23:59:59"),  # over New Year
        (Kind.VICTIM_UPDATE, "2026-04-02T12:00", "2026-04-07T23:59:59"),  # over Easter
        (Kind.VICTIM_UPDATE, "2026-05-01T12:00", "2026-05-05T23:59:59"),  # over the early May holiday
        (Kind.VICTIM_UPDATE, "2026-03-27T12:00", "2026-03-30T23:59:59"),  # over the change to summer time
        (Kind.VICTIM_UPDATE, "2028-02-28T12:00", "2028-02-29T23:59:59"),  # a leap day
        (Kind.RECORDED, "2026-11-27T17:00", "2026-11-28T17:00:00"),  # hours run over a week-end
        (Kind.RECORDED, "2026-10-24T12:00", "2026-10-25T11:00:00"),  # 24 hours over the change to winter time
        (Kind.RECORDED, "2026-03-28T12:00", "2026-03-29T13:00:00"),  # and to summer time
        (Kind.ALARM, "2026-11-23T09:00", "2026-11-23T09:15:00"),
    ],
)
def test_due_as_the_calendar_of_england_and_wales_says(kind, start, due):
    clock = rules.clock_for(queries.clocks(), kind, date(2026, 11, 23))
    assert rules.due_at(clock, london(start), enhanced=True, holidays=HOLIDAYS) == london(due)


def test_somebody_without_enhanced_rights_is_told_within_five_working_days():
    clock = rules.clock_for(queries.clocks(), Kind.VICTIM_UPDATE, date(2026, 11, 23))
    due = rules.due_at(clock, london("2026-11-23T09:00"), enhanced=False, holidays=HOLIDAYS)
    assert due == london("2026-11-30T23:59:59")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_clock(kind):
    assert rules.clock_for(queries.clocks(), kind, date(2010, 1, 1)).kind == kind


@given(MOMENTS, st.sampled_from(queries.clocks()), st.booleans())
def test_nothing_is_due_before_it_begins(start, clock, enhanced):
    assert rules.due_at(clock, start, enhanced=enhanced, holidays=HOLIDAYS) >= start


@given(MOMENTS, st.integers(0, 20))
def test_one_more_working_day_is_never_earlier(start, count):
    day = start.date()
    assert rules.add_working_days(day, count + 1, HOLIDAYS) > rules.add_working_days(day, count, HOLIDAYS)
    assert rules.working_days_between(day, rules.add_working_days(day, count, HOLIDAYS), HOLIDAYS) == count


@given(MOMENTS, st.sampled_from(queries.clocks()), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_pause_never_shortens_what_is_left(start, clock, length):
    due = rules.due_at(clock, start, enhanced=True, holidays=HOLIDAYS)
    later = rules.due_after_pause(Unit(clock.unit), due, start, start + length, holidays=HOLIDAYS)
    assert later >= due
    if clock.unit != Unit.WORKING_DAYS:
        assert later - due == length


def test_only_a_running_duty_is_overdue():
    now = datetime(2026, 1, 2, tzinfo=UTC)
    late = datetime(2026, 1, 1, tzinfo=UTC)
    assert [each for each in State if rules.overdue(each, late, now)] == [State.RUNNING]
