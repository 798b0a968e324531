"""What `hub doctor` looks at, and what it says."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from hub.audit import queries as audit
from hub.common.refusals import Refusal
from hub.config.database import preparation
from hub.config.environment import SettingsError
from hub.duties import queries as duties
from hub.keys import queries as keys
from hub.letters import queries as letters
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries as places
from hub.queue import queries as queue


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at."""

    about: str
    words: str
    wrong: bool = False
    advice: bool = False  # nothing is wrong, yet somebody should act before live use

    def as_json(self) -> dict[str, object]:
        """As data."""
        return asdict(self)


def examine(by: Actor) -> list[Found]:
    """Everything that can be looked at; what cannot be reached stops the rest."""
    permit(by, Permission.RUN_SYSTEM)
    found = _settings()
    try:
        preparation.ready()
        found += _database() + _guards() + _log_of_the_server()
        found += _keys()
        found += _record()
        found += _queue()
        found += _work()
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


def _settings() -> list[Found]:
    """Where everything lies."""
    home, key_folder = settings.HUB_HOME, settings.HUB_KEYS
    found = [Found("HUB_HOME", str(home)), Found("keys", str(key_folder))]
    if settings.ENVIRONMENT.database_url and key_folder.is_relative_to(home):
        words = "keys and data lie in one folder: set HUB_KEYS to another volume, or one backup holds both"
        found.append(Found("keys", words, advice=True))
    if not settings.EMAIL_HOST:
        found.append(Found("letters", "SMTP_HOST is not set: letters are held until it is", advice=True))
    elif settings.DEFAULT_FROM_EMAIL.endswith(".invalid"):
        found.append(Found("letters", "MAIL_FROM is not set: mail servers refuse the sender", wrong=True))
    return found


def _database() -> list[Found]:
    """The server, the role and the migrations."""
    kind = "the server that DATABASE_URL names" if settings.ENVIRONMENT.database_url else "embedded"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_user, current_setting('data_checksums'), "
            "current_setting('fsync'), (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), "
            "(SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user))"
        )
        version, role, checksums, fsync, superuser, owns = cursor.fetchone()
    return [
        Found("database", f"PostgreSQL {version}, {kind}, role {role}"),
        Found("application role", "owns nothing" if not (superuser or owns) else "it owns tables or rules the server: "
              "give the hub a role that owns nothing", wrong=bool(superuser or owns)),
        Found("data checksums", checksums, wrong=checksums != "on"),
        Found("fsync", fsync, wrong=fsync != "on"),
    ]  # fmt: skip


def _guards() -> list[Found]:
    """Whether what only grows is guarded: triggers that nobody silenced, and rights that nobody gave back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, bool_and(tgenabled = 'A'), bool_or("
            "has_table_privilege(tgrelid, 'UPDATE') OR has_table_privilege(tgrelid, 'DELETE') "
            "OR has_table_privilege(tgrelid, 'TRUNCATE')) "
            "FROM pg_trigger WHERE tgname LIKE 'append_only%' GROUP BY 1 ORDER BY 1"
        )
        tables = cursor.fetchall()
    open_to = [table for table, enabled, rights in tables if not enabled or rights]
    if open_to:
        words = "their guard is off or the hub's role may change them: run `hub migrate` as the owner, and find out who"
        return [Found("append-only tables", f"{', '.join(open_to)}: {words}", wrong=True)]
    return [Found("append-only tables", f"{len(tables)} are guarded", wrong=not tables)]


def _log_of_the_server() -> list[Found]:
    """Whether the server writes statements into its log, in which somebody may be named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN "
            "('log_statement', 'log_min_error_statement', 'log_min_duration_statement', 'log_error_verbosity')"
        )
        given = dict(cursor.fetchall())
    quiet = {"log_statement": "none", "log_min_error_statement": "panic", "log_min_duration_statement": "-1",
             "log_error_verbosity": "terse"}  # fmt: skip
    loud = [f"{name}={quiet[name]}" for name, setting in given.items() if setting != quiet[name]]
    if not loud:
        return [Found("server log", "it tells no statement")]
    return [
        Found("server log", f"it may tell what was reported: ask for {', '.join(sorted(loud))} on the server")
    ]


def _keys() -> list[Found]:
    """Whether the keys fit the database."""
    return [Found("keys", each, wrong=True) for each in keys.troubles()] or [
        Found("keys", "they fit this database")
    ]


def _record() -> list[Found]:
    """The seal of the record."""
    found = audit.verify()
    words = f"{found.lines} lines, {found.unsealed} not sealed yet"
    return [Found("record", words)] + [
        Found("record", each.words, wrong=True) for each in found.findings[:20]
    ]


def _queue() -> list[Found]:
    """Whether what waits stands in the queue as the record says."""
    found = queue.astray()
    if not found:
        return [Found("queue", "it is as the record says")]
    return [
        Found("queue", f"not as the record says: {', '.join(found)}: run `hub queue rebuild`", wrong=True)
    ]


def _work() -> list[Found]:
    """What waits, and which reference data is in force."""
    late, waiting = duties.counts()["overdue"], letters.counts()
    edition = places.edition()
    table = (
        edition or "none is loaded: a postcode gives candidates only; `hub places load-postcodes` loads one"
    )
    deaf = sorted(set(places.atlas().units) - set(places.mailboxes(places.atlas().units)))
    mailboxes = (
        f"none is known for {', '.join(deaf)}: `hub places mailbox` sets one"
        if deaf
        else "every unit has one"
    )
    return [
        Found("duties", f"{late} overdue" + (": `hub due --overdue` lists them" if late else "")),
        Found("letters", ", ".join(f"{count} {state}" for state, count in waiting.items())),
        Found("mailboxes of command units", mailboxes, advice=bool(deaf)),
        Found("postcode table", table, advice=not edition),
    ]
