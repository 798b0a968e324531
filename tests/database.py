"""Databases for tests: one migrated template for each state of the migrations, and quick clones of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from hub.config.database import preparation
from hub.config.database.cluster import Cluster

_LOCK = 99_417_005
_SOURCE = Path(__file__).resolve().parents[1] / "src" / "hub"


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


def template() -> str:
    """The name of the migrated template, made once however many workers ask."""
    name = f"hub_test_{_state()}"
    with admin() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        if not _exists(connection, name):
            making = f"{name}_making"
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(making)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(making), sql.Identifier(_owner())
                )
            )
            use(making)
            preparation.prepare()
            connections.close_all()
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
        connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return name


def _drop(name: str) -> None:
    with admin() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _clone(source: str, name: str) -> None:
    with admin() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(source), sql.Identifier(_owner())
            )
        )
        connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def clone_for_worker() -> Iterator[None]:
    """This worker's database, dropped when it ends."""
    source = template()
    name = f"{source}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    _clone(source, name)
    use(name)
    yield
    connections.close_all()
    _drop(name)


@contextmanager
def clone() -> Iterator[str]:
    """A database for one test, which then goes back to its worker's."""
    before = str(settings.DATABASES["default"]["NAME"])
    name = f"hub_test_own_{uuid4().hex[:12]}"
    _clone(template(), name)
    use(name)
    try:
        yield name
    finally:
        connections.close_all()
        use(before)
        _drop(name)
