"""Whether a rule can ever fire: whether there are facts that fit it and no rule that is asked before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from hub.queue.terms import Conditions, Fact, Rule

OTHER = "\0other"  # any value that no rule names
_SEVERAL = frozenset({Fact.STRAND, Fact.LANGUAGE, Fact.SOURCE})  # of these a case may have more than one
_LEVELS = ("danger", "high", "standard")
_MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class _World:
    """The facts that are still possible: of each single fact its values, of the others what must and must not be there."""

    single: Mapping[str, frozenset[str]]
    some: tuple[tuple[str, frozenset[str]], ...] = ()  # one of each of these must be there
    none: frozenset[tuple[str, str]] = frozenset()  # and none of these


class _Tired(Exception):  # noqa: N818 - it is no error
    """There are more ways than anybody waits for."""


def never_fires(rule: Rule, before: Sequence[Rule], unit_of: Mapping[str, str]) -> str:
    """Why a rule can never fire, as a sentence that names what is in its way; blank where it can.

    `before` are the rules that are asked earlier; `unit_of` tells the command unit of each borough.
    """
    every = (rule, *before)
    begin = _narrowed(_everything(every, unit_of), rule.conditions)
    if begin is None or not _possible(begin, unit_of):
        return f"\u201c{rule.name}\u201d can never fire: its conditions contradict each other{_which(rule, every, unit_of)}."
    if _reached(begin, before, unit_of):
        return ""
    needed = list(before)
    for each in before:
        fewer = [other for other in needed if other is not each]
        if not _reached(begin, fewer, unit_of):
            needed = fewer
    return _shadowed(rule, needed)


def _shadowed(rule: Rule, by: Sequence[Rule]) -> str:
    named = " and ".join(f"\u201c{each.name}\u201d" for each in by)
    takes = "takes" if len(by) == 1 else "together take"
    return (
        f"\u201c{rule.name}\u201d can never fire: {named}, asked before it, {takes} everything that it would. "
        "Put it before, or change one of them."
    )


def _which(rule: Rule, every: Sequence[Rule], unit_of: Mapping[str, str]) -> str:
    """The two conditions that no facts fit at once, in words."""
    world = _everything(every, unit_of)

    def exclude_each_other(one: str, two: str) -> bool:
        left = _narrowed(world, {name: rule.conditions[name] for name in (one, two)})
        return left is None or not _possible(left, unit_of)

    pairs = (pair for pair in combinations(rule.conditions, 2) if exclude_each_other(*pair))
    words = (f" (\u201c{Fact(one).label}\u201d and \u201c{Fact(two).label}\u201d)" for one, two in pairs)
    return next(words, "")


def _everything(rules: Iterable[Rule], unit_of: Mapping[str, str]) -> _World:
    """Every single fact with each value that somebody names, and one that nobody names."""
    said: dict[str, set[str]] = {each.value: {OTHER} for each in Fact if each not in _SEVERAL}
    for rule in rules:
        for name, values in rule.conditions.items():
            if name in said:
                said[name] |= set(values)
    said[Fact.BOROUGH] = {*unit_of, "", OTHER}
    said[Fact.UNIT] = {*unit_of.values(), ""}
    said[Fact.PRIORITY] = set(_LEVELS)
    del said[Fact.DANGER]
    for name, closed in (
        (Fact.UNDER_18, ("yes", "no")),
        (Fact.REPEAT, ("yes", "no")),
        (Fact.SAME_ACCOUNT, ("yes", "no")),
        (Fact.ABOUT, ("victim", "public")),
        (Fact.SCOPE, ("in-scope", "out-of-scope", "force-unknown")),
    ):
        said[name] = set(closed)
    return _World({name: frozenset(values) for name, values in said.items()})


def _as_single(name: str, values: Sequence[str]) -> tuple[str, frozenset[str]]:
    """A condition about one fact: danger and priority are one, and `at least high` is danger too."""
    if name == Fact.DANGER:
        told = {"yes": {"danger"}, "no": {"high", "standard"}}
        return Fact.PRIORITY.value, frozenset(level for each in values for level in told[each])
    if name == Fact.PRIORITY:
        least = {"danger": {"danger"}, "high": {"danger", "high"}}
        return name, frozenset(level for each in values for level in least[each])
    return name, frozenset(values)


def _narrowed(world: _World, conditions: Conditions) -> _World | None:
    """What is left of a world in which these conditions hold; none where that is nothing."""
    for name, values in conditions.items():
        if name in _SEVERAL:
            world = replace(world, some=(*world.some, (name, frozenset(values))))
            continue
        fact, wanted = _as_single(name, values)
        left = world.single[fact] & wanted
        if not left:
            return None
        world = replace(world, single={**world.single, fact: left})
    return world


def _without(world: _World, name: str, values: Sequence[str]) -> _World | None:
    """What is left of a world in which a condition does not hold; none where that is nothing."""
    if name in _SEVERAL:
        return replace(world, none=world.none | {(name, each) for each in values})
    fact, wanted = _as_single(name, values)
    left = world.single[fact] - wanted
    return replace(world, single={**world.single, fact: left}) if left else None


def _possible(world: _World, unit_of: Mapping[str, str]) -> bool:
    """Whether facts like these can be: a unit is that of the borough, and what is another force's, or nobody's, has none."""
    if any(all((name, each) in world.none for each in values) for name, values in world.some):
        return False
    boroughs, units, scopes = (world.single[each] for each in (Fact.BOROUGH, Fact.UNIT, Fact.SCOPE))
    if scopes == frozenset({"force-unknown"}):
        units &= frozenset({""})
    return any(
        unit_of.get(borough, "") in units or (borough in unit_of and "" in units) for borough in boroughs
    )


def _reached(world: _World, before: Sequence[Rule], unit_of: Mapping[str, str]) -> bool:
    """Whether something fits this world and none of these rules; where that takes too long to say, it may."""
    steps = [0]

    def escapes(left: _World, at: int) -> bool:
        steps[0] += 1
        if steps[0] > _MOST_STEPS:
            raise _Tired
        if not _possible(left, unit_of):
            return False
        if at == len(before):
            return True
        conditions = before[at].conditions
        taken = _narrowed(left, conditions)
        if taken is None or not _possible(taken, unit_of):
            return escapes(left, at + 1)
        ways = (_without(left, name, values) for name, values in conditions.items())
        return any(escapes(way, at + 1) for way in ways if way is not None)

    try:
        return escapes(world, 0)
    except _Tired:
        return True
