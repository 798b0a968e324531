"""Reading queues and rules: what there is, where something belongs, why it stands where it does, and how rules fare."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, Exists, IntegerField, Max, OuterRef, Q, Value, When

from hub.common import clock
from hub.people.terms import Role
from hub.places import queries as places
from hub.queue import models, rules
from hub.queue.models import Passed, Routed, RuleVersion, Waiting
from hub.queue.terms import (
    DEFAULT,
    Because,
    Fact,
    Facts,
    Moved,
    Passing,
    Place,
    Queue,
    Rule,
    RuleFigures,
)
from hub.reports.terms import Strand

MONTH = timedelta(days=30)


def queues() -> tuple[Queue, ...]:
    """Every queue as it stands, the one that catches the rest first, then by name."""
    rows = models.Queue.objects.order_by("slug", "-version").distinct("slug")
    found = [
        Queue(slug, name, what, frozenset(roles))
        for slug, name, what, roles in rows.values_list("slug", "name", "what", "roles")
    ]
    return tuple(sorted(found, key=lambda each: (each.slug != DEFAULT, each.name.casefold())))


def seen_by(role: Role, known: Sequence[Queue]) -> frozenset[str] | None:
    """The queues that a role sees; none said where it sees every one."""
    seen = frozenset(each.slug for each in known if role in each.roles)
    return None if len(seen) == len(known) else seen


def rules_as_they_stand() -> tuple[Rule, ...]:
    """Every rule in its newest version, in the order in which they are asked; those that are off too."""
    later = RuleVersion.objects.filter(reference=OuterRef("reference"), version__gt=OuterRef("version"))
    rows = RuleVersion.objects.filter(~Exists(later)).order_by("position", "reference")
    return tuple(_rule(each) for each in rows)


def versions(reference: str) -> tuple[Rule, ...]:
    """Every version of a rule, the newest first."""
    rows = RuleVersion.objects.filter(reference=reference).order_by("-version")
    return tuple(_rule(each) for each in rows)


def _rule(row: RuleVersion) -> Rule:
    return Rule(
        row.reference, row.version, row.name, {name: tuple(values) for name, values in row.conditions.items()},
        row.queue, row.position, row.on, row.reason, row.by, row.at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Routes:
    """The rules that are on and what was passed by hand, read once for many."""

    rules: tuple[Rule, ...]
    passed: Mapping[str, Passing]

    def place(self, facts: Facts) -> Place:
        """Where something belongs."""
        return rules.place(facts, self.rules, self.passed.get(facts.subject))

    def inputs(self, facts: Facts, rule: str) -> dict[str, str]:
        """What a rule looked at."""
        conditions = next((each.conditions for each in self.rules if each.reference == rule), {})
        return rules.inputs(conditions, facts)


def routes(subjects: Collection[str]) -> Routes:
    """How these are routed now."""
    return Routes(rules.in_order(rules_as_they_stand()), passed(subjects))


def passed(subjects: Collection[str]) -> Mapping[str, Passing]:
    """What was passed by hand of these and is not released."""
    rows = Passed.objects.filter(subject__in=subjects, ended_at__isnull=True)
    return {
        each.subject: Passing(each.subject, each.queue, each.person_id, each.reason, each.by, each.at)
        for each in rows
    }


def moves(subject: str) -> tuple[Moved, ...]:
    """How something came where it stands, the newest first."""
    found = list(Routed.objects.filter(subject=subject).order_by("-pk")[:50])
    wanted = {(each.rule, each.rule_version) for each in found if each.rule}
    rows = RuleVersion.objects.filter(reference__in={rule for rule, _ in wanted})
    names = {(each.reference, each.version): each.name for each in rows}
    by_hand = {each.at: each for each in Passed.objects.filter(subject=subject)}
    told = []
    for each in found:
        hand = by_hand.get(each.at) if each.because == Because.HAND else None
        told.append(
            Moved(
                each.at, each.queue, Because(each.because), each.rule,
                names.get((each.rule, each.rule_version), ""), each.rule_version, each.inputs,
                hand.by if hand else "", hand.reason if hand else "",
            )
        )  # fmt: skip
    return tuple(told)


def figures() -> Mapping[str, RuleFigures]:
    """When each rule last fired, and how often in thirty days."""
    since = clock.now() - MONTH
    rows = Routed.objects.exclude(rule="").values_list("rule")
    counted = rows.annotate(last=Max("at"), hits=Count("pk", filter=Q(at__gte=since)))
    return {rule: RuleFigures(last, hits) for rule, last, hits in counted}


def dry_run(ordered: Sequence[Rule]) -> Mapping[str, int]:
    """How much of what came in during thirty days each rule would take, first match first; blank is the rest.

    By the facts as they stand now, of what waits and of what has left.
    """
    since = clock.now() - MONTH
    cases = [When(_meant(each), then=Value(at)) for at, each in enumerate(ordered)]
    taken = Case(*cases, default=Value(-1), output_field=IntegerField()) if cases else Value(-1)
    rows = Waiting.objects.filter(received_at__gte=since).annotate(taken=taken).values_list("taken")
    found = dict(rows.annotate(Count("pk")).order_by())
    named = {-1: "", **{at: each.reference for at, each in enumerate(ordered)}}
    return {reference: found.get(at, 0) for at, reference in named.items()}


def _meant(rule: Rule) -> Q:
    """A rule's conditions as the database asks them."""
    meant = Q()
    for name, values in rule.conditions.items():
        meant &= _condition(Fact(name), values)
    return meant


def _condition(fact: Fact, values: Sequence[str]) -> Q:
    """One condition as the database asks it; the rules say the same of facts, and a test holds them equal."""
    yes_or_no = {
        Fact.DANGER: Q(danger=True), Fact.UNDER_18: Q(under_18=True), Fact.REPEAT: Q(earlier__gt=0), Fact.SAME_ACCOUNT: Q(same_account__gt=0),
    }  # fmt: skip
    if fact in yes_or_no:
        either = {"yes": yes_or_no[fact], "no": ~yes_or_no[fact]}
        return _any([either[each] for each in values])
    if fact == Fact.PRIORITY:
        return Q(urgency__lte=max({"danger": rules.DANGER, "high": rules.HIGH}[each] for each in values))
    several = {Fact.STRAND: "strands", Fact.LANGUAGE: "languages", Fact.SOURCE: "sources"}
    if fact in several:
        return Q(**{f"{several[fact]}__overlap": list(values)})
    if fact == Fact.PLATFORM:
        return _any([Q(platform__iexact=each) for each in values])
    single = {Fact.ABOUT: "about", Fact.SCOPE: "scope", Fact.BOROUGH: "borough", Fact.UNIT: "unit"}
    return Q(**{f"{single[fact]}__in": list(values)})


def _any(found: Sequence[Q]) -> Q:
    together = found[0]
    for each in found[1:]:
        together |= each
    return together


def known_values() -> Mapping[Fact, frozenset[str]]:
    """What the facts with a list of their own can be; of platforms, languages and sources any word is taken."""
    atlas = places.atlas()
    return {
        Fact.STRAND: frozenset(Strand.values),
        Fact.BOROUGH: frozenset(atlas.boroughs),
        Fact.UNIT: frozenset(atlas.units),
    }


def unit_of() -> Mapping[str, str]:
    """The command unit of each borough."""
    return {each.slug: each.unit for each in places.atlas().boroughs.values()}
