"""`hub receive`: a file of reports, through the real pathway."""

import sys
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from hub.cli import output
from hub.cli.frame import command
from hub.cli.importing import receiving
from hub.people.permissions import Permission
from hub.people.terms import Actor

SOME_NOT_TAKEN = 2


def take(path: Path, *, historic: bool, by: Actor) -> receiving.Summary:
    """Take in a file under a progress bar."""
    columns = (TextColumn("Receiving"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=output.error, transient=True) as bar:
        task = bar.add_task("receive", total=1)
        return receiving.receive(
            path=path, historic=historic, by=by,
            progress=lambda position, size: bar.update(task, completed=position, total=size or 1),
        )  # fmt: skip


@click.command(short_help="Take in a file of reports (CSV or JSON lines).")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--historic", is_flag=True, help="Old reports: no letters, no alarms, and their duties say historic."
)
@command("receive", permission=Permission.RECEIVE_REPORTS)
def receive(file: Path, *, historic: bool, as_json: bool, by: Actor) -> None:
    """Take in FILE, and write FILE.receipts.csv, FILE.rejected.csv and FILE.changed.csv beside it.

    Exit code 0: every row is on record. 2: some were rejected or changed; the files say which and why. 1: could not run.
    """
    summary = take(file, historic=historic, by=by)
    facts = summary.as_json()
    if as_json:
        output.answer(facts)
    else:
        for name, found in facts.items():
            output.show(f"{name.replace('_', ' '):>16}  {_words(found)}")
    if summary.rejected:
        output.say(
            f"{summary.rejected} rows were rejected: {file.name}.rejected.csv says why. Correct and send it again."
        )
    if summary.changed:
        output.say(f"{summary.changed} rows differ from what was sent before: see {file.name}.changed.csv.")
    if summary.unknown_columns:
        output.say(
            f"Columns that the hub does not know were kept: {', '.join(map(repr, summary.unknown_columns))}."
        )
    sys.exit(0 if summary.all_taken else SOME_NOT_TAKEN)


def _words(found: object) -> str:
    """A figure, figures by name, or names."""
    if isinstance(found, list):
        return ", ".join(map(repr, found)) or "-"
    if isinstance(found, dict):
        return ", ".join(f"{name} {count}" for name, count in found.items()) or "-"
    return str(found)
