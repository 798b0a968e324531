"""`hub letters`: which letters wait, went, or are held and why."""

import click

from hub.cli import output, words
from hub.cli.frame import command
from hub.common import clock
from hub.letters import queries
from hub.letters.terms import Held, RecipientKind, State
from hub.people.permissions import Permission


@click.command(short_help="Letters, newest first.")
@click.option("--state", default=None, type=click.Choice(State.values), help="Only letters in this state.")
@click.option(
    "--after", default=None, type=int, help="Where the page begins, as `next` of the page before says."
)
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("letters", permission=Permission.READ_LETTERS)
def letters(*, state: str | None, after: int | None, limit: int, as_json: bool) -> None:
    """List letters, newest first; addresses are never shown."""
    found, following = queries.page(after=after, limit=limit, state=state or "")
    if as_json:
        shown = [
            {
                "reference": each.reference, "state": each.state.value, "held": each.held, "template": each.template,
                "language": each.language, "recipient": each.recipient, "subject": each.subject,
                "queued_at": each.queued_at.isoformat(),
                "sent_at": each.sent_at.isoformat() if each.sent_at else None, "attempts": each.attempts,
            }
            for each in found
        ]  # fmt: skip
        output.answer({"letters": shown, "counts": queries.counts(), "next": following})
        return
    output.table(
        ("Letter", "State", "Why held", "To", "About", "Queued", "Attempts"),
        [
            (each.reference, each.state.label, words.of(Held, each.held) if each.held else "", _recipient(each.recipient), each.subject,
             clock.in_london(each.queued_at), each.attempts)
            for each in found
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")
    output.say(
        ", ".join(f"{count} {words.of(State, name)}" for name, count in queries.counts().items() if count)
    )
    if any(each.held == Held.NO_ADDRESS for each in found):
        output.say(
            "No address: `hub places mailbox UNIT ADDRESS` says where a command unit reads its e-mail, HUB_MAILBOX "
            "where the hub does; then the worker lets them go."
        )


def _recipient(text: str) -> str:
    """To whom a letter goes, never who that is."""
    kind, _, code = text.partition(":")
    return words.unit(code) if code else words.of(RecipientKind, kind)
