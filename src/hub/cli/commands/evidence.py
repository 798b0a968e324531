"""`hub evidence`: files kept exactly as they came, taken out for a reason, and examined."""

import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn

from hub.cli import output
from hub.cli.frame import command
from hub.cli.frame import reference as read_reference
from hub.common import clock
from hub.common.refusals import Refusal
from hub.evidence import queries
from hub.evidence.terms import Exhibit, Kept, Opened, Source, State
from hub.pathway import evidence as steps
from hub.pathway import quarantine
from hub.people.permissions import Permission
from hub.people.terms import Actor

NOT_AS_THEY_CAME = 3
_OWNER_ONLY = 0o600
_PIECE = 1 << 20  # bytes that are read at once


@click.group(short_help="Files kept exactly as they came.")
def evidence() -> None:
    """Keep files of a case in the sealed vault, take them out as they came, and examine whether they still are."""


@evidence.command("add", short_help="Keep files in a case.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--case", required=True, help="The case that they belong to.")
@click.option(
    "--reason", required=True, help="Why they are kept, and where they come from; it is kept with them."
)
@click.option(
    "--sexual-or-child",
    "flagged",
    is_flag=True,
    help="They are sexual, or show a child: nobody opens them here, and the dedicated unit is told.",
)
@command("evidence-add", permission=Permission.ADD_EVIDENCE)
def add(files: tuple[Path, ...], *, case: str, reason: str, flagged: bool, as_json: bool, by: Actor) -> None:
    """Seal files into the vault, read them back, and only then say that they are received.

    The same bytes in the same case are one exhibit: after an interruption the same command goes on.
    """
    case = read_reference(case, "C")
    size = sum(_size(each) for each in files)
    kept: list[Kept] = []
    columns = (TextColumn("Keeping"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=output.error, transient=True) as bar:
        task = bar.add_task("", total=2 * size)  # each file is read twice
        for each in files:
            source = Source(each.name, partial(_chunks, each, partial(bar.advance, task)))
            try:
                kept.append(steps.collect(case=case, source=source, reason=reason, flagged=flagged, by=by))
            except BaseException:
                _say_what_is_kept(kept, case, each)
                raise
    if as_json:
        output.answer({"items": [_told(each) for each in kept]})
        return
    output.table(
        ("Exhibit", "SHA-256", "Bytes", "Stands"),
        [
            (
                each.exhibit,
                each.sha256,
                each.size,
                f"{each.state.label}{', kept before' if each.again else ''}",
            )
            for each in kept
        ],
    )


def _told(kept: Kept) -> dict[str, Any]:
    """An exhibit as JSON tells it."""
    return {"exhibit": kept.exhibit, "sha256": kept.sha256, "size": kept.size, "state": kept.state.value}


def _say_what_is_kept(kept: list[Kept], case: str, not_kept: Path) -> None:
    """Which file could not be received, and what was before it."""
    output.say(f"{not_kept} was not kept.")
    if kept:
        output.say(f"Kept in {case} before that: {', '.join(each.exhibit for each in kept)}.")


def _size(path: Path) -> int:
    """How many bytes a file has; refused where it is none, before any is kept."""
    try:
        found = path.stat()
    except OSError as trouble:
        raise Refusal(f"{path} cannot be read: {trouble.strerror}. Nothing was kept.") from None
    if not stat.S_ISREG(found.st_mode):
        raise Refusal(f"{path} is not a file. Name each file; nothing was kept.")
    return found.st_size


def _chunks(path: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    """A file a piece at a time; how far it was read is told."""
    with path.open("rb") as file:
        while chunk := file.read(_PIECE):
            advance(len(chunk))
            yield chunk


@evidence.command("list", short_help="The exhibits of a case.")
@click.option("--case", required=True, help="The case that they belong to.")
@click.option(
    "--after", default=0, type=int, help="Where the page begins, as `next` of the page before says."
)
@command("evidence-list", permission=Permission.READ_CASES)
def listed(*, case: str, after: int, as_json: bool, by: Actor) -> None:
    """List the exhibits of a case as they came, with everything that was done with them; never what they are called."""
    found, following = steps.of_case(case=read_reference(case, "C"), after=after, by=by)
    custody = queries.custody([each.id for each in found])
    if as_json:
        shown = [
            {
                "exhibit": each.reference, "sha256": each.sha256, "size": each.size, "type": each.media_type,
                "mislabelled": each.mislabelled, "state": each.state.value, "received_at": each.received_at.isoformat(),
                "custody": [
                    {"act": one.act.value, "at": one.at.isoformat(), "by": one.by} for one in custody[each.id]
                ],
            }
            for each in found
        ]  # fmt: skip
        output.answer({"items": shown, "next": following or None})
        return
    output.table(
        ("Exhibit", "Received", "Type", "Bytes", "Stands", "Custody"), [_row(each, custody) for each in found]
    )
    if not found:
        output.say("Nothing is kept in this case.")
    if following:
        output.say(f"There are more: --after {following}")


def _row(each: Exhibit, custody: Any) -> tuple[object, ...]:
    """An exhibit as it is listed."""
    kind = f"{each.media_type}{' (not what its name says)' if each.mislabelled else ''}"
    done = "; ".join(f"{one.act.label} {clock.in_london(one.at)} by {one.by}" for one in custody[each.id])
    return each.reference, clock.in_london(each.received_at), kind, each.size, each.state.label, done


@evidence.command("get", short_help="Take out a file as it came.")
@click.argument("exhibit")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where it is written; it must not be there."
)
@click.option("--reason", required=True, help="Why it is taken out; it is kept in its custody.")
@command("evidence-get", permission=Permission.EXPORT_EVIDENCE)
def get(exhibit: str, *, out: Path, reason: str, as_json: bool, by: Actor) -> None:
    """Write a file exactly as it came, readable by the owner of this account alone.

    What is infected, or was not scanned yet, is written too, with a warning: open it on a machine made for that.
    """
    if out.exists():
        raise Refusal(f"{out} is there already. Name another place with --out; nothing was taken out.")
    aside = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    number = _new(aside, out)
    try:
        found = steps.take_out(exhibit=read_reference(exhibit, "M"), reason=reason, by=by)
        with os.fdopen(number, "wb", closefd=False) as file:
            for piece in found.pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, out)  # whole, or not there
    except OSError as trouble:
        raise Refusal(
            f"{out} cannot be written: {trouble.strerror}. It is on record as taken out; do it again."
        ) from None
    finally:
        os.close(number)
        aside.unlink(missing_ok=True)
    _warn(found)
    _say_where(found, out, as_json=as_json)


