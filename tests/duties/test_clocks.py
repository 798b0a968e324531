from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from hub.duties import queries, rules
from hub.duties.terms import Kind, NewDuty, Unit

CLOCKS = queries.clocks()
HOLIDAYS = queries.bank_holidays()


@pytest.mark.parametrize(
    ("kind", "standard", "enhanced", "unit", "starts_from"),
    [
        (Kind.ALARM, 15, 15, Unit.MINUTES, "received_at"),
        (Kind.RECORDED, 24, 24, Unit.HOURS, "received_at"),
        (Kind.NEEDS_ASSESSMENT, 24, 24, Unit.HOURS, "received_at"),
        (Kind.SUPPORT_REFERRAL, 2, 2, Unit.WORKING_DAYS, "reported_at"),
        (Kind.VICTIM_UPDATE, 5, 1, Unit.WORKING_DAYS, "reported_at"),
        (Kind.ASK, 2, 2, Unit.WORKING_DAYS, "received_at"),
        (Kind.REVIEW_CHANGE, 1, 1, Unit.WORKING_DAYS, "received_at"),
        (Kind.SAFEGUARDING, 1, 1, Unit.WORKING_DAYS, "asked_at"),
    ],
)
def test_the_clock_in_force_today_says(kind, standard, enhanced, unit, starts_from):
    (clock,) = [each for each in CLOCKS if each.kind == kind and each.valid_to is None]
    assert (clock.standard, clock.enhanced, clock.unit) == (standard, enhanced, unit)
    assert {row["starts_from"] for row in queries.shipped() if row["kind"] == kind} == {starts_from}


def test_every_clock_says_what_it_rests_on_and_how_sure_that_is():
    for row in queries.shipped():
        assert all(row[each].strip() for each in ("title", "basis", "source", "certainty", "code_version"))
        assert date.fromisoformat(row["checked_at"]) >= date.fromisoformat(row["valid_from"])


def test_the_clocks_of_a_kind_never_overlap_and_each_has_its_own_version():
    assert {each.kind for each in CLOCKS} == set(Kind)
    assert len({(each.kind, each.code_version) for each in CLOCKS}) == len(CLOCKS)
    for kind in Kind:
        spans = sorted((each.valid_from, each.valid_to or date.max) for each in CLOCKS if each.kind == kind)
        assert all(first <= last for first, last in spans)
        assert all(one[1] < following[0] for one, following in pairwise(spans))


def test_nobody_is_reminded_before_a_clock_of_hours_starts():
    for each in CLOCKS:
        assert each.remind_before >= timedelta(0)
        if each.unit == Unit.HOURS:
            assert each.remind_before < timedelta(hours=min(each.standard, each.enhanced))


@pytest.mark.parametrize(
    "day",
    [
        "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08", "2026-01-01", "2026-04-03", "2026-04-06",
        "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28", "2027-12-27", "2027-12-28",
    ],
)  # fmt: skip
def test_a_bank_holiday_of_england_and_wales(day):
    assert date.fromisoformat(day) in HOLIDAYS


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2026-12-24", "2026-12-29"),  # Christmas Day, a weekend, and the day in the place of Boxing Day
        ("2026-05-01", "2026-05-05"),  # a weekend and the early May bank holiday
        ("2026-11-27", "2026-11-30"),  # a weekend; St Andrew's Day is a holiday of Scotland alone
    ],
)
def test_expert_check_3_a_victim_of_hate_is_told_within_one_working_day_over_a_bank_holiday(told, due):
    (clock,) = [each for each in CLOCKS if each.kind == Kind.VICTIM_UPDATE and each.valid_to is None]
    start = datetime.combine(date.fromisoformat(told), time(10), rules.LONDON)
    found = rules.due_at(clock, start, enhanced=True, holidays=HOLIDAYS)
    assert found.astimezone(rules.LONDON).date() == date.fromisoformat(due)
    assert NewDuty("case", "C-1", Kind.VICTIM_UPDATE, start).enhanced, "as a victim of the most serious crime"


@pytest.mark.parametrize("day", ["2026-01-02", "2026-03-17", "2026-07-13", "2026-08-03", "2026-11-30"])
def test_a_holiday_of_scotland_or_northern_ireland_only_is_a_working_day_here(day):
    assert date.fromisoformat(day) not in HOLIDAYS


@pytest.mark.parametrize("year", range(1995, 2047))
def test_every_year_that_a_duty_can_start_in_has_its_holidays(year):
    assert len({day for day in HOLIDAYS if day.year == year}) >= 8
