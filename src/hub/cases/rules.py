"""Which case a report belongs to: one victim and one course of conduct; the machine joins only what is certain."""

from collections.abc import Iterable, Mapping

from hub.cases.terms import Earlier, Given, How, Placement, State, ToPlace

BASIS_VICTIM = "the same victim, another item"
BASIS_PUBLIC = "a report shows items of both"

# Who holds a case moves only by allocation.
MOVES: Mapping[State, frozenset[State]] = {
    State.WITH_HUB: frozenset({State.WITH_UNIT}),
    State.WITH_UNIT: frozenset({State.WITH_HUB}),
}

# How a case stands with an officer; each step after `to-unit` is a row of its own, and none is removed.
GIVEN_MOVES: Mapping[Given, frozenset[Given]] = {
    Given.TO_UNIT: frozenset({Given.OFFERED, Given.ENDED}),
    Given.OFFERED: frozenset({Given.ACCEPTED, Given.RETURNED, Given.ENDED}),
    Given.ACCEPTED: frozenset({Given.RETURNED, Given.HANDED_OVER, Given.ENDED}),
    Given.RETURNED: frozenset(),
    Given.HANDED_OVER: frozenset(),
    Given.ENDED: frozenset(),
}
_SUGGESTED = 20


def _age(case: int) -> tuple[bool, int]:
    """The order in which cases were opened; below zero are those not saved yet, counted downwards."""
    return case < 0, abs(case)


def place_public(report: ToPlace, public_case_of: Mapping[int, int]) -> Placement:
    """A report for the public joins the public case of its item, whatever its strand; else it opens one."""
    found = sorted({public_case_of[item] for item in report.items if item in public_case_of}, key=_age)
    if found:
        return Placement(found[0], How.PUBLIC, tuple(found[1:]))
    return Placement(None, How.OPENED)


def place_victim(report: ToPlace, earlier: Iterable[Earlier]) -> Placement:
    """The same victim and the same item is one case; the same victim and another item is only suggested."""
    same: set[int] = set()
    other: set[int] = set()
    for each in earlier:
        (same if each.items & report.items else other).add(each.case_id)
    if same:
        join = min(same, key=_age)
        return Placement(join, How.LINKED, _newest((same | other) - {join}))
    return Placement(None, How.OPENED, _newest(other))


def _newest(found: Iterable[int]) -> tuple[int, ...]:
    """The cases to suggest: the newest, few enough to be read."""
    return tuple(sorted(found, key=_age)[-_SUGGESTED:])


def state_for(unit: str) -> State:
    """A case without a command unit is the hub's own."""
    return State.WITH_UNIT if unit else State.WITH_HUB
