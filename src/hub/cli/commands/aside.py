"""`hub aside`: what is not a crime, what is kept of it and until when, and its disposal."""

from datetime import date
from typing import Any

import click

from hub import pathway
from hub.aside import queries
from hub.aside.terms import Because, Original
from hub.cli import output
from hub.cli.frame import command
from hub.common import clock, references
from hub.common.refusals import NotFound, Refusal
from hub.pathway import aside as steps
from hub.people.permissions import Permission
from hub.people.terms import Actor

_CHOICES = ("held", "due", "disposed")


@click.group(short_help="What is not a crime: originals, their days, their disposal.")
def aside() -> None:
    """See what was set aside because it is not a crime, hold its original, bring it back, or dispose of what is due."""


def _named(typed: str) -> str:
    """A case's or a report's reference, however it is typed."""
    found = typed.strip().upper()
    if not references.is_one(found) or found[0] not in "CR":
        raise NotFound("Name a case or a report by its reference: C-..., or R-... where it has no case.")
    return found


def _shown(each: Original) -> dict[str, Any]:
    """An original as JSON tells it."""
    return {
        "subject_kind": each.subject_kind, "subject": each.subject, "original": each.reference, "state": each.state.value,
        "decided_at": each.decided_at.isoformat(), "set_aside_at": each.set_aside_at.isoformat(),
        "ask_until": queries.ask_until(each).isoformat(), "goes_after": each.dispose_on.isoformat(), "held_because": each.because or None,
        "held_until": each.held_until.isoformat() if each.held_until else None,
        "ended_at": each.ended_at.isoformat() if each.ended_at else None, "rule": each.rule,
    }  # fmt: skip


def _stands(each: Original) -> str:
    """How an original stands, in words."""
    if each.state == "held":
        until = f" until {each.held_until:%-d %b %Y}" if each.held_until else ""
        return f"held{until}: {Because(each.because).label}"
    return str(each.state.label)


@aside.command("list", short_help="Originals, the first to go first.")
@click.option("--of", "asked", type=click.Choice(_CHOICES), help="Only these; without it all that are there.")
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("aside-list", permission=Permission.KEEP_ORIGINALS)
def listed(*, asked: str | None, after: str, limit: int, as_json: bool) -> None:
    """List originals by the day on which they go."""
    try:
        found, following = queries.originals(asked=asked or "", after=after, limit=limit)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    if as_json:
        output.answer({"originals": [_shown(each) for each in found], "next": following or None})
        return
    output.table(
        ("Goes after", "Of", "Set aside", "Stands"),
        [
            (f"{each.dispose_on:%-d %b %Y}", each.subject, clock.in_london(each.set_aside_at), _stands(each))
            for each in found
        ],
    )
    if not found:
        output.say("Nothing is kept.")
    if following:
        output.say(f"There are more: --after {following}")


@aside.command("show", short_help="What is kept of one case or report.")
@click.argument("reference")
@command("aside-show", permission=Permission.READ_CASES)
def show(reference: str, *, as_json: bool, by: Actor) -> None:
    """Tell what was decided of one case or report, what is kept and until when."""
    found = steps.read(subject=_named(reference), by=by)
    if as_json:
        output.answer(_shown(found))
        return
    output.pairs(
        [
            ("Of", found.subject), ("Decided", clock.in_london(found.decided_at)),
            ("Set aside", clock.in_london(found.set_aside_at)), ("Original", _stands(found)),
            ("They may ask until", f"{queries.ask_until(found):%-d %b %Y}"), ("The original goes after", f"{found.dispose_on:%-d %b %Y}"),
        ]
    )  # fmt: skip


@aside.command("look", short_help="Somebody asks for another look.")
@click.argument("reference")
@click.option("--reason", required=True, help="What they say, in a sentence that names nobody.")
@command("aside-look", permission=Permission.ASK_ANOTHER_LOOK)
def look(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Hold the original of a case or report, because they ask for another look."""
    subject = _named(reference)
    pathway.ask_for_another_look(subject=subject, reason=reason, by=by)
    _said(subject, "is held, and stands in the queue until somebody has looked again", as_json=as_json)


@aside.command("hold", short_help="Hold an original beyond its day.")
@click.argument("reference")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; left out where nobody knows.")
@click.option("--reason", required=True, help="What needs it; it is kept.")
@command("aside-hold", permission=Permission.KEEP_ORIGINALS)
def hold(reference: str, *, until: Any, reason: str, as_json: bool, by: Actor) -> None:
    """Hold an original for a court, an inquiry or a complaint."""
    subject, day = _named(reference), until.date() if until else None
    steps.hold_original(subject=subject, until=day, reason=reason, by=by)
    _said(subject, "is held", as_json=as_json)


@aside.command("release", short_help="It stays as decided: the original goes on to its day.")
@click.argument("reference")
@click.option("--reason", required=True, help="Why; it is kept.")
@command("aside-release", permission=Permission.KEEP_ORIGINALS)
def release(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """End a hold; another look was answered, or nothing needs the original any more."""
    subject = _named(reference)
    day: date | None = pathway.refuse_another_look(subject=subject, reason=reason, by=by)
    _said(subject, f"goes after {day:%-d %b %Y}" if day else "is held still", as_json=as_json)


@aside.command("restore", short_help="Bring everything back as it was told.")
@click.argument("reference")
@click.option("--reason", required=True, help="Why; it is kept.")
@command("aside-restore", permission=Permission.SET_ASIDE)
def restore(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Bring a case or report back: another look was granted, or it was decided otherwise."""
    subject = _named(reference)
    pathway.restore(subject=subject, reason=reason, by=by)
    _said(subject, "was written back; it is to be decided again", as_json=as_json)


@aside.command("dispose", short_help="Dispose of every original that is due.")
@command("aside-dispose", permission=Permission.RUN_SYSTEM)
def dispose(*, as_json: bool, by: Actor) -> None:
    """Destroy the keys of every original whose day is over and that nobody holds; safe to stop and begin again."""
    gone = pathway.dispose_of_originals(by=by)
    if as_json:
        output.answer({"disposed": gone})
    else:
        output.show(f"{gone} disposed of." if gone else "Nothing was due.")


def _said(subject: str, words: str, *, as_json: bool) -> None:
    """What became of it."""
    if as_json:
        found = queries.original(subject)
        output.answer(_shown(found) if found else {"subject": subject})
    else:
        output.show(f"The original of {subject} {words}.")
