"""Handing a report to another force: the package is written here, and nowhere else."""

import os
from contextlib import suppress
from pathlib import Path

import click

from hub.cli import output, words
from hub.cli.frame import command
from hub.cli.frame import reference as read_reference
from hub.common.refusals import Refusal
from hub.pathway import transferring
from hub.people.permissions import Permission
from hub.people.terms import Actor

_OWNER_ONLY = 0o600


@click.group(short_help="Hand a report to another police force.")
def transfer() -> None:
    """Hand over what an officer confirmed for another force; that force's own reference closes it at the desk."""


@transfer.command("package", short_help="Write the package of one report.")
@click.argument("reference")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="PATH.json and PATH.txt are written."
)
@click.option("--reason", required=True, help="Why the force needs it; kept with what is released.")
@command("transfer-package", permission=Permission.RELEASE)
def package(reference: str, *, out: Path, reason: str, as_json: bool, by: Actor) -> None:
    """Write everything of one report for the receiving force, readable by the owner of this account alone.

    The force is told by e-mail that a package waits under this reference, and nothing else.
    """
    report = read_reference(reference, "R")
    paths = [out.with_name(f"{out.name}{end}") for end in (".json", ".txt")]
    opened = _opened(paths)
    try:
        found = transferring.transfer(report=report, reason=reason, by=by)
    except BaseException:
        for number, path in opened:
            os.close(number)
            path.unlink()
        raise
    told = (
        transferring.as_json(found),
        transferring.readable(found),
    )
    for (number, _), text in zip(opened, told, strict=True):
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    if as_json:
        output.answer({"report": report, "to": found.force, "files": [str(each) for each in paths]})
        return
    output.show(
        f"{report} is packed for {words.way_out(found.force)}: {paths[0]} and {paths[1].name}. Hand it over by a way that is "
        f"fit for {transferring.MARKING}, then record their reference at the desk."
    )


def _opened(paths: list[Path]) -> list[tuple[int, Path]]:
    """New files that only their owner reads; what is there already is never written over."""
    opened: list[tuple[int, Path]] = []
    for path in paths:
        try:
            opened.append((os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), path))
        except OSError as trouble:
            for number, made in opened:
                os.close(number)
                with suppress(OSError):
                    made.unlink()
            why = "is there already" if isinstance(trouble, FileExistsError) else "cannot be written"
            raise Refusal(f"{path} {why}. Name another place with --out; nothing was released.") from None
    return opened
