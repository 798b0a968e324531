"""The running of the hub itself: the worker, the doctor, migrations, reference data, and stopping."""

import sys
from pathlib import Path

import click
from django.conf import settings

from hub import pathway
from hub.cli import documentation, examination, output
from hub.cli.frame import command
from hub.config.database.cluster import Cluster
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.workers import runner

NOT_WELL = 3


@click.command(short_help="Do what was deferred: send letters, remind, seal.")
@click.option("--once", is_flag=True, help="Until nothing is ready, then stop.")
@click.option(
    "--concurrency", default=2, type=click.IntRange(1, 32), show_default=True, help="How much at a time."
)
@command("worker", permission=Permission.RUN_SYSTEM)
def worker(*, once: bool, concurrency: int, as_json: bool) -> None:
    """Do what was deferred: send letters, remind of duties, seal the record."""
    runner.run(once=once, concurrency=concurrency)
    if as_json:
        output.answer({"worker": "idle"})
    else:
        output.say("The worker has stopped: nothing is ready." if once else "The worker has stopped.")


@click.command(short_help="Say what is found, and what is wrong.")
@command("doctor", permission=Permission.RUN_SYSTEM, prepared=False)
def doctor(*, as_json: bool, by: Actor) -> None:
    """Examine settings, database, keys, record and reference data, and say what is wrong and what to do.

    A note is something that is not set, late or waiting: somebody should act on it. Exit code 0: all is well. 3: something is wrong.
    """
    found = examination.examine(by)
    if as_json:
        output.answer(
            {"well": not any(each.wrong for each in found), "findings": [each.as_json() for each in found]}
        )
    else:
        for each in found:
            output.show(
                f"{'WRONG' if each.wrong else 'note' if each.advice else 'ok':>5}  {each.about}: {each.whole}"
            )
    sys.exit(NOT_WELL if any(each.wrong for each in found) else 0)


@click.command(short_help="Migrate the database and load what ships with the hub.")
@command("migrate", permission=Permission.RUN_SYSTEM)
def migrate(*, as_json: bool, by: Actor) -> None:
    """Bring the database to this version; every other command does so too where it may.

    Where reports were received before there was a queue, the queue is filled.
    """
    made = pathway.fill_queue(progress=queued, by=by)
    output.answer({"migrated": True, "queued": made}) if as_json else output.say(
        "The database is at this version."
    )


def queued(count: int) -> None:
    """How far the queue is made."""
    output.say(f"{count:,} cases and reports of the queue")


@click.command(short_help="Stop the embedded PostgreSQL.")
@click.option(
    "--forget", is_flag=True, help="Remove the database and everything in it, for ever; the keys stay."
)
@command("stop", permission=Permission.RUN_SYSTEM, prepared=False)
def stop(*, forget: bool, as_json: bool) -> None:
    """Stop the embedded PostgreSQL; any command starts it again."""
    cluster = Cluster(settings.HUB_HOME)
    stopped = cluster.stop()
    if forget:
        cluster.forget()
    if as_json:
        output.answer({"stopped": stopped})
    else:
        output.say("PostgreSQL has stopped." if stopped else "PostgreSQL was not running.")


@click.group(short_help="Postcodes, and the mailboxes of command units and forces.")
def places() -> None:
    """Reference data about places."""


@places.command("load-postcodes", short_help="Load the national postcode table (ONSPD or NSPL).")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--edition", required=True, help="Its name, such as ONSPD 2026-08.")
@command("places-load-postcodes", permission=Permission.RUN_SYSTEM)
def load_postcodes(file: Path, *, edition: str, as_json: bool, by: Actor) -> None:
    """Load FILE as the postcode table in force; a load that is stopped changes nothing."""
    count = pathway.load_postcodes(
        path=file, name=edition, progress=lambda rows: output.say(f"{rows:,} rows"), by=by
    )
    output.answer({"rows": count, "edition": edition}) if as_json else output.show(
        f"{count:,} postcodes: {edition}."
    )


@places.command("mailbox", short_help="Where a command unit reads its e-mail.")
@click.argument("unit")
@click.argument("address")
@command("places-mailbox", permission=Permission.RUN_SYSTEM)
def mailbox(unit: str, address: str, *, as_json: bool, by: Actor) -> None:
    """Say where a command unit reads its e-mail, so that it is told of its cases."""
    pathway.set_mailbox(unit=unit.upper(), address=address, by=by)
    output.answer({"unit": unit.upper()}) if as_json else output.show(
        f"{unit.upper()} is told by e-mail from now on."
    )


@places.command(
    "force-mailbox", short_help="Where another force reads its e-mail about what is handed to it."
)
@click.argument("force")
@click.argument("address")
@command("places-force-mailbox", permission=Permission.MANAGE_REFERENCE)
def force_mailbox(force: str, address: str, *, as_json: bool, by: Actor) -> None:
    """Say where FORCE (such as kent-police) reads its e-mail, so that it is told when a package waits."""
    pathway.set_force_mailbox(force=force.lower(), address=address, by=by)
    output.answer({"force": force.lower()}) if as_json else output.show(
        f"{force.lower()} is told by e-mail from now on."
    )


@click.command(short_help="Write the pages that are made from the rules.", hidden=True)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where a page differs.")
def docs(*, check: bool) -> None:
    """Write docs/pathway.md from the state tables and docs/law.md from the dated law."""
    if not documentation.write(check=check):
        output.say("docs/pathway.md or docs/law.md differs from the rules: run `make fix`.")
        sys.exit(1)
