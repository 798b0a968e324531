"""What every command shares: the database made ready, the actor, the audit of the run, and refusals as sentences."""

import functools
import inspect
import os
import pwd
import sys
from collections.abc import Callable
from typing import Any

import click
from django.db import DatabaseError

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cli import output
from hub.common.refusals import NotFound, Refusal, Unanswerable
from hub.config.database import preparation
from hub.config.environment import SettingsError
from hub.keys import actions as keys
from hub.keys import queries as keys_known
from hub.people.permissions import Permission, permit
from hub.people.terms import MACHINE, Actor, Role

COULD_NOT_RUN = 1
NOT_ANSWERED = 2
STOPPED = 130
STOPPED_WORDS = "Stopped. What was done before is on record; the same command goes on from there."
# The hub's own steps, and a word that only somebody who is signed in with a second factor gives.
_NEVER_HERE = frozenset({Role.MACHINE, Role.DEDICATED_UNIT})
_KINDS = {"R": "report", "C": "case", "D": "duty", "L": "letter", "P": "post", "W": "alarm", "M": "exhibit"}
_SHOWN_BY = {
    "R": "`hub report show`", "C": "`hub case show`", "D": "`hub due`", "L": "`hub letters`", "P": "`hub case show`",
    "W": "`hub alarm show`", "M": "`hub evidence list`",
}  # fmt: skip


def actor(role: str) -> Actor:
    """Whoever runs this command: the role they act in, and their account on this machine.

    The account is the kernel's word; names in the environment are whatever somebody writes there.
    """
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # a container runs under a number that has no name
        name = f"account-{number}"
    return Actor(Role(role), name[:60])


def reference(text: str, kind: str) -> str:
    """A reference as it is on record; one of another kind is refused by name."""
    found = text.strip().upper()
    given = found.partition("-")[0]
    if given != kind and given in _KINDS:
        raise NotFound(
            f"{found} is the reference of a {_KINDS[given]} (see {_SHOWN_BY[given]}): "
            f"this command needs a {_KINDS[kind]}, {kind}-..."
        )
    return found


def command(
    name: str, *, permission: Permission, prepared: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A command: with `--json` and `--as`, permitted, audited, its refusals said in one sentence and recorded.

    What it does takes the actor as `by` where it asks who acts; who may is asked here.
    """

    def framed(work: Callable[..., Any]) -> Callable[..., Any]:
        asks_who = "by" in inspect.signature(work).parameters

        @click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object on one line.")
        @click.option(
            "--as", "role", type=click.Choice([each.value for each in Role if each not in _NEVER_HERE]),
            default=Role.OPERATOR.value, show_default=True, help="The role to act in.",
        )  # fmt: skip
        @functools.wraps(work)
        def run(*args: Any, role: str, **kwargs: Any) -> None:
            by, sentence, status = actor(role), "", COULD_NOT_RUN
            try:
                if prepared:
                    preparation.ready()
                    keys.enrol(by=MACHINE)  # the hub's own step, whatever role the command acts in
                given = {**kwargs, "by": by} if asks_who else kwargs
                _work(name, permission, by, functools.partial(work, *args, **given), prepared=prepared)
            except (Refusal, SettingsError) as refusal:
                sentence = str(refusal)
                status = NOT_ANSWERED if isinstance(refusal, Unanswerable) else COULD_NOT_RUN
            except KeyboardInterrupt:
                output.say(STOPPED_WORDS)
                sys.exit(STOPPED)
            except DatabaseError as trouble:
                sentence = (
                    f"The database refused: {type(trouble).__name__}. Run `hub doctor` to see what is wrong."
                )
            if sentence:
                output.trouble(sentence, as_json=kwargs["as_json"])
                sys.exit(status)

        return run

    return framed


def _work(name: str, permission: Permission, by: Actor, work: Callable[[], None], *, prepared: bool) -> None:
    """Permit, record and work; what is refused is recorded. A command that mends the database must not need it."""
    try:
        permit(by, permission)
        recorded = (prepared or _can_be_recorded()) and _record(name, by)
        try:
            work()
        finally:
            if not recorded and _can_be_recorded():
                _record(name, by)
    except Refusal as refusal:
        if not refusal.recorded:
            _record_refusal(name, by)
        raise


def _can_be_recorded() -> bool:
    """Whether there is a database with its keys to record in, as it is now."""
    return preparation.answers() and not keys_known.troubles()


def _record(name: str, by: Actor) -> bool:
    """The run of a command is on record."""
    audit.record([Entry(Kind.CONSULTATION, f"cli.{name}", "command", name, str(by))])
    return True


def _record_refusal(name: str, by: Actor) -> None:
    """So is a refusal; where the database itself is the trouble, the sentence alone says so."""
    try:
        if _can_be_recorded():
            entry = Entry(Kind.CONSULTATION, f"cli.{name}", "command", name, str(by), refused=True)
            audit.record_refusal(entry)
    except DatabaseError:
        output.say("This could not be put on record, because the database does not answer.")
