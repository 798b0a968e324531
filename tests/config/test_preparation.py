import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from psycopg import sql

from hub.config.database import preparation
from hub.config.database.cluster import Cluster
from tests import database

HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli", "doctor", "--json"]
NOW = 1_795_000_000.0  # fixed, for it names tests, and every worker must name them alike


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE audit_line",
        "DROP TABLE cases_case",
        "ALTER TABLE cases_case ADD COLUMN more int",
        "ALTER TABLE audit_line DISABLE TRIGGER ALL",
        "TRUNCATE cases_case CASCADE",
        "TRUNCATE audit_line CASCADE",
        "UPDATE audit_line SET action = ''",
        "DELETE FROM audit_line",
        "DELETE FROM reports_report",
        "DELETE FROM django_migrations",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
        "CREATE TABLE more (id int)",
        "CREATE ROLE more",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_role_can_neither_change_the_tables_nor_what_is_append_only(statement):
    with (
        pytest.raises(ProgrammingError, match=r"must be owner|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_preparation_that_was_killed_before_its_grants_is_finished_by_the_next_command(own_database):
    with connections["owner"].cursor() as cursor:
        preparation._begin(cursor)
        cursor.execute(f"REVOKE ALL ON audit_line FROM {preparation._role()}")
    preparation.ready()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_line', 'INSERT')")
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege('audit_line', 'UPDATE')")
        assert cursor.fetchone() == (False,)


def test_a_ready_database_is_left_alone(own_database):
    preparation.ready()
    assert connections["owner"].connection is None


def run(home, **given):
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(
        HUB, env={**kept, "HUB_HOME": str(home), **given}, capture_output=True, text=True, check=False
    )


def test_a_server_of_the_operator_is_used_and_no_machine_locks_another_out(home, tmp_path):
    cluster = Cluster(home)
    cluster.ensure()
    with cluster._connect("admin", "postgres") as admin:
        for role, right in (("maker", "CREATEROLE"), ("plain", "NOCREATEROLE")):
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'hunter2secret' " + right).format(sql.Identifier(role))
            )
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(role), sql.Identifier(role))
            )
    host = quote(str(cluster.socket), safe="")
    maker, plain = (f"postgresql://{each}:hunter2secret@{host}/{each}" for each in ("maker", "plain"))

    refused = run(tmp_path / "c", DATABASE_URL=plain)
    assert 'CREATE ROLE \\"plain_application\\" LOGIN PASSWORD' in refused.stdout
    first = run(tmp_path / "a", DATABASE_URL=maker)
    assert json.loads(first.stdout)["well"], first.stdout
    second = run(tmp_path / "b", DATABASE_URL=maker)
    assert "is there with another password" in second.stdout
    assert json.loads(run(tmp_path / "a", DATABASE_URL=maker).stdout)["well"]
    assert not (tmp_path / "a" / "postgres").exists()
    assert "hunter2secret" not in "".join(each.stdout + each.stderr for each in (refused, first, second))


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("hub_test_0123456789ab", False),
        ("hub_test_ba9876543210", True),
        ("hub_test_ba9876543210_making", True),
        (f"hub_test_own_{int(NOW)}_0123456789ab", False),
        (f"hub_test_worker_{int(NOW) - 90_000}_0123456789ab", True),
        ("hub_test_somebody_elses", False),
        ("hub", False),
    ],
)
def test_databases_of_earlier_test_runs_go_and_others_stay(name, gone):
    assert database.left_behind(name, "hub_test_0123456789ab", NOW) is gone
