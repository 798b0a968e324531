"""What a priority comes to: factors that hold, each with its weight, added up; it orders, and decides nothing.

Every weight is more than nothing, so that a fact that is added never lowers how urgent something is.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from hub.triage.terms import Factor, Grade, Level, Override, Priority, PriorityFacts, Threshold

_PERSISTENT = 3  # other cases of the same victim
_MANY = 10  # reports of the same thing


def in_force(factors: Iterable[Factor], on: date) -> Mapping[str, Factor]:
    """The factors of a day; the earliest table speaks for days before it."""
    rows = sorted(factors, key=lambda each: each.valid_from)
    found: dict[str, Factor] = {}
    for each in rows:
        if each.id not in found or (each.valid_from <= on and _not_over(each.valid_to, on)):
            found[each.id] = each
    return {name: each for name, each in found.items() if _not_over(each.valid_to, on)}


def _not_over(until: date | None, on: date) -> bool:
    return until is None or on <= until


def threshold(thresholds: Iterable[Threshold], on: date) -> int:
    """From how many points on something is at high risk on a day; the earliest row speaks for days before it."""
    rows = sorted(thresholds, key=lambda each: each.valid_from)
    return [each.at_least for each in rows if each.valid_from <= on or each is rows[0]][-1]


def holding(facts: PriorityFacts) -> tuple[str, ...]:
    """The factors that hold, by their names in the table."""
    told = (
        ("danger", facts.danger),
        ("under-18", facts.under_18),
        ("earlier", facts.earlier > 0),
        ("earlier-many", facts.earlier >= _PERSISTENT),
        ("same-account", facts.same_account > 0),
        ("several-reports", facts.reports > 1),
        ("many-reports", facts.reports >= _MANY),
        ("changed", facts.changed),
        ("force-unknown", facts.force_unknown),
    )
    graded = (f"{limb}-{grade.value}" for limb, grade in facts.assessed.grades.items() if grade != Grade.NONE)
    # What the report told and the victim says too weighs once.
    said = {f"said-{each}" for each in facts.assessed.grounds}
    twice = {"said-under-18"} if facts.under_18 else set()
    twice |= {"said-repeat"} if facts.earlier else set()
    return (*(name for name, holds in told if holds), *sorted(graded), *sorted(said - twice))


def priority(
    facts: PriorityFacts, factors: Iterable[Factor], thresholds: Iterable[Threshold], now: datetime
) -> Priority:
    """The factors that hold, the heaviest first, what they come to, and where that places it."""
    table = in_force(factors, facts.received_on)
    held = sorted(
        (table[each] for each in holding(facts) if each in table), key=lambda each: (-each.weight, each.id)
    )
    points = sum(each.weight for each in held)
    high = points >= threshold(thresholds, facts.received_on)
    word = standing(facts.assessed.override, now)
    level = word.level if word else Level.HIGH if high else Level.STANDARD
    return Priority(tuple(each.id for each in held), points, level, word.until if word else None)


def standing(override: Override | None, now: datetime) -> Override | None:
    """An officer's word on a priority, while it stands: it ends by itself when it is to be looked at again."""
    return override if override is not None and now < override.until else None
