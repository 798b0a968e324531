"""How long an original is kept, by the rule in force."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aside import queries, rules
from hub.aside.terms import Regime, State

OLD = Regime("old", date(2017, 4, 1), date(2026, 3, 31), 80, 90, 12, "s", "sure")
NEW = Regime("new", date(2026, 4, 1), None, 56, 60, 6, "s", "sure")


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2016, 1, 1), "old"), (date(2017, 4, 1), "old"), (date(2026, 3, 31), "old"), (date(2026, 4, 1), "new"),
        (date(2030, 1, 1), "new"),
    ],
)  # fmt: skip
def test_the_rule_is_that_of_the_day_of_the_decision(day, rule):
    assert rules.regime_on([NEW, OLD], day).rule == rule


def test_they_may_ask_for_eight_weeks_and_the_original_is_kept_for_sixty_days_as_shipped():
    day = date(2026, 11, 30)
    regime = rules.keeps(queries.regimes(), day, day)
    assert rules.ask_until(queries.regimes(), day) == date(2027, 1, 25)
    assert rules.kept_until(regime, day) == date(2027, 1, 29)
    assert regime.submission_months == 12
    assert regime.source
    assert regime.how_sure


def test_a_rule_that_promises_more_than_it_keeps_is_refused():
    with pytest.raises(ValueError, match="shorter than somebody may ask"):
        Regime("odd", date(2026, 4, 1), None, 61, 60, 12, "s", "sure")


_DAYS = st.dates(date(2016, 1, 1), date(2030, 1, 1))


@given(_DAYS, _DAYS, _DAYS, st.permutations([OLD, NEW]))
def test_no_original_goes_before_the_day_that_a_letter_since_its_decision_promised(one, two, three, regimes):
    decided, told, aside = sorted((one, two, three))
    kept = rules.kept_until(rules.keeps(regimes, decided, aside), aside)
    assert rules.ask_until(regimes, told) <= kept


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
