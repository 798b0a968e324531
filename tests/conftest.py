"""The world that every test stands in: a home and a server of its own, a clone for each worker, and no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from pytest_socket import socket_allow_hosts

# Never an operator's HUB_HOME: the server of the tests runs without fsync, and its databases come and go.
os.environ["HUB_HOME"] = os.environ.get("HUB_TEST_HOME") or str(
    Path(__file__).resolve().parents[1] / ".cache" / "tests"
)
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(os.environ["HUB_HOME"]) / "hypothesis"))

from tests import database

database.live_in_the_environment()
# Quick, because nearly every test signs somebody in; how passwords are kept outside tests is Django's default.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A loaded machine is slow without being wrong: no sentence is judged by the time that one example took.
hypothesis.settings.register_profile("hub", deadline=None)
hypothesis.settings.load_profile("hub")


def pytest_runtest_setup() -> None:
    """Nothing outside this machine is ever reached."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A skipped test proves nothing, so it fails."""
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped; only a test marked outside_data may be."


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Only what needs texts from outside may be skipped."""
    report = yield
    excused = hasattr(report, "wasxfail") or item.get_closest_marker("outside_data")
    if report.skipped and not excused:
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Iterator[None]:
    """No module skips itself."""
    report = yield
    if report.skipped:
        _fail(report)
    return report


@pytest.fixture(scope="session", autouse=True)
def heads_of_this_worker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the heads of the record are written outside the database: of this worker and this run alone."""
    settings.HUB_AUDIT_HEADS = tmp_path_factory.mktemp("record") / "heads.log"
    return settings.HUB_AUDIT_HEADS


@pytest.fixture(autouse=True)
def no_heads(heads_of_this_worker: Path) -> None:
    """No test reads what an earlier one wrote of a database that is not there any more."""
    heads_of_this_worker.unlink(missing_ok=True)


@pytest.fixture(scope="session", autouse=True)
def vault_of_this_worker(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where files are sealed: of this worker and this run alone, with no scanner but a test's own."""
    settings.HUB_VAULT, settings.HUB_CLAMD = tmp_path_factory.mktemp("vault"), ""


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
