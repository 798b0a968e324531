"""What the page of a case or report shows of its assessments, its priority and its place in the queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.common import clock
from hub.pathway.opening import Opened
from hub.queue.terms import CLAIM, NOTHING_DUE, Facts
from hub.triage import queries as triage
from hub.triage.queries import Spoken
from hub.triage.terms import Factor, Limb, Override, Said

_BEFORE = (*(f"{limb.value}-" for limb in Limb), "overall-", "said-")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One factor as the page says it."""

    sentence: str
    weight: int
    source: str
    certainty: str


def factors(facts: Facts) -> tuple[Factor, ...]:
    """The factors that hold, the heaviest first, by the table of the day on which it was received."""
    table = triage.factors_on(facts.received_at)
    return tuple(table[each] for each in facts.factors if each in table)


def sentences(facts: Facts) -> tuple[str, ...]:
    """What officers assessed, in the words of the factors, the heaviest first."""
    return tuple(each.sentence for each in factors(facts) if each.id.startswith(_BEFORE))


def build(opened: Opened, facts: Facts, subjects: Sequence[str]) -> dict[str, Any]:
    """The facts of the cards about risk and priority."""
    found = triage.on_file(subjects)
    risks, victims = found.risks, found.victims
    risk = next((each for each in risks if each.stands), None)
    victim = next((each for each in victims if each.stands), None)
    row = opened.row
    far = row is not None and row.held_until == NOTHING_DUE
    questions = {each.id: each.question for each in triage.victim_questions()}
    return {
        "risk": risk, "earlier_risks": [each for each in risks if each is not risk], "victim": victim,
        "victims_before": len(victims) - 1 if victim else len(victims),
        "grounds": triage.grounds_of(victim) if victim else (),
        "said_yes": [questions.get(each, each) for each, said in victim.answers.items() if said == Said.YES] if victim else [],
        "factors": [Weighed(each.sentence, each.weight, each.source, each.certainty) for each in factors(facts)],
        "word": _word(facts, found.words), "passing": row.passing if row else None,
        "queue_name": row.queue_name if row else "",
        "passed_far": far, "kept": row.kept if row else "", "long_hold": bool(row and row.held_until and not far and _long(opened)),
    }  # fmt: skip


def actors(shown: Mapping[str, Any]) -> set[str]:
    """Everybody whom these cards name by what is on record of them."""
    found = [shown["risk"], shown["victim"], shown["word"], shown["passing"], *shown["earlier_risks"]]
    return {each.by for each in found if each}


def _word(facts: Facts, words: Sequence[Spoken]) -> Override | None:
    """An officer's word on the priority, where one stands."""
    return words[0].override if words and facts.overridden_until is not None else None


def _long(opened: Opened) -> bool:
    """Whether it is kept for longer than a claim."""
    row = opened.row
    return bool(row and row.held_until and row.held_until > clock.now() + CLAIM)
