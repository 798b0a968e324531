"""`hub receive`: a file of reports, through the real pathway."""

import sys
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from hub.cli import output, words
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
    if as_json:
        output.answer(summary.as_json())
    else:
        output.pairs(_in_words(summary))
        _say_what_next(summary, file)
    sys.exit(0 if summary.all_taken else SOME_NOT_TAKEN)


def _in_words(summary: receiving.Summary) -> list[tuple[str, str]]:
    """What became of a file, in the words of an officer."""
    exits = output.counted(
        {words.way_out(name): count for name, count in sorted(summary.out_of_scope.items())}
    )
    units = output.counted({words.unit(code): count for code, count in sorted(summary.allocated.items())})
    known = f"{summary.duplicates} known already, {summary.changed} known but changed, {summary.rejected} rejected"
    rows = ("Rows", f"{summary.read} in {summary.seconds:.1f} seconds: {summary.received} new, {known}")
    danger = ("Immediate danger", str(summary.immediate))
    if not summary.received:
        return [rows, danger] if summary.immediate else [rows]
    return [
        rows,
        ("In scope", f"{summary.in_scope}, of them {summary.borough_unknown} without a borough yet"),
        ("Exits proposed", exits or "none"),
        ("Force not known", str(summary.force_unknown)),
        ("Cases", f"{summary.cases_opened} opened; {summary.linked} reports joined a case that was there"),
        ("Command units", units or "none"),
        ("Support offered", str(summary.support_offered)),
        danger,
    ]


def _say_what_next(summary: receiving.Summary, file: Path) -> None:
    """What a person must do now."""
    if summary.immediate:
        output.say(f"ACT NOW: {summary.immediate} told of immediate danger. `hub due` names them.")
    if summary.rejected:
        output.say(
            f"{output.rows(summary.rejected)} rejected: {file}.rejected.csv says why, in its last column. "
            "Correct the rows there, and receive that file."
        )
    if summary.changed:
        output.say(
            f"{output.rows(summary.changed)} changed since the first telling: see {file}.changed.csv. The first telling "
            "stands; `hub due` asks somebody to read the difference."
        )
    if summary.unknown_columns:
        output.say(
            f"Columns that the hub does not know were kept: {', '.join(map(repr, summary.unknown_columns))}."
        )
    if summary.out_of_scope:
        output.say("Exits wait for an officer: `hub exit list`.")
    output.say(f"Every row's reference: {file}.receipts.csv")
