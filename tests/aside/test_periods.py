"""How long an original is kept, by the rule in force."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aside import queries, rules
from hub.aside.terms import Regime, State

OLD = Regime("old", date(2017, 4, 1), date(2026, 3, 31), 90, 12, "s", "sure")
NEW = Regime("new", date(2026, 4, 1), None, 60, 6, "s", "sure")


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2016, 1, 1), "old"), (date(2017, 4, 1), "old"), (date(2026, 3, 31), "old"), (date(2026, 4, 1), "new"),
        (date(2030, 1, 1), "new"),
    ],
)  # fmt: skip
def test_the_rule_is_that_of_the_day_of_the_decision(day, rule):
    assert rules.regime_on([NEW, OLD], day).rule == rule


def test_they_may_ask_for_sixty_days_as_shipped():
    regime = rules.regime_on(queries.regimes(), date(2026, 11, 30))
    assert rules.ask_until(regime, date(2026, 11, 30)) == date(2027, 1, 29)
    assert regime.submission_months == 12
    assert regime.source
    assert regime.how_sure


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 30), date(2027, 11, 30)), (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)  # fmt: skip
def test_a_submission_holds_twelve_months_at_most(day, last):
    assert rules.latest_expiry(OLD, day) == last


@given(st.dates(date(2020, 1, 1), date(2080, 1, 1)))
def test_no_submission_ever_holds_longer_than_a_year(day):
    assert rules.latest_expiry(OLD, day) - day <= timedelta(days=366)


def test_a_hold_is_over_on_the_day_after_its_last():
    today = date(2026, 11, 30)
    assert not rules.held_too_long(today, today)
    assert not rules.held_too_long(None, today)
    assert rules.held_too_long(today - timedelta(days=1), today)


def test_what_is_held_is_never_disposed_of_at_once():
    assert State.DISPOSED not in rules.ORIGINAL_MOVES[State.HELD]
    assert not rules.ORIGINAL_MOVES[State.DISPOSED]
