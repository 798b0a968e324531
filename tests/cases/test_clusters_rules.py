"""What two cases share: the newest few, by marks that tell nothing about anybody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cases import rules
from hub.cases.terms import Alike, Heard, RepeatPeriod

CASES = st.lists(st.integers(1, 60), max_size=50)
SHARED = st.dictionaries(st.sampled_from(Alike), st.dictionaries(st.integers(1, 5), CASES, max_size=3))


@given(st.integers(1, 60), SHARED)
def test_a_case_is_never_put_beside_itself_and_each_thing_once(case, shared):
    found = rules.evidence(case, shared)
    assert all(case in {each.case_id, each.other_id} and each.case_id != each.other_id for each in found)
    assert len({(each.case_id, each.other_id, each.alike, each.mark) for each in found}) == len(found)


@given(st.integers(1, 60), SHARED)
def test_what_is_kept_of_one_case_is_bounded_by_the_things_it_shows(case, shared):
    assert len(rules.evidence(case, shared)) <= 20 * sum(len(things) for things in shared.values())


@given(st.integers(1, 60), SHARED)
def test_a_mark_is_the_number_of_a_post_or_account_and_never_of_a_person(case, shared):
    for each in rules.evidence(case, shared):
        assert bool(each.mark) == (each.alike in {Alike.ITEM, Alike.ACCOUNT})


def test_of_one_victim_only_the_earlier_cases_are_put_beside_and_of_a_post_the_newest():
    many = range(1, 60)
    victim = rules.evidence(30, {Alike.VICTIM: {1: many}})
    assert {min(each.case_id, each.other_id) for each in victim} == set(range(10, 30))
    post = rules.evidence(30, {Alike.ITEM: {7: many}})
    assert {each.case_id + each.other_id - 30 for each in post} == set(range(40, 60))


@pytest.mark.parametrize(
    ("one", "two", "repeat"),
    [
        (("2026-01-10", "2026-01-10"), ("2027-01-10", "2027-01-10"), True),
        (("2026-01-10", "2026-01-10"), ("2027-01-11", "2027-01-11"), False),
        (("2026-01-10", "2026-03-01"), ("2027-02-20", "2027-05-01"), True),
        (("2026-01-10", "2028-01-10"), ("2027-01-11", "2027-01-11"), True),
        (("2019-01-10", "2019-01-10"), ("2019-06-11", "2019-06-11"), False),
        (("2019-06-10", "2019-06-10"), ("2020-01-01", "2020-01-01"), True),
    ],
)
def test_two_cases_of_one_victim_make_a_repeat_victim_within_the_months_of_their_day(one, two, repeat):
    first, second = (Heard(*map(date.fromisoformat, each)) for each in (one, two))
    periods = (
        RepeatPeriod(Alike.VICTIM, 1, date(2010, 1, 1), date(2019, 12, 31)), RepeatPeriod(Alike.VICTIM, 12, date(2020, 1, 1), None),
    )  # fmt: skip
    assert rules.repeats(Alike.VICTIM, first, second, periods) == repeat
    assert rules.repeats(Alike.VICTIM, second, first, periods) == repeat
    assert not rules.repeats(Alike.ACCOUNT, first, second, periods)


def test_why_is_said_once_each_the_gravest_first():
    assert rules.words(["account", "item", "item", "victim"]) == (
        "the same victim, another item, the same post, the same account"
    )
