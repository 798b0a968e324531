"""Until when a case must be charged: the earliest last safe day of the offences chosen for it, kept as a duty."""

from dataclasses import replace
from datetime import date

from hub.cases import queries as cases_known
from hub.cases.actions import HeldCase
from hub.cases.terms import NewCandidate
from hub.common import clock
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties import rules as duty_rules
from hub.duties.terms import Kind as Duty
from hub.duties.terms import Warn
from hub.law.rules import counting
from hub.law.terms import Limit
from hub.people.terms import Actor


def keep_limit(*, case: HeldCase, by: Actor) -> None:
    """Count the time limits anew: of those that still run the one that ends first is the duty, and warns on its days."""
    today = clock.now().astimezone(clock.LONDON).date()
    counted = [
        (each.chosen, _that_runs(each.chosen, today)) for each in cases_known.candidates(case.reference)
    ]
    bounded = [(limit.last_day, chosen, limit) for chosen, limit in counted if limit.last_day]
    if not bounded:
        drop_limit(case=case, reason="No offence that is chosen has a time limit.", by=by)
        return
    running = [each for each in bounded if each[0] >= today]
    last, chosen, limit = min(running or bounded, key=lambda each: each[0])
    passed = [each.offence for day, each, _ in bounded if running and day < today]
    gone = f" Out of time already: {', '.join(passed)}." if passed else ""
    safe = counting.working_day(last, duties_known.bank_holidays())
    duties.keep_limit(
        case=case.reference, from_at=duty_rules.morning_of(chosen.first_sent), until=duty_rules.end_of(safe),
        warnings=_warnings(chosen, limit), detail=f"{chosen.offence}: {limit.basis}{gone}", by=by,
    )  # fmt: skip


def _that_runs(chosen: NewCandidate, today: date) -> Limit:
    """The limit of an offence; where it has passed for the first act and not for the last, that of the last act alone."""
    limit = cases_known.limit_of(chosen, today)
    if limit.last_day is None or limit.last_day >= today or chosen.last_act is None:
        return limit
    alone = cases_known.limit_of(replace(chosen, first_sent=chosen.last_act, last_act=None), today)
    return alone if alone.last_day is None or alone.last_day >= today else limit


def _warnings(chosen: NewCandidate, limit: Limit) -> tuple[Warn, ...]:
    """The days of warning, each once; the last day is told on the last working day."""
    found = {}
    for each in limit.warnings:
        day = counting.working_day(each.on, duties_known.bank_holidays())
        found[duty_rules.morning_of(day if each.on == limit.last_day else each.on)] = (
            f"{chosen.offence}: {each.words}"
        )
    return tuple(Warn(at, words) for at, words in found.items())


def drop_limit(*, case: HeldCase, reason: str, by: Actor) -> None:
    """No time limit runs any more."""
    duties.complete_kind(subjects=[case.reference], kind=Duty.LIMITATION, reason=reason, by=by)
