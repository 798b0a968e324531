"""From an empty database to one the hub can work on: roles, migrations, grants; safe to repeat, by several at once."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from hub.config.database.cluster import Cluster
from hub.config.environment import SettingsError

# Any number of processes may find the database empty; one prepares it.
_LOCK = 4_810_171


def _quoted(name: str) -> str:
    """An identifier, quoted."""
    return connections["owner"].ops.quote_name(name)


def _literal(text: str) -> str:
    """A string literal; CREATE ROLE takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _make_application_role(cursor: Any) -> None:
    """The role that owns nothing, on a server where nobody made it yet."""
    application = settings.DATABASES["default"]
    role, password = application["USER"], application["PASSWORD"]
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    try:
        cursor.execute(f"{verb} ROLE {_quoted(role)} LOGIN PASSWORD {_literal(password)}")
    except DatabaseError:
        raise SettingsError(
            f"The role of DATABASE_URL may not make roles. Ask your database administrator to run CREATE ROLE "
            f"{_quoted(role)} LOGIN PASSWORD '...', and set DATABASE_APPLICATION_URL to that role's address."
        ) from None


def _grant(cursor: Any) -> None:
    """The application role may read and write rows; what is append-only it may only add to."""
    role = _quoted(settings.DATABASES["default"]["USER"])
    database = _quoted(settings.DATABASES["owner"]["NAME"])
    cursor.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {role}")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    cursor.execute(f"REVOKE UPDATE, DELETE ON django_migrations FROM {role}")
    cursor.execute(
        "SELECT DISTINCT event_object_table FROM information_schema.triggers "
        "WHERE trigger_name LIKE 'append_only%'"
    )
    for (table,) in cursor.fetchall():
        cursor.execute(f"REVOKE UPDATE, DELETE ON {_quoted(table)} FROM {role}")


def pending() -> int:
    """How many migrations wait."""
    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare() -> None:
    """Migrate as the owner, then grant the application role what it needs and no more."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            if settings.ENVIRONMENT.database_url and not settings.ENVIRONMENT.database_application_url:
                _make_application_role(cursor)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            _grant(cursor)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    owner.close()


def ready() -> None:
    """Have a database that the hub can work on: started where it is embedded, migrated where something waits."""
    if not settings.ENVIRONMENT.database_url and not settings.ENVIRONMENT.database_application_url:
        Cluster(settings.HUB_HOME).ensure()
    if not _prepared():
        if "owner" not in settings.DATABASES:
            raise SettingsError(
                "This database waits for migrations, and this process may not run them: "
                "run `hub migrate` with DATABASE_URL set to the owner's address."
            )
        prepare()


def _prepared() -> bool:
    """Whether the application role can connect and no migration waits."""
    try:
        return not pending()
    except OperationalError:
        connections["default"].close()
        return False
