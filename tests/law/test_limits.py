"""Until when an information may be laid: a table that a lawyer can read, and what holds for any dates."""

import contextlib
import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.common.refusals import Unanswerable
from hub.law import queries
from hub.law.rules import counting, limits
from hub.law.terms import Acts, Asked, Counting

TODAY = date(2026, 11, 25)
LAW = queries.law()
IDS = tuple(dict.fromkeys(each.id for each in LAW.offences))
COURSES = {each.id for each in LAW.offences if each.acts == Acts.COURSE}
with (Path(__file__).parent / "limits.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))


def day(text):
    return counting.read_day("the day", text) if text else None


def limit(offence, first_sent, **more):
    return queries.limit(offence=offence, first_sent=first_sent, **{"on": TODAY, **more})


@pytest.mark.parametrize(
    "row", EXPECTED, ids=lambda row: f"{row['offence']}|{row['first_sent']}|{row['aggravated']}|{row['why']}"
)
def test_the_last_day_is_as_the_table_says(row):
    found = limit(
        row["offence"], day(row["first_sent"]), last_act=day(row["last_act"]), evidence=day(row["evidence_date"]),
        strands=row["aggravated"].split(),
    )  # fmt: skip
    assert (found.in_force, found.last_day) == (row["in_force"] == "yes", day(row["last_day"]))
    assert row["basis_says"] in found.basis
    assert row["source"]


def test_no_expectation_stands_twice_and_each_offence_stands_in_the_table():
    asked = [tuple(row.values())[:5] for row in EXPECTED]
    assert len(asked) == len(set(asked)) >= 60
    assert {row["offence"].upper() for row in EXPECTED} == {each.upper() for each in IDS}


def test_expert_check_2_a_case_at_day_170_has_a_clock_of_its_own_for_each_offence():
    sent = date(2026, 1, 15)
    on = sent + timedelta(days=170)
    public_order, network = limit("POA5", sent, on=on), limit("CA127-1", sent, on=on)
    assert (public_order.last_day, network.last_day) == (date(2026, 7, 15), date(2026, 7, 14))
    assert [each.reached for each in public_order.warnings] == [True, True, True, False]
    # the prosecutor's knowledge moves the one clock and not the other
    known = date(2026, 6, 1)
    assert limit("POA5", sent, on=on, evidence=known).last_day == date(2026, 7, 15)
    assert limit("CA127-1", sent, on=on, evidence=known).last_day == date(2026, 11, 30)
    # first sent, not last seen or sent again
    assert limit("CA127-1", sent, on=on, last_act=date(2026, 6, 30)).last_day == date(2026, 7, 14)


def test_expert_check_2_hostility_on_race_changes_the_clock_only_where_its_form_is_either_way():
    sent = date(2026, 1, 15)
    assert limit("POA4A", sent, strands=["race"]).last_day is None
    assert limit("PHA2", sent, strands=["race"]).last_day is None
    assert limit("POA5", sent, strands=["race"]).last_day == date(2026, 7, 15)


def test_expert_check_10_s4b_is_no_offence_on_31_march_2026_and_one_on_1_april():
    before, after = date(2026, 3, 31), date(2026, 4, 1)
    assert (limit("POA4B", before).in_force, limit("POA4B", after).in_force) == (False, True)
    told = [{each.offence.id for each in queries.page(on, limit=500)[0]} for on in (before, after)]
    assert told[1] - told[0] == {"POA4B"}


@pytest.mark.parametrize(
    ("offence", "more", "words"),
    [
        ("POA6", {}, "no such offence"),
        ("", {}, "no such offence"),
        ("POA5", {"last_act": date(2026, 1, 14)}, "The last act is before"),
        ("PHA2", {"last_act": date(2026, 1, 14)}, "The last act is before"),
        ("CA127-1", {"evidence": date(2026, 1, 14)}, "The day of the evidence is before"),
        ("MCA1", {"evidence": date(2026, 1, 14)}, "The day of the evidence is before"),
        ("MCA1", {"strands": ["race"]}, "MCA1 has no aggravated form"),
        ("OSA183", {"strands": ["disability"]}, "OSA183 has no aggravated form"),
        ("POA18", {"strands": ["race"]}, "POA18 has no aggravated form"),
        ("POA5", {"strands": ["age"]}, "Give one of: race, religion"),
        ("POA5", {"strands": ["race", "nonsense"]}, "Give one of: race, religion"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(offence, more, words):
    with pytest.raises(Unanswerable, match=words):
        limit(offence, date(2026, 1, 15), **more)


def test_both_bounds_are_shown_and_the_prosecutors_unknown_date_as_unknown():
    found = limit("CA127-1", date(2026, 3, 1))
    years, months = found.bounds
    assert (years.last_day, years.known, years.decides) == (date(2029, 2, 28), True, False)
    assert (months.last_day, months.known, months.decides) == (date(2026, 8, 31), False, True)
    assert "never after Wed 28 Feb 2029" in found.basis
    assert all(each.known for each in limit("CA127-1", date(2026, 3, 1), evidence=date(2026, 3, 2)).bounds)


def test_warnings_are_at_120_150_and_165_days_and_on_the_last_safe_day():
    found = limit("POA5", date(2026, 1, 15), on=date(2026, 6, 14))
    assert [(each.days, each.on, each.reached) for each in found.warnings] == [
        (120, date(2026, 5, 15), True),
        (150, date(2026, 6, 14), True),
        (165, date(2026, 6, 29), False),
        (181, date(2026, 7, 15), False),
    ]
    known = limit("CA127-1", date(2026, 1, 15), evidence=date(2026, 6, 10))
    assert [each.on for each in known.warnings] == [
        date(2026, 10, 8), date(2026, 11, 7), date(2026, 11, 22), date(2026, 12, 9),
    ]  # fmt: skip


def test_no_warning_comes_after_the_last_day():
    found = limit("CA127-1", date(2024, 1, 10), evidence=date(2026, 9, 1))
    assert found.last_day == date(2027, 1, 9)
    assert [each.on for each in found.warnings] == [
        date(2026, 11, 10), date(2026, 12, 10), date(2026, 12, 25), date(2026, 12, 30), date(2027, 1, 9),
    ]  # fmt: skip
    assert limit("MCA1", date(2026, 1, 15)).warnings == ()


def test_the_last_act_of_several_offences_has_a_bound_of_its_own():
    found = limit("POA5", date(2026, 3, 31), last_act=date(2026, 8, 31))
    assert [each.last_day for each in found.bounds] == [date(2026, 9, 30), date(2027, 2, 28)]
    assert found.bounds[1].words.startswith("For the last act alone.")
    later = limit("CA127-1", date(2026, 1, 1), last_act=date(2026, 5, 1), evidence=date(2026, 6, 1))
    assert (later.last_day, len(later.bounds)) == (
        date(2026, 11, 30),
        2,
    )  # the evidence of both came on one day
    earlier = limit("CA127-1", date(2026, 1, 1), last_act=date(2026, 5, 1), evidence=date(2026, 2, 1))
    assert (earlier.last_day, earlier.bounds[-1].last_day) == (date(2026, 7, 31), date(2026, 10, 31))
    assert len(limit("PHA2", date(2026, 1, 1), last_act=date(2026, 5, 1)).bounds) == 1
    assert len(limit("MCA1", date(2026, 1, 1), last_act=date(2026, 5, 1)).bounds) == 1


def test_the_last_act_is_counted_by_the_law_of_its_own_day():
    network = limit("CA127-1", date(2015, 4, 10), last_act=date(2015, 4, 20))
    assert (network.last_day, network.bounds[-1].last_day) == (date(2015, 10, 10), date(2015, 10, 19))
    malicious = limit("MCA1", date(2015, 4, 10), last_act=date(2015, 4, 20))
    assert (malicious.last_day, malicious.bounds[-1].last_day) == (date(2015, 10, 10), None)
    assert malicious.bounds[-1].words.startswith("For the last act alone. No time limit")


def test_a_last_day_that_is_no_working_day_names_the_one_before_it():
    summer = limit("CA127-1", date(2026, 3, 1), on=date(2026, 8, 1))  # a Monday, the bank holiday
    assert "act by Fri 28 Aug 2026" in summer.basis
    assert "act by Thu 24 Dec 2026" in limit("POA5", date(2026, 6, 25)).basis  # Christmas Day, a Friday
    assert "act by" not in limit("POA5", date(2026, 1, 15)).basis
    assert "act by Thu 24 Dec 2026" in limit("POA5", date(2026, 6, 25)).warnings[-1].words


def test_how_far_off_the_last_day_is_stands_in_the_basis():
    sent = date(2026, 1, 15)
    assert "1 day after Tue 14 Jul 2026" in limit("POA5", sent, on=date(2026, 7, 14)).basis
    assert "0 days after Wed 15 Jul 2026" in limit("POA5", sent, on=date(2026, 7, 15)).basis
    assert "1 day before Thu 16 Jul 2026: it has passed." in limit("POA5", sent, on=date(2026, 7, 16)).basis


def test_a_worst_case_that_has_passed_asks_for_the_prosecutors_date_before_anybody_gives_up():
    sent, on = date(2025, 12, 1), date(2026, 7, 1)
    assert "has passed in this worst case: ask the prosecutor" in limit("OSA179", sent, on=on).basis
    assert "it has passed." in limit("OSA179", sent, on=on, evidence=sent).basis


def test_an_offence_that_was_repealed_is_told_by_its_last_words():
    gone = [
        replace(each, standing=replace(each.standing, valid_to=date(2025, 12, 31))) if each.id == "FOA3" else each
        for each in LAW.offences
    ]  # fmt: skip
    found = limits.limit(replace(LAW, offences=tuple(gone)), Asked("FOA3", date(2026, 1, 15), TODAY))
    assert (found.in_force, found.last_day) == (False, date(2026, 7, 15))
    assert "only until Wed 31 Dec 2025" in found.basis


DAYS = st.dates(date(1970, 1, 1), date(2190, 12, 31))
MONTHS = st.sampled_from([6, 36])
COUNTINGS = st.sampled_from(list(Counting))


@given(DAYS, MONTHS, COUNTINGS)
def test_a_period_never_ends_before_it_begins_and_is_never_longer_than_its_months(start, months, how):
    ends = counting.last_day(start, months, how)
    assert start < ends <= start + timedelta(days=31 * months)
    assert ends >= start + timedelta(days=30 * months - 3 - how.value.startswith("in"))


@given(DAYS, DAYS, MONTHS, COUNTINGS)
def test_a_later_day_never_ends_a_period_earlier(one, other, months, how):
    first, second = sorted([one, other])
    assert counting.last_day(first, months, how) <= counting.last_day(second, months, how)


@given(DAYS, MONTHS)
def test_counting_the_day_in_costs_one_day_or_at_the_end_of_a_month_none(start, months):
    without, within = (counting.last_day(start, months, how) for how in Counting)
    assert (without - within).days == (without.day == start.day)
    assert (within == without) == (without.day < start.day)


@given(DAYS, MONTHS)
def test_a_period_from_the_end_of_a_month_stays_in_the_month_it_leads_to(start, months):
    ends = counting.months_after(start, months)
    assert (ends.year * 12 + ends.month) - (start.year * 12 + start.month) == months
    assert ends.day == start.day or (ends + timedelta(days=1)).day == 1


@given(st.sampled_from(IDS), DAYS, st.integers(0, 2000), st.none() | st.integers(0, 3000))
def test_no_last_day_is_before_its_offence_nor_after_any_bound(offence, first, later, known):
    last = first + timedelta(days=later)
    evidence = None if known is None else first + timedelta(days=known)
    found = limit(offence, first, last_act=last, evidence=evidence)
    assert found.basis
    assert (found.last_day is None) == (not found.warnings)
    if found.last_day is not None:
        assert found.last_day > (first if offence not in COURSES or evidence else last)
        assert found.last_day == min(each.last_day for each in found.bounds if each.last_day)
        assert [each.on for each in found.warnings] == sorted(each.on for each in found.warnings)
        assert found.warnings[-1].on == found.last_day


@given(st.sampled_from(IDS), DAYS, st.integers(0, 3000), st.integers(0, 3000))
def test_evidence_that_came_later_never_ends_a_limit_earlier_and_none_known_is_the_worst(
    offence, first, one, other
):
    sooner, later = (first + timedelta(days=each) for each in sorted([one, other]))
    worst, before, after = (limit(offence, first, evidence=each).last_day for each in (None, sooner, later))
    if worst is None:
        assert before is after is None
    else:
        assert worst <= before <= after


@given(st.text(max_size=12))
def test_what_is_typed_for_a_day_is_a_day_or_said_to_be_none(typed):
    with contextlib.suppress(Unanswerable):
        assert counting.read_day("--first-sent", typed).year in range(1970, 2200)


@pytest.mark.parametrize(
    "typed", ["", "nonsense", "2026-02-30", "31/04/2026", "2026-1-5", "15.01.2026", "2026-01-15T10:00", "01/15/2026", "0026-01-15", "1969-12-31", "2200-01-01", "99/99/9999", "\u0662\u0660\u0662\u0666-01-15"],
)  # fmt: skip
def test_what_is_no_day_is_said_to_be_none(typed):
    with pytest.raises(Unanswerable):
        counting.read_day("--on", typed)


def test_a_day_is_read_as_elsewhere_in_the_hub():
    assert (
        counting.read_day("--on", " 1/2/2026 ") == counting.read_day("--on", "2026-02-01") == date(2026, 2, 1)
    )


@pytest.mark.parametrize("offence", ["CA127-1", "OSA179"])
def test_a_limit_that_three_years_decide_is_warned_of_before_it_ends(offence):
    found = limit(offence, date(2024, 2, 10), evidence=date(2026, 12, 20))
    assert found.last_day.year == 2027
    assert [each.days for each in found.warnings][:-1] == [1035, 1065, 1080]
    assert all(each.on < found.last_day for each in found.warnings[:-1])
    assert found.warnings[-1].on == found.last_day


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 11, 30), "can still be charged, until Thu 20 May 2027"), (date(2027, 6, 1), "ended on")],
)
def test_nobody_gives_up_for_the_first_act_while_the_last_can_be_charged(on, words):
    found = limit("POA5", date(2026, 3, 31), last_act=date(2026, 11, 20), on=on)
    assert "it has passed" in found.basis
    assert words in found.basis
