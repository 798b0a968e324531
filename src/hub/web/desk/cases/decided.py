"""What a case has come to, as its page shows it: decisions, offences with their limits, and outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.cases import queries as cases
from hub.cases.terms import NewCandidate, Outcome
from hub.common import clock
from hub.law.rules.counting import written
from hub.pathway import telling
from hub.pathway.opening import Opened
from hub.triage import queries as triage
from hub.triage.terms.deciding import Decided


@dataclass(frozen=True, slots=True)
class ComeTo:
    """What is shown, and everybody whom it names by what is on record of them."""

    shown: dict[str, Any]
    actors: frozenset[str]


def come_to(opened: Opened) -> tuple[tuple[Decided, ...], tuple[Outcome, ...]]:
    """Every decision and every outcome of a case, the newest first; a report without one has none."""
    if opened.case is None:
        return (), ()
    case = opened.reference
    return triage.crime_decisions([case])[case], opened.case.outcomes


def of(opened: Opened, decisions: Sequence[Decided], outcomes: Sequence[Outcome]) -> ComeTo:
    """What this case has come to; a report without one has come to nothing."""
    if opened.case is None:
        return ComeTo({}, frozenset())
    case = opened.reference
    newest = next(iter(decisions), None)
    reference = opened.case.reports[0][1] if opened.case.reports else case
    limits = [(each.chosen, _limit(each.chosen)) for each in opened.case.chosen]
    text = telling.text_of(newest, reference) if newest and newest.holds else None
    ended = telling.text_of_outcome(outcomes[0], reference) if outcomes else None
    actors = {each.by for each in decisions} | {each.by for each in outcomes}
    actors |= {each.checked.by for each in decisions if each.checked}
    return ComeTo(
        {"decisions": decisions, "outcomes": outcomes, "limits": limits, "full_text": ended or text},
        frozenset(actors),
    )


def _limit(chosen: NewCandidate) -> str:
    """Until when an offence may be charged, in short."""
    found = cases.limit_of(chosen, clock.now().astimezone(clock.LONDON).date())
    return f"Last day {written(found.last_day)}" if found.last_day else "No time limit"
