"""Which queue something stands in: the first rule that fits, else the queue that catches the rest; a hand holds against both."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from hub.queue.rules.waiting import DANGER, HIGH, urgency
from hub.queue.terms import DEFAULT, Conditions, Fact, Facts, NewRule, Passing, Place, Rule

YES, NO = "yes", "no"
_EVER = datetime.fromtimestamp(0, UTC)  # of a version that is not kept yet
# The closed lists among the facts; the others are checked against what is known of them.
NEEDED: Mapping[Fact, tuple[str, ...]] = {
    Fact.DANGER: (YES, NO),
    Fact.PRIORITY: ("danger", "high"),
    Fact.UNDER_18: (YES, NO),
    Fact.REPEAT: (YES, NO),
    Fact.SAME_ACCOUNT: (YES, NO),
    Fact.ABOUT: ("victim", "public"),
    Fact.SCOPE: ("in-scope", "out-of-scope", "force-unknown"),
}
_LONGEST_NAME = 80
_MOST_VALUES = 40


def standing_values(facts: Facts) -> Mapping[Fact, frozenset[str]]:
    """What the facts say, by the names that rules know them by; of some there are several."""

    def said(*, yes: bool) -> frozenset[str]:
        return frozenset({YES if yes else NO})

    urgent = {DANGER: frozenset({"danger", "high"}), HIGH: frozenset({"high"})}
    return {
        Fact.DANGER: said(yes=facts.danger),
        Fact.PRIORITY: urgent.get(urgency(facts), frozenset()),
        Fact.UNDER_18: said(yes=facts.under_18),
        Fact.REPEAT: said(yes=facts.earlier > 0),
        Fact.SAME_ACCOUNT: said(yes=facts.same_account > 0),
        Fact.STRAND: frozenset(facts.strands),
        Fact.ABOUT: frozenset({facts.about}),
        Fact.SCOPE: frozenset({facts.scope}),
        Fact.BOROUGH: frozenset({facts.borough}),
        Fact.UNIT: frozenset({facts.unit}),
        Fact.PLATFORM: frozenset({facts.platform.casefold()}),
        Fact.LANGUAGE: frozenset(facts.languages),
        Fact.SOURCE: frozenset(facts.sources),
    }


def matches(conditions: Conditions, facts: Facts) -> bool:
    """Whether every condition holds: of each named fact one of the values."""
    told = standing_values(facts)
    return all(told[Fact(name)] & frozenset(values) for name, values in conditions.items())


def in_order(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that are on, in the order in which they are asked."""
    return tuple(
        sorted((each for each in rules if each.on), key=lambda each: (each.position, each.reference))
    )


def place(facts: Facts, rules: Sequence[Rule], passing: Passing | None = None) -> Place:
    """Where something stands; `rules` in their order, only those that are on."""
    by_rule = next(
        (
            Place(each.queue, each.reference, each.version)
            for each in rules
            if matches(each.conditions, facts)
        ),
        Place(DEFAULT),
    )
    if passing is None:
        return by_rule
    if not passing.queue:
        return Place(by_rule.queue, by_rule.rule, by_rule.version, by_hand=True)
    return Place(passing.queue, by_hand=True)


def inputs(conditions: Conditions, facts: Facts) -> dict[str, str]:
    """What a rule looked at, and what the facts said of it."""
    told = standing_values(facts)
    return {name: ", ".join(sorted(each for each in told[Fact(name)] if each)) for name in conditions}


def not_whole(new: NewRule, queues: Iterable[str], known: Mapping[Fact, frozenset[str]]) -> str:
    """What keeps a rule from being kept, as a sentence; blank where it is whole."""
    if not new.name.strip():
        return "Give the rule a name: it is what officers read on the case."
    if len(new.name) > _LONGEST_NAME:
        return f"Shorten the name to {_LONGEST_NAME} characters."
    if new.queue not in set(queues):
        return "Choose the queue that it leads to."
    if not new.conditions:
        return "Choose at least one condition: a rule without any would take everything."
    if not new.reason.strip():
        return "Say why: each version of a rule is kept with its reason."
    return next(filter(None, (_unknown(name, values, known) for name, values in new.conditions.items())), "")


def _unknown(name: str, values: Sequence[str], known: Mapping[Fact, frozenset[str]]) -> str:
    """A value that nothing can ever have, as a sentence."""
    label = Fact(name).label
    if not values or len(values) > _MOST_VALUES:
        return f"Choose between one and {_MOST_VALUES} values under \u201c{label}\u201d."
    fact = Fact(name)
    allowed = frozenset(NEEDED[fact]) if fact in NEEDED else known.get(fact)
    strange = sorted(set(values) - allowed) if allowed is not None else []
    if strange:
        return f"\u201c{strange[0]}\u201d is nothing that \u201c{label}\u201d can be. Choose from the list."
    return ""


def put(new: NewRule, rules: Sequence[Rule], reference: str) -> tuple[Rule, ...]:
    """The rules as they would be asked with this one among them, in the place of its earlier version."""
    others = [each for each in rules if each.reference != reference]
    found = next((each for each in rules if each.reference == reference), None)
    version = found.version + 1 if found else 1
    # At the same position the new one stands before what is there.
    mine = Rule(
        reference, version, new.name, new.conditions, new.queue, new.position, new.on, new.reason, "", _EVER
    )
    before = [each for each in in_order(others) if each.position < new.position]
    after = [each for each in in_order(others) if each.position >= new.position]
    return (*before, mine, *after)
