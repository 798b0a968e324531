"""`hub audit`: examining the record, reading it, and beginning a new epoch after a restore."""

import sys

import click

from hub import pathway
from hub.audit import actions as record
from hub.audit import queries
from hub.audit.terms import Entry, Kind
from hub.cli import output
from hub.cli.frame import command
from hub.common import clock, references
from hub.people.permissions import Permission
from hub.people.terms import Actor

NOT_SOUND = 3


@click.group(short_help="The record of who did what: verify it, read it.")
def audit() -> None:
    """The record of who did what to whose data, when and why (DPA 2018 s.62)."""


@audit.command(short_help="Examine every line and seal.")
@command("audit-verify", permission=Permission.READ_AUDIT)
def verify(*, as_json: bool) -> None:
    """Examine every line, and name what was changed, deleted, inserted or reordered.

    Exit code 0: the record is sound. 3: it is not.
    """
    found = queries.verify()
    age = int((clock.now() - found.oldest_unsealed).total_seconds()) if found.oldest_unsealed else 0
    if as_json:
        output.answer(
            {
                "sound": found.sound, "lines": found.lines, "blocks": found.blocks, "epoch": found.epoch,
                "unsealed": found.unsealed, "oldest_unsealed_seconds": age,
                "findings": [
                    {"fault": each.fault.value, "line": each.line, "words": each.words} for each in found.findings
                ],
            }
        )  # fmt: skip
    else:
        output.show(f"{found.lines} lines in {found.blocks} blocks, epoch {found.epoch}.")
        output.show(f"{found.unsealed} lines are not sealed yet; the oldest is {age} seconds old.")
        for each in found.findings:
            output.show(each.words)
        output.show(
            "The record is sound."
            if found.sound
            else "THE RECORD IS NOT SOUND. Keep the machine as it is and tell your auditor."
        )
    sys.exit(0 if found.sound else NOT_SOUND)


@audit.command(short_help="Read the record, newest first.")
@click.option("--subject", default="", help="Only what was done to this reference.")
@click.option("--actor", default="", help="Only what this actor did, such as operator:root.")
@click.option(
    "--before", default=None, type=int, help="Where the page begins, as `next` of the page before says."
)
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("audit-show", permission=Permission.READ_AUDIT)
def show(*, subject: str, actor: str, before: int | None, limit: int, as_json: bool, by: Actor) -> None:
    """Read the record, newest first; reading it is on the record too."""
    subject = subject.strip().upper()
    about = references.on_record(subject) if subject else "audit"
    record.record([Entry(Kind.CONSULTATION, "audit.read", "audit", about, str(by))])
    found = queries.show(subject=subject, actor=actor, before=before, limit=limit + 1)
    following = found[limit - 1].id if len(found) > limit else None
    if as_json:
        shown = [
            {
                "id": each.id, "at": each.at.isoformat(), "kind": each.kind, "action": each.action,
                "actor": each.actor, "subject_kind": each.subject_kind, "subject": each.subject,
                "recipient": each.recipient, "codes": each.codes, "refused": each.refused, "reason": each.reason,
                "sealed": each.sealed,
            }
            for each in found[:limit]
        ]  # fmt: skip
        output.answer({"lines": shown, "next": following})
        return
    output.table(
        ("Line", "When", "Kind", "What", "Who", "Subject", "Reason"),
        [
            (each.id, clock.in_london(each.at), each.kind, each.action + (" (refused)" if each.refused else ""),
             each.actor, f"{each.subject_kind} {each.subject}", each.reason)
            for each in found[:limit]
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --before {following}")


@audit.command("new-epoch", short_help="Say that a backup was restored.")
@click.option("--reason", required=True, help="Which backup, and why.")
@command("audit-new-epoch", permission=Permission.SEAL_AUDIT)
def new_epoch(*, reason: str, as_json: bool, by: Actor) -> None:
    """Say on the record that a backup was restored, and seal anew from there."""
    pathway.begin_epoch(reason=reason, by=by)
    output.answer({"epoch": "begun"}) if as_json else output.show("A new epoch has begun.")
