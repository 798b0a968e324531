"""How long an original is kept, until when somebody may ask for another look, and how long a submission may hold."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from hub.aside.terms import Regime, Standing, State
from hub.common import dated

ORIGINAL_MOVES: Mapping[State, frozenset[State]] = {
    State.KEPT: frozenset({State.HELD, State.RESTORED, State.DISPOSED}),
    State.HELD: frozenset({State.KEPT, State.RESTORED}),
    State.RESTORED: frozenset(),
    State.DISPOSED: frozenset(),
}
SUBMISSION_MOVES: Mapping[Standing, frozenset[Standing]] = {
    Standing.SUBMITTED: frozenset({Standing.AUTHORISED, Standing.REFUSED, Standing.EXPIRED}),
    Standing.AUTHORISED: frozenset({Standing.EXPIRED, Standing.ENDED}),
    Standing.REFUSED: frozenset(),
    Standing.EXPIRED: frozenset(),
    Standing.ENDED: frozenset(),
}


def regime_on(regimes: Iterable[Regime], day: date) -> Regime:
    """The rule in force on a day; before the first, the first."""
    ordered = sorted(regimes, key=lambda each: each.valid_from)
    standing = [each for each in ordered if dated.stands(each.valid_from, each.valid_to, day)]
    return standing[-1] if standing else ordered[0]


def ask_until(regimes: Iterable[Regime], day: date) -> date:
    """The day that the letter of a decision of a day promises: until its end they may ask for another look."""
    return day + timedelta(days=regime_on(regimes, day).ask_days)


def keeps(regimes: Iterable[Regime], decided: date, aside: date) -> Regime:
    """The rule that keeps an original: of those in force since the decision the longest, as any letter may have promised."""
    every = list(regimes)
    since = [
        each
        for each in every
        if each.valid_from <= aside and (each.valid_to is None or decided <= each.valid_to)
    ]
    return max(since or [regime_on(every, decided)], key=lambda each: each.keep_days)


def kept_until(regime: Regime, day: date) -> date:
    """The last day on which the original of what was set aside on a day is there to be looked at again."""
    return day + timedelta(days=regime.keep_days)


def held_too_long(held_until: date | None, today: date) -> bool:
    """Whether a hold that somebody set an end to is over."""
    return held_until is not None and held_until < today


def latest_expiry(regime: Regime, day: date) -> date:
    """The last day that a submission written on a day may hold."""
    years, month = divmod(day.month - 1 + regime.submission_months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