def _new(aside: Path, out: Path) -> int:
    """A new file for its owner alone, which gets its name once it is whole."""
    try:
        return os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except OSError:
        raise Refusal(
            f"{out} cannot be written. Name another place with --out; nothing was taken out."
        ) from None


def _warn(found: Opened) -> None:
    """What whoever opens it has to know."""
    if found.exhibit.state == State.INFECTED:
        output.say("WARNING: malware was found in this file. Do not open it on a machine that you work with.")
    elif found.exhibit.state == State.WAITING:
        output.say(
            "WARNING: this file was not scanned for malware yet. Do not open it on a machine that you work with."
        )


def _say_where(found: Opened, out: Path, *, as_json: bool) -> None:
    """Where it is, what it was called, and what proves that it is what came."""
    shown = found.exhibit
    if as_json:
        output.answer(
            {"exhibit": shown.reference, "file": str(out), "sha256": shown.sha256, "size": shown.size, "state": shown.state.value,
             "marking": settings.HUB_CLASSIFICATION}
        )  # fmt: skip
        return
    output.show(
        f"{shown.reference} ({shown.media_type}, {shown.size} bytes, SHA-256 {shown.sha256}) is written to {out}. "
        f"It is {settings.HUB_CLASSIFICATION}. It was called: {found.name}"
    )


@evidence.command("quarantine", short_help="Put a file in quarantine.")
@click.argument("exhibit")
@click.option("--reason", required=True, help="What makes you think so; describe no image.")
@command("evidence-quarantine", permission=Permission.QUARANTINE_EVIDENCE)
def put_in_quarantine(exhibit: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Put a file that is sexual, or shows a child, in quarantine: nobody opens it here, and the dedicated unit is told.

    It leaves by their word alone, which they give at the desk.
    """
    exhibit = read_reference(exhibit, "M")
    quarantine.put_in(exhibit=exhibit, reason=reason, by=by)
    if as_json:
        output.answer({"exhibit": exhibit, "state": State.QUARANTINED.value})
    else:
        output.show(f"{exhibit}: {State.QUARANTINED.label}.")


@evidence.command("verify", short_help="Examine whether files are still what came.")
@click.option("--all", "everything", is_flag=True, help="Every exhibit there is.")
@click.option("--case", default="", help="The exhibits of one case.")
@command("evidence-verify", permission=Permission.EXAMINE_EVIDENCE)
def verify(*, everything: bool, case: str, as_json: bool, by: Actor) -> None:
    """Open exhibits to their end and compare each with what came; nothing leaves the vault.

    Exit code 0: all are what came. 3: some are not.
    """
    if everything == bool(case):
        raise Refusal("Say what to examine: either --all, or --case with the reference of a case.")
    case = read_reference(case, "C") if case else ""
    with Progress(
        TextColumn("Examining"), BarColumn(), MofNCompleteColumn(), console=output.error, transient=True
    ) as bar:
        task = bar.add_task("", total=queries.standing(subject=case))
        found = steps.examine(case=case, by=by, told=partial(bar.advance, task))
    if as_json:
        failed = [{"exhibit": each.exhibit, "why": each.why} for each in found.failed]
        output.answer({"checked": found.checked, "failed": failed})
    else:
        output.table(("Exhibit", "Why"), [(each.exhibit, each.why) for each in found.failed])
        output.show(f"{found.checked} examined, {len(found.failed)} not as they came.")
    sys.exit(NOT_AS_THEY_CAME if found.failed else 0)
