"""Changing the queues and the rules: each change is a version of its own, and no rule is kept that could never fire."""

import re
from collections.abc import Collection

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, deferral, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.permissions import GRANTED, Permission, permit
from hub.people.terms import Actor, Role
from hub.queue import queries, rules
from hub.queue.models import Queue as QueueVersion
from hub.queue.models import RuleVersion, Waiting
from hub.queue.terms import DEFAULT, NewRule, Rule

_LONGEST = 60


def save_queue(*, slug: str, name: str, what: str, roles: Collection[str], by: Actor) -> str:
    """Make a queue, or say anew what one is called and who sees it; tells its name in addresses."""
    permit(by, Permission.ROUTE)
    locks.hold("queue.rules", [b"all"])
    known = {each.slug: each for each in queries.queues()}
    if slug and slug not in known:
        raise NotFound("There is no such queue. Go back to the list.")
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST:
        raise Refusal(f"Give the queue a name of at most {_LONGEST} characters.")
    if any(each.name.casefold() == name.casefold() and each.slug != slug for each in known.values()):
        raise Refusal(f"There is a queue called \u201c{name}\u201d already. Give this one another name.")
    may = GRANTED[Permission.WORK_QUEUE]
    seen = sorted({Role(each).value for each in roles if each in Role.values and Role(each) in may})
    if Role.INSPECTOR.value not in seen:
        raise Refusal("An inspector sees every queue: leave them in, so that nothing waits unseen.")
    if slug == DEFAULT and set(seen) != {each.value for each in may}:
        raise Refusal("Everybody who works the queue sees the one that catches the rest. Leave it as it is.")
    slug = slug or _slug(name, known)
    version = QueueVersion.objects.filter(slug=slug).count() + 1
    QueueVersion.objects.create(
        slug=slug, version=version, name=name, what=what.strip()[:200], roles=seen, by=str(by), at=clock.now()
    )
    codes: dict[str, str | int | bool] = {"version": version}
    audit.record([Entry(Kind.ALTERATION, "queue.save-queue", "queue", slug, str(by), codes)])
    return slug


def _slug(name: str, known: Collection[str]) -> str:
    """A name for addresses that no other queue has."""
    made = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:30] or "queue"
    return made if made not in known else f"{made}-{len(known)}"


def save_rule(*, rule: str, new: NewRule, seen: int, by: Actor) -> str:
    """Keep a rule, or a new version of one that was seen in this version; tells its reference.

    What waits is put where the rules say by the workers, once this is kept.
    """
    permit(by, Permission.ROUTE)
    locks.hold("queue.rules", [b"all"])
    standing = queries.rules_as_they_stand()
    found = next((each for each in standing if each.reference == rule), None)
    if rule and found is None:
        raise NotFound("There is no such rule. Go back to the list.")
    if found and found.version != seen:
        raise NotNow(
            f"\u201c{found.name}\u201d was changed meanwhile, by {found.by}. Read it, then change it again."
        )
    reference = rule or references.new("F")
    _refuse_what_never_fires(new, standing, reference)
    row = RuleVersion.objects.create(
        reference=reference, version=(found.version if found else 0) + 1, name=" ".join(new.name.split()),
        conditions={name: list(values) for name, values in new.conditions.items()}, queue=new.queue,
        position=new.position, on=new.on, reason=new.reason.strip(), by=str(by), at=clock.now(),
    )  # fmt: skip
    _make_room(reference, new, standing, by)
    codes: dict[str, str | int | bool] = {"version": row.version, "on": new.on}
    audit.record(
        [Entry(Kind.ALTERATION, "queue.save-rule", "rule", reference, str(by), codes, reason=new.reason)]
    )
    if Waiting.objects.filter(live=True).exists():
        deferral.defer(deferral.Task.QUEUE_REROUTE, [row.pk])
    return reference


def _refuse_what_never_fires(new: NewRule, standing: tuple[Rule, ...], reference: str) -> None:
    """Refuse a rule that is not whole, can never fire, or would keep another from ever firing."""
    queues = [each.slug for each in queries.queues()]
    missing = rules.not_whole(new, queues, queries.known_values())
    if missing:
        raise Refusal(missing)
    if not new.on:
        return
    ordered, unit_of = rules.put(new, standing, reference), queries.unit_of()
    for at, each in enumerate(ordered):
        trouble = rules.never_fires(each, ordered[:at], unit_of)
        if trouble:
            raise Refusal(trouble)


def _make_room(reference: str, new: NewRule, standing: tuple[Rule, ...], by: Actor) -> None:
    """Rules at the same place and after it move on by one; each has a version of its own for that."""
    taken = {new.position}
    for each in sorted(standing, key=lambda each: (each.position, each.reference)):
        if each.reference == reference or each.position not in taken:
            continue
        moved = max(taken) + 1
        taken.add(moved)
        RuleVersion.objects.create(
            reference=each.reference, version=each.version + 1, name=each.name,
            conditions={name: list(values) for name, values in each.conditions.items()}, queue=each.queue,
            position=moved, on=each.on, reason=f"Made room for \u201c{new.name.strip()}\u201d.", by=str(by), at=clock.now(),
        )  # fmt: skip
