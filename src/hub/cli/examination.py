"""What `hub doctor` looks at, and what it says."""

from django.db import DatabaseError, OperationalError, connection

from hub.audit import queries as audit
from hub.common import clock
from hub.common.refusals import Refusal
from hub.config.database import preparation
from hub.config.environment import SettingsError
from hub.pathway import astray, evidence, examining
from hub.pathway.found import Found
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import queries as queue


def examine(by: Actor) -> list[Found]:
    """Everything that can be looked at; what cannot be reached stops the rest."""
    permit(by, Permission.RUN_SYSTEM)
    found = examining.of_settings()
    try:
        preparation.ready()
        found += examining.of_database() + examining.of_guards() + examining.of_server_log()
        found += examining.of_keys()
        found += _record()
        found += _queue()
        found += _subjects() + _unnamed()
        found += examining.of_work() + examining.of_on_call() + evidence.of_files()
    except (Refusal, SettingsError) as trouble:
        found.append(Found("database", str(trouble), wrong=True))
    except DatabaseError as trouble:
        found.append(Found("database", f"it cannot be used: {_why(trouble)}", wrong=True))
    return found


def _why(trouble: DatabaseError) -> str:
    """What the server said while nobody was connected; once somebody is, its words may hold what was reported."""
    if connection.connection is None and isinstance(trouble, OperationalError):
        return str(trouble).strip().split("\n")[0]
    return type(trouble).__name__


def _record() -> list[Found]:
    """The seal of the record."""
    found = audit.verify()
    words = f"{found.lines} lines, {found.unsealed} not sealed yet"
    warning, last = audit.warning(), audit.last_examination()
    when = f"ended {clock.in_london(last.finished_at)}" if last and last.finished_at else "none yet"
    return [
        Found("record", words),
        *(Found("record", each.words, wrong=True) for each in found.findings[:20]),
        Found(
            "last full examination", warning or when, wrong=bool(last and last.found), advice=bool(warning)
        ),
    ]


def _queue() -> list[Found]:
    """Whether what waits stands in the queue as the record says."""
    found = queue.astray()
    if not found:
        return [Found("queue", "it is as the record says")]
    return [
        Found("queue", f"not as the record says: {', '.join(found)}: run `hub queue rebuild`", wrong=True)
    ]


def _unnamed() -> list[Found]:
    """Whether every object of the vault belongs to an exhibit."""
    count = evidence.unnamed()
    if not count:
        return [Found("vault", "every object belongs to an exhibit")]
    words = (
        f"{count:,} objects belong to no exhibit, and nobody opens them: left by a collection that was killed, "
        "or by a database that was restored from before they came. Nothing is removed by itself"
    )
    return [Found("vault", words, advice=True)]


def _subjects() -> list[Found]:
    """Whether everything points at a case or report that is there."""
    found = astray.orphans()
    if not found:
        return [Found("references", "all lead to a case or report that is there")]
    words = ", ".join(f"{each.what} of {each.subject}" for each in found)
    return [
        Found(
            "references",
            f"they lead nowhere: {words}: restore the database from before it was lost",
            wrong=True,
        )
    ]
