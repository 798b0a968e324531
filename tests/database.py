"""Databases for tests: one migrated template for each state of the migrations, and quick clones of it."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from hub.config import environment
from hub.config.database import connection as addresses
from hub.config.database import preparation
from hub.config.database.cluster import Cluster

_LOCK = 99_417_005
_SOURCE = Path(__file__).resolve().parents[1] / "src" / "hub"
_TEMPLATE = re.compile(r"hub_test_[0-9a-f]{12}(_making)?")
_CLONE = re.compile(r"hub_test_[a-z]+_(?P<made>\d+)_[0-9a-f]{12}")
_DAY = 24 * 60 * 60  # seconds


def live_in_the_environment() -> None:
    """Take the settings that hang on HUB_HOME anew; pytest's plugin read them before HUB_HOME was set."""
    found = environment.load()
    settings.ENVIRONMENT = found
    settings.HUB_HOME, settings.HUB_KEYS, settings.HUB_AUDIT_HEADS = found.home, found.keys, found.audit_heads
    settings.DATABASES = addresses.databases(found)
    connections.settings = connections.configure_settings(None)
    for alias in ("default", "owner"):
        if hasattr(connections._connections, alias):
            del connections[alias]


def _admin_settings() -> dict[str, Any]:
    """How to reach the server as somebody who may make databases."""
    if settings.ENVIRONMENT.database_url:
        return settings.DATABASES["owner"]
    cluster = Cluster(settings.HUB_HOME, fsync=False)
    cluster.ensure()
    return cluster.settings_for("admin")


@contextmanager
def admin() -> Iterator["psycopg.Connection[Any]"]:
    """A connection of the role that makes and drops databases."""
    given = _admin_settings()
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"],
        dbname="postgres", autocommit=True,
    ) as connection:  # fmt: skip
        yield connection


def _state() -> str:
    """What the template is made of: the migrations, the shipped data and what prepares them."""
    digest = hashlib.sha256()
    parts = ["*/migrations/*.py", "*/data/*.csv", "config/database/preparation.py", "common/append_only.py"]
    for path in sorted(each for part in parts for each in _SOURCE.glob(part)):
        digest.update(path.relative_to(_SOURCE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def use(name: str) -> None:
    """Point both roles at a database."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def _exists(connection: "psycopg.Connection[Any]", name: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def _owner() -> str:
    return str(settings.DATABASES["owner"]["USER"])


def _drop(connection: "psycopg.Connection[Any]", name: str, *, force: bool = False) -> None:
    """Drop a database that is there; without force, PostgreSQL refuses where somebody is connected."""
    words = "DROP DATABASE IF EXISTS {} WITH (FORCE)" if force else "DROP DATABASE IF EXISTS {}"
    connection.execute(sql.SQL(words).format(sql.Identifier(name)))


def left_behind(name: str, template: str, now: float) -> bool:
    """Whether a database is a template of another state, or a clone that somebody left a day ago."""
    if _TEMPLATE.fullmatch(name):
        return name != template
    clone = _CLONE.fullmatch(name)
    return clone is not None and int(clone["made"]) < now - _DAY


def _sweep(connection: "psycopg.Connection[Any]", template: str) -> None:
    """Drop what earlier runs left, unless somebody is connected to it."""
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'hub\\_test\\_%'"
    ).fetchall()
    for (name,) in found:
        if left_behind(name, template, time.time()):
            try:
                _drop(connection, name)
            except psycopg.errors.ObjectInUse:
                continue


def _make(connection: "psycopg.Connection[Any]", name: str) -> None:
    """Migrate a new template; it bears its name only when it is whole."""
    making = f"{name}_making"
    _drop(connection, making, force=True)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(making), sql.Identifier(_owner()))
    )
    before = str(settings.DATABASES["default"]["NAME"])
    use(making)
    try:
        preparation.prepare()
    finally:
        connections.close_all()
        use(before)
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
    )


def _clone(kind: str) -> str:
    """A new clone of the template, which is made first where it is not there; returns the clone's name."""
    name = f"hub_test_{kind}_{int(time.time())}_{uuid4().hex[:12]}"
    with admin() as connection:
        # Held until this connection closes: nobody sweeps the template between its making and its cloning.
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        template = f"hub_test_{_state()}"
        if not _exists(connection, template):
            _sweep(connection, template)
            _make(connection, template)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(_owner())
            )
        )
    return name


@contextmanager
def _using(name: str) -> Iterator[str]:
    """Work in a clone, then drop it and go back."""
    before = str(settings.DATABASES["default"]["NAME"])
    use(name)
    try:
        yield name
    finally:
        connections.close_all()
        use(before)
        with admin() as connection:
            _drop(connection, name, force=True)


@contextmanager
def clone_for_worker() -> Iterator[None]:
    """This worker's database, dropped when it ends."""
    with _using(_clone("worker")):
        yield


@contextmanager
def clone() -> Iterator[str]:
    """A database for one test, which then goes back to its worker's."""
    with _using(_clone("own")) as name:
        yield name
