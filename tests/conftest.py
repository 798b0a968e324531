"""The world that every test stands in: a migrated template database cloned for each worker, and no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

os.environ.setdefault("HUB_HOME", str(Path(__file__).resolve().parents[1] / ".cache" / "tests"))
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(os.environ["HUB_HOME"]) / "hypothesis"))

from tests import database


def pytest_runtest_setup() -> None:
    """Nothing outside this machine is ever reached."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One clone of the template for this worker."""
    with django_db_blocker.unblock(), database.clone_for_worker():
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test's own, for what commits, kills or runs in several processes; yields its name."""
    with django_db_blocker.unblock(), database.clone() as name:
        yield name


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A skipped test is a failure, except where it needs data from outside."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    unexplained = [each for each in skipped if "outside_data" not in each.keywords]
    if unexplained and exitstatus == 0:
        reporter.write_line(
            f"{len(unexplained)} tests were skipped: a test runs or does not exist.", red=True
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
