"""`hub due` and `hub duty`: what must be done, and saying that it was."""

from collections.abc import Callable
from datetime import date

import click

from hub import pathway
from hub.cli import output
from hub.cli.frame import command
from hub.cli.frame import reference as read_reference
from hub.common import clock
from hub.common.refusals import Refusal
from hub.duties import queries
from hub.law.rules.counting import read_day
from hub.pathway import morning
from hub.people.permissions import Permission
from hub.people.terms import Actor


@click.command(short_help="What is due, the next first.")
@click.option("--overdue", is_flag=True, help="Only what is overdue.")
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("due", permission=Permission.READ_CASES)
def due(*, overdue: bool, after: str, limit: int, as_json: bool) -> None:
    """List what is due, the next first."""
    try:
        found, following = queries.due(after=after, limit=limit, overdue_only=overdue)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    if as_json:
        shown = [
            {
                "reference": each.reference, "kind": each.kind.value, "title": each.title,
                "subject_kind": each.subject_kind, "subject": each.subject, "due_at": each.due_at.isoformat(),
                "state": each.state.value, "overdue": each.overdue, "historic": each.historic, "basis": each.basis,
                "detail": each.detail,
            }
            for each in found
        ]  # fmt: skip
        output.answer({"due": shown, "next": following or None})
        return
    output.table(
        ("Due", "Duty", "Of", "", "Reference"),
        [
            (clock.in_london(each.due_at), each.title, each.subject,
             " ".join(filter(None, ["overdue" if each.overdue else "", "historic" if each.historic else ""])),
             each.reference)
            for each in found
        ],
    )  # fmt: skip
    if not found:
        output.say("Nothing is due.")
    if following:
        output.say(f"There are more: --after {following}")


def _day(text: str | None, name: str, usual: date) -> date:
    """A day that was typed, or the usual one."""
    return read_day(name, text) if text else usual


_FROM = "The first day, 2026-04-01 or 01/04/2026; 28 days ago where it is left out."
_TO = "The last day; yesterday where it is left out."


@click.command(short_help="How the clocks were kept, by kind of duty.")
@click.option("--from", "first", default=None, help=_FROM)
@click.option("--to", "last", default=None, help=_TO)
@command("clocks", permission=Permission.READ_CASES)
def clocks(*, first: str | None, last: str | None, as_json: bool) -> None:
    """Of the duties that began in these days: done in time, done late, late now, open, not possible, warned of, paused."""
    usual = morning.last_days()
    span = morning.Span(_day(first, "--from", usual.first), _day(last, "--to", usual.last))
    found = queries.measured(span.since, span.until)
    shown = [
        {
            "kind": each.kind.value, "began": each.began, "in_time": each.in_time, "late": each.late,
            "overdue": each.overdue, "open": each.open, "not_possible": each.not_possible, "warned": each.warned,
            "paused": each.paused, "half_within_seconds": int(each.usual.total_seconds()) if each.usual is not None else None,
        }
        for each in found
    ]  # fmt: skip
    if as_json:
        output.answer({"from": span.first.isoformat(), "to": span.last.isoformat(), "clocks": shown})
        return
    output.say(f"Duties that began from {span.first:%d %B %Y} to {span.last:%d %B %Y}.")
    output.table(
        ("Duty", "Began", "In time", "Late", "Late now", "Open", "Not possible", "Warned", "Paused"),
        [
            (str(each.kind.label), *map(str, (each.began, each.in_time, each.late, each.overdue, each.open, each.not_possible,
                                              each.warned, each.paused)))
            for each in found
        ],
    )  # fmt: skip


@click.group(short_help="Pause, resume or end a duty.")
def duty() -> None:
    """Pause, resume or end a duty, always with a reason."""


_MOVES: dict[str, tuple[Callable[..., None], str]] = {
    "pause": (pathway.pause_duty, "Stop its clock while it cannot go on."),
    "resume": (pathway.resume_duty, "Let its clock go on."),
    "done": (pathway.complete_duty, "Say that it is done, and how."),
    "not-possible": (pathway.mark_duty_not_possible, "Say that it cannot be done, and why."),
}
_BECAME = {
    "pause": "is paused: `hub duty resume` lets its clock go on",
    "resume": "is running again",
    "done": "is done",
    "not-possible": "is not possible, and the record says why",
}


def _move(name: str, step: Callable[..., None], words: str) -> click.Command:
    """One command that moves a duty."""

    @click.argument("reference")
    @click.option("--reason", required=True, help="Why, or how; it is kept with the duty.")
    @command(f"duty-{name}", permission=Permission.KEEP_DUTIES)
    def move(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
        reference = read_reference(reference, "D")
        step(duty=reference, reason=reason, by=by)
        if as_json:
            output.answer({"duty": reference, "moved": name})
        else:
            output.show(f"Duty {reference} {_BECAME[name]}.")

    return click.command(name, help=words, short_help=words)(move)


for _name, (_step, _words) in _MOVES.items():
    duty.add_command(_move(_name, _step, _words))
