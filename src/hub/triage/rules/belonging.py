"""Whose a report is, by a written rule: the first row whose conditions hold proposes, and an officer decides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hub.common import dated
from hub.triage.rules.referring import METROPOLITAN, NO_HATE_ELEMENT, NOT_ONLINE, NOT_UK, OTHER_FORCE
from hub.triage.terms import Decided, ExitState, ForceRule, Places, Proposal, Where

UNKNOWN = "unknown"
_ANY = "any"
_NO_FORCE = frozenset({"", UNKNOWN, NOT_UK, OTHER_FORCE, NOT_ONLINE, NO_HATE_ELEMENT})
# What an inspector settles: a dispute, or the appeal against what another has settled.
DECISIONS = frozenset({ExitState.CONFIRMED, ExitState.REFUSED, ExitState.SETTLED})
TO_SETTLE = frozenset({ExitState.DISPUTED, ExitState.APPEALED})
_WHERE: Mapping[str, Where] = {
    "": Where.UNKNOWN, UNKNOWN: Where.UNKNOWN, NOT_UK: Where.ABROAD, OTHER_FORCE: Where.ELSEWHERE,
}  # fmt: skip


def where(place: str) -> Where:
    """How much is known of a place."""
    return _WHERE.get(place, Where.FORCE)


def places_of(*, first: str, victim: str, suspect: str, public: bool, platform: str) -> Places:
    """The places that the rule looks at: what was told of the victim's home, unless it is nobody's in particular."""
    home = victim or (UNKNOWN if public else first)
    return Places(suspect, home, first if public else UNKNOWN, platform)


def names_a_force(to: str) -> bool:
    """Whether this is a force that has a name, so that something can be handed to it."""
    return to not in _NO_FORCE


def in_force(rules: Iterable[ForceRule], on: date) -> tuple[ForceRule, ...]:
    """The rows in force on a day, in their order."""
    live = (each for each in rules if dated.stands(each.valid_from, each.valid_to, on))
    return tuple(sorted(live, key=lambda each: each.order))


def fits(rule: ForceRule, places: Places) -> bool:
    """Whether every condition of a row holds."""
    asked = (
        (rule.suspect, where(places.suspect).value),
        (rule.victim, where(places.victim).value),
        (rule.named_place, where(places.named_place).value),
        (rule.platform, "known" if places.platform else "unknown"),
    )
    return all(wanted in {_ANY, found} for wanted, found in asked)


def propose(places: Places, rules: Iterable[ForceRule], on: date, names: Mapping[str, str]) -> Proposal:
    """The force of record that the first fitting row proposes; none fitting asks, and sends nobody away."""
    said = {"suspect": places.suspect, "victim": places.victim, "place": places.named_place}
    for each in in_force(rules, on):
        if fits(each, places):
            called = {name: names.get(slug, slug) for name, slug in said.items()}
            return Proposal(
                said.get(each.answer, each.answer), each.sentence.format(**called), each.rule,
                each.valid_from.isoformat(), each.source, each.certainty,
            )  # fmt: skip
    reason = "No row of the written rule fits: an officer decides. Until then it stays with the hub."
    return Proposal(UNKNOWN, reason, "no-row", "", "", "")


def decided(*, force: str, borough: str, unit: str, borough_force: str) -> Decided:
    """What follows from an answer: a victim in London keeps the hub beside them, whichever force records the crime."""
    keeps = METROPOLITAN in {force, borough_force}
    leaves = force not in {METROPOLITAN, UNKNOWN}
    return Decided(
        force, borough, unit if borough_force == METROPOLITAN else "", keeps, force if leaves else ""
    )


def open_to_a_force(to: str, state: str) -> bool:
    """Whether an exit was confirmed to a force that has not given its own reference yet."""
    return names_a_force(to) and state in {ExitState.CONFIRMED, ExitState.SENT, *TO_SETTLE}


def this_time(states: Sequence[str]) -> tuple[str, ...]:
    """The steps of an exit since it was last proposed, the first of all its steps first."""
    begins = max((place for place, each in enumerate(states) if each == ExitState.PROPOSED), default=-1)
    return tuple(states[begins + 1 :])


def deciders(steps: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Whoever decided about an exit since it was last proposed; each step with who took it, the first of them first."""
    since = len(this_time([state for state, _ in steps]))
    return frozenset(by for state, by in steps[len(steps) - since :] if state in DECISIONS)


def may_dispute(states: Sequence[str], state: str) -> bool:
    """Whether whose it is may be disputed: once, before the force has taken it; then there is the appeal."""
    return state in {ExitState.CONFIRMED, ExitState.SENT} and ExitState.DISPUTED not in this_time(states)


def may_appeal(states: Sequence[str], state: str) -> bool:
    """Whether what an inspector settled may be appealed against: once, before the force has taken it."""
    since = this_time(states)
    settled = state in {ExitState.SETTLED, ExitState.CONFIRMED, ExitState.SENT}
    return settled and ExitState.DISPUTED in since and ExitState.APPEALED not in since


def left(to: str, state: str) -> bool:
    """Whether a report is no longer the hub's to do anything about: out of scope, or a force answers for it."""
    if state == ExitState.ACKNOWLEDGED:
        return True
    return state == ExitState.CONFIRMED and not names_a_force(to)


def may_propose(state: str) -> bool:
    """Whether an exit in this state may be proposed anew, or elsewhere, by an officer's decision."""
    return state in {"", ExitState.PROPOSED, ExitState.REFUSED, ExitState.SETTLED}
