"""From an empty database to one the hub can work on: roles, migrations, grants; safe to repeat, by several at once."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, ProgrammingError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from hub.config.database.cluster import Cluster
from hub.config.environment import SettingsError

# Any number of processes may find the database empty; one prepares it.
_LOCK = 4_810_171


def _quoted(name: str) -> str:
    """An identifier, quoted."""
    return connections["owner"].ops.quote_name(name)


def _role() -> str:
    """The application role, quoted."""
    return _quoted(settings.DATABASES["default"]["USER"])


def _make_application_role(cursor: Any) -> None:
    """The role that owns nothing, on a server where nobody made it yet."""
    application = settings.DATABASES["default"]
    role, password = application["USER"], application["PASSWORD"]
    database = _quoted(settings.DATABASES["owner"]["NAME"])
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    there = cursor.fetchone()
    if not there:
        # The server gets a SCRAM verifier only: a statement that fails would stand in its log.
        verifier = connections["owner"].connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        )
        try:
            cursor.execute(f"CREATE ROLE {_quoted(role)} LOGIN PASSWORD '{verifier.decode()}'")
        except DatabaseError:
            raise SettingsError(
                "The role of DATABASE_URL may not make roles. Ask your database administrator to run "
                f"CREATE ROLE {_quoted(role)} LOGIN PASSWORD '...'; and set DATABASE_APPLICATION_URL "
                "to that role's address."
            ) from None
    cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {_quoted(role)}")
    if there:
        _check_password(role)


def _check_password(role: str) -> None:
    """Never set the password of a role that is there: another machine may be using it."""
    try:
        connections["default"].ensure_connection()
    except OperationalError:
        raise SettingsError(
            f"The role {role} is there with another password. Copy database-application.json from the keys folder "
            "of the machine that made it, or ask your database administrator to run "
            f"ALTER ROLE {_quoted(role)} PASSWORD '...'; and set DATABASE_APPLICATION_URL to that role's address."
        ) from None


def _begin(cursor: Any) -> None:
    """While the database is prepared nobody takes it for ready, also when the preparing process is killed."""
    cursor.execute("SELECT to_regclass('public.django_migrations')")
    if cursor.fetchone()[0]:
        cursor.execute(f"REVOKE ALL ON django_migrations FROM {_role()}")


def _grant(cursor: Any) -> None:
    """The application role may read and write rows; what is append-only it may only add to."""
    role = _role()
    database = _quoted(settings.DATABASES["owner"]["NAME"])
    cursor.execute(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {role}")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
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
        cursor.execute("SET lock_timeout = '110s'")  # another process may be preparing a large database
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        cursor.execute("RESET lock_timeout")
        try:
            if settings.ENVIRONMENT.database_url and not settings.ENVIRONMENT.database_application_url:
                _make_application_role(cursor)
            _begin(cursor)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            call_command("createcachetable", database="owner", verbosity=0)
            with transaction.atomic(using="owner"):
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


def answers() -> bool:
    """Whether the database can be worked on as it is now; nothing is started or changed to find out."""
    embedded = not settings.ENVIRONMENT.database_url and not settings.ENVIRONMENT.database_application_url
    if embedded and not Cluster(settings.HUB_HOME).answers():
        return False
    return _prepared()


def _prepared() -> bool:
    """Whether the application role can connect, no migration waits, and its grants are whole."""
    try:
        return not pending()
    except (OperationalError, ProgrammingError):
        connections["default"].close()
        return False
