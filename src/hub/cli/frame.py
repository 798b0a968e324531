"""What every command shares: the database made ready, the actor, the audit of the run, and refusals as sentences."""

import functools
import getpass
import sys
from collections.abc import Callable
from typing import Any

import click
from django.db import DatabaseError

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cli import output
from hub.common.refusals import Refusal
from hub.config.database import preparation
from hub.config.environment import SettingsError
from hub.keys import actions as keys
from hub.people.permissions import Permission, permit
from hub.people.terms import MACHINE, Actor, Role

COULD_NOT_RUN = 1


def actor(role: str) -> Actor:
    """Whoever runs this command: the role they act in, and the name of their account on this machine."""
    return Actor(Role(role), getpass.getuser())


def command(
    name: str, *, permission: Permission, prepared: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A command: with `--json` and `--as`, permitted, audited, its refusals said in one sentence."""

    def framed(work: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object on one line.")
        @click.option(
            "--as", "role", type=click.Choice([each.value for each in Role if each != Role.MACHINE]),
            default=Role.OPERATOR.value, show_default=True, help="The role to act in.",
        )  # fmt: skip
        @functools.wraps(work)
        def run(*args: Any, role: str, **kwargs: Any) -> None:
            try:
                by = actor(role)
                if prepared:
                    preparation.ready()
                    keys.enrol(by=MACHINE)  # the hub's own step, whatever role the command acts in
                    _permitted(name, permission, by)
                work(*args, by=by, **kwargs)
            except (Refusal, SettingsError) as refusal:
                output.say(str(refusal))
                sys.exit(COULD_NOT_RUN)
            except DatabaseError as trouble:
                output.say(
                    f"The database refused: {type(trouble).__name__}. Run `hub doctor` to see what is wrong."
                )
                sys.exit(COULD_NOT_RUN)

        return run

    return framed


def _permitted(name: str, permission: Permission, by: Actor) -> None:
    """Refuse the wrong role; either way the attempt is on record."""
    entry = Entry(Kind.CONSULTATION, f"cli.{name}", "command", name, str(by))
    try:
        permit(by, permission)
    except Refusal:
        audit.record_refusal(Entry(Kind.CONSULTATION, f"cli.{name}", "command", name, str(by), refused=True))
        raise
    audit.record([entry])
