"""`hub queue`: what waits and why, the rules that place it, and whether the queue is true to the record."""

import sys
from typing import Any

import click

from hub import pathway
from hub.cli import output, words
from hub.cli.commands.system import NOT_WELL, queued
from hub.cli.frame import command
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.people.permissions import Permission
from hub.people.terms import Actor, Role
from hub.queue import queries
from hub.queue import rules as queue_rules
from hub.queue.terms import Fact, Filter, Rule, RuleFigures
from hub.triage import queries as triage


@click.group("queue", short_help="What waits, in which order, and why; whether that is true to the record.")
def queue() -> None:
    """See what waits and why it stands where it does, and the rules; the queue is made of the record and can be made anew."""


@queue.command("check", short_help="Say where the queue differs from the record.")
@command("queue-check", permission=Permission.RUN_SYSTEM)
def check_queue(*, as_json: bool, by: Actor) -> None:
    """Compare every row of the queue with the record. Exit code 0: all are true. 3: some are not."""
    found = pathway.check_queue(by=by)
    if as_json:
        output.answer({"astray": list(found)})
    elif found:
        output.show(f"Not as the record says: {', '.join(found)}. `hub queue rebuild` makes the rows anew.")
    else:
        output.show("The queue is as the record says.")
    sys.exit(NOT_WELL if found else 0)


@queue.command("rebuild", short_help="Make every row of the queue anew.")
@command("queue-rebuild", permission=Permission.RUN_SYSTEM)
def rebuild_queue(*, as_json: bool, by: Actor) -> None:
    """Make every row of the queue anew from the record, while work goes on; claims stay. Stopped, it is begun again."""
    made = pathway.rebuild_queue(progress=queued, by=by)
    output.answer({"looked_at": made}) if as_json else output.show(
        f"{made:,} cases and reports were looked at, and their rows made anew."
    )


@queue.command("list", short_help="What waits, most urgent first.")
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@click.option("--queue", "named", default="", help="Only what stands in a queue, by its name in addresses.")
@command("queue-list", permission=Permission.READ_CASES)
def queue_list(*, after: str, limit: int, named: str, as_json: bool, by: Actor) -> None:
    """List what waits, most urgent first: under which heading, why, what is due, and in which queue."""
    known = {each.slug: each.name for each in queries.queues()}
    if named and named not in known:
        raise NotFound(f"There is no queue {named}. There are: {', '.join(sorted(known))}.")
    wanted = Filter(
        queue=named, role=by.role.value if by.role == Role.HUB_OFFICER else "", unit=_own_unit(by)
    )
    try:
        found, following = queries.page(queue_rules.as_seen(wanted, by), after=after, limit=limit)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    if as_json:
        shown = [
            {
                "subject": each.facts.subject, "band": each.band.value, "why": list(queue_rules.why(each.facts)),
                "duty": each.facts.duty, "due_at": each.facts.due_at.isoformat() if each.facts.due_at else None,
                "queue": each.place.queue,
            }
            for each in found
        ]  # fmt: skip
        output.answer({"waiting": shown, "next": following or None})
        return
    output.table(
        ("Case or report", "Heading", "Why", "Due", "Queue"),
        [
            (each.facts.subject, str(each.band.label), ". ".join(queue_rules.why(each.facts)),
             clock.in_london(each.facts.due_at) if each.facts.due_at else "nothing", known.get(each.place.queue, each.place.queue))
            for each in found
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")


def _own_unit(by: Actor) -> str:
    """A borough officer sees their own command unit's; at the command line nobody knows which that is."""
    if by.role == Role.BOROUGH_OFFICER and not by.unit:
        raise Refusal("At the command line nobody knows which command unit is yours. Look at the desk.")
    return by.unit


@queue.command("rules", short_help="The rules, as they are asked.")
@command("queue-rules", permission=Permission.READ_CASES)
def queue_rules_list(*, as_json: bool) -> None:
    """List the rules in the order in which they are asked: conditions, queue, when each last fired, how often in 30 days."""
    figures, never = queries.figures(), RuleFigures(None, 0)
    found = [(each, figures.get(each.reference, never)) for each in queries.rules_as_they_stand()]
    if as_json:
        output.answer({"rules": [_rule(each, figure) for each, figure in found]})
        return
    output.table(
        ("Place", "Rule", "Where", "Queue", "Last fired", "In 30 days"),
        [
            (str(each.position), f"{each.name}{'' if each.on else ' (off)'}", _conditions(each), each.queue,
             clock.in_london(figure.last) if figure.last else "never", str(figure.hits))
            for each, figure in found
        ],
    )  # fmt: skip
    if not found:
        output.say("There is no rule: everything stands in the queue that catches the rest.")


def _rule(rule: Rule, figure: RuleFigures) -> dict[str, Any]:
    """A rule with how it fares."""
    return {
        "rule": rule.reference, "version": rule.version, "name": rule.name, "position": rule.position, "on": rule.on,
        "conditions": {name: list(values) for name, values in rule.conditions.items()}, "queue": rule.queue,
        "last_fired": figure.last.isoformat() if figure.last else None, "hits_in_30_days": figure.hits,
    }  # fmt: skip


def _conditions(rule: Rule) -> str:
    """The conditions of a rule in a line."""
    return "; ".join(f"{Fact(name).label}: {' or '.join(values)}" for name, values in rule.conditions.items())


@queue.command("why", short_help="Why something stands where it does.")
@click.argument("reference")
@command("queue-why", permission=Permission.READ_CASES)
def queue_why(reference: str, *, as_json: bool, by: Actor) -> None:
    """Say in which queue a case or report stands, by which rule, version and facts, and which factors order it there."""
    row, moves = pathway.explain(subject=reference.strip().upper(), by=by)
    table = triage.factors_on(row.facts.received_at)
    factors = [table[each] for each in row.facts.factors if each in table]
    if as_json:
        output.answer(
            {
                "subject": row.facts.subject, "queue": row.place.queue, "by_hand": row.place.by_hand,
                "rule": row.place.rule or None, "version": row.place.version or None, "band": row.band.value,
                "factors": [
                    {"factor": each.id, "sentence": each.sentence, "weight": each.weight, "source": each.source, "certainty": each.certainty}
                    for each in factors
                ],
                "moves": [
                    {"at": each.at.isoformat(), "queue": each.queue, "because": each.because.value, "rule": each.rule or None,
                     "version": each.version or None, "inputs": dict(each.inputs), "reason": each.reason}
                    for each in moves
                ],
            }
        )  # fmt: skip
        return
    output.show(
        f"{row.facts.subject} stands in the queue {row.place.queue}, under \u201c{row.band.label}\u201d."
    )
    for move in moves:
        said = ", ".join(f"{Fact(name).label}: {value or 'not known'}" for name, value in move.inputs.items())
        about = f"\u201c{move.rule_name}\u201d, version {move.version} ({said})" if move.rule else move.reason
        output.show(f"{clock.in_london(move.at)}: {words.sentence(str(move.because.label))}. {about}".strip())
    output.table(
        ("Factor", "Weighs", "From"), [(each.sentence, str(each.weight), each.source) for each in factors]
    )
