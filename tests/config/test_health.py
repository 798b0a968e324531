"""What watches over the hub asks, and nothing is told of anybody."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from hub.common import clock
from hub.common.deferral import Task
from hub.config import environment
from hub.config.database import preparation
from hub.config.environment import SettingsError
from hub.config.secret import metrics_token, of_service
from hub.keys import actions as keys
from hub.keys import queries as known_keys
from hub.pathway import jobs
from tests import walks
from tests.web.accounts import client_of
from tests.web.desk.system.failing import fail

pytestmark = pytest.mark.django_db
TOKEN = "an invented token of tests, long"


def a_worker(ago: timedelta = timedelta()) -> None:
    """A worker that gave a sign."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [clock.now() - ago])


def test_the_process_says_that_it_lives_and_sets_no_cookie():
    answer = Client().get("/healthz")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"alive": True})
    assert not answer.cookies


def test_it_is_ready_with_a_word_about_a_silent_worker():
    assert json.loads(Client().get("/readyz").content) == {
        "ready": True,
        "warnings": ["no worker was ever seen"],
    }
    a_worker(timedelta(minutes=12))
    found = json.loads(Client().get("/readyz").content)
    assert found["warnings"] == ["the worker has been silent for 12 minutes"]
    a_worker()
    assert json.loads(Client().get("/readyz").content) == {"ready": True, "warnings": []}


def test_it_is_ready_with_a_word_about_a_test_alarm_that_did_not_go_through(settings):
    a_worker()
    settings.ALARM_TEST_EMAIL = "test@example.org"
    found = json.loads(Client().get("/readyz").content)
    assert found == {"ready": True, "warnings": ["the daily test alarm failed or is late"]}


@pytest.mark.parametrize(
    "url", ["http://alarms.example.org/take", "ftp://alarms.example.org", "alarms", "https://"]
)
def test_alarms_leave_this_machine_by_https_alone(monkeypatch, url):
    monkeypatch.setenv("CONTROL_ROOM_WEBHOOK", url)
    with pytest.raises(SettingsError, match="CONTROL_ROOM_WEBHOOK: an address such as https://"):
        environment.load()


def test_a_service_without_a_long_secret_is_refused_and_one_with_it_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("PAGER_WEBHOOK", "https://pager.example.org/take")
    with pytest.raises(SettingsError, match="PAGER_WEBHOOK_KEY is needed too"):
        of_service(environment.load(), "PAGER_WEBHOOK", "PAGER_WEBHOOK_KEY")
    (tmp_path / "key").write_text("an invented key of the pager\n", "utf-8")
    monkeypatch.setenv("PAGER_WEBHOOK_KEY_FILE", str(tmp_path / "key"))
    found = of_service(environment.load(), "PAGER_WEBHOOK", "PAGER_WEBHOOK_KEY")
    assert found == ("https://pager.example.org/take", "an invented key of the pager")


def test_without_its_keys_it_is_not_ready(settings, tmp_path):
    keys.enrol(by=walks.MACHINE)
    settings.HUB_KEYS = tmp_path / "elsewhere"
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["because"]) == (503, "the keys do not fit this database")


def test_while_migrations_wait_it_is_not_ready_and_says_how_many(monkeypatch):
    monkeypatch.setattr(preparation, "pending", lambda: 2)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["because"]) == (503, "2 migrations wait")
    assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("asked", ["pending", "troubles", "silent_for"])
def test_while_the_database_does_not_answer_it_is_not_ready(monkeypatch, asked):
    def gone():
        raise OperationalError("the connection is closed, and the password was hunter2")

    module = {"pending": preparation, "troubles": known_keys, "silent_for": jobs}[asked]
    monkeypatch.setattr(module, asked, gone)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503, {"ready": False, "because": "the database does not answer"},
    )  # fmt: skip
    assert Client().get("/healthz").status_code == 200


def figures(**headers: str) -> dict[str, float]:
    answer = Client().get("/metrics", headers=headers)
    assert answer.status_code == 200
    lines = [each for each in answer.content.decode().splitlines() if each and not each.startswith("#")]
    return {name: float(value) for name, _, value in (each.rpartition(" ") for each in lines)}


def test_the_figures_tell_how_much_and_never_who():
    walks.arrive(walks.telling(**walks.AMINA))
    fail(Task.SEND_LETTER.value)
    client_of("adi").get("/desk/people/")
    found = figures()
    assert found["hub_jobs_failed"] == 1
    assert found["hub_worker_silent_seconds"] == -1
    assert found["hub_audit_unsealed_lines"] > 0
    assert found["hub_duties_overdue"] >= 0
    assert sum(value for name, value in found.items() if name.startswith("hub_queue_waiting{")) == 1
    assert any('view="desk:people"' in name for name in found)
    text = Client().get("/metrics").content.decode()
    assert not [each for each in ("Amina", "example.org", "/desk/") if each in text]


def test_the_figures_are_for_this_machine_or_for_whoever_knows_the_token(settings):
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert Client().get("/metrics").status_code == 200
    assert Client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    assert elsewhere.get("/metrics").status_code == 404
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.HUB_METRICS_TOKEN = TOKEN
    assert elsewhere.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert elsewhere.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_token_that_could_be_guessed_is_refused_and_never_shown(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("short\n")
    monkeypatch.setenv("HUB_METRICS_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(SettingsError, match="at least 24") as refused:
        metrics_token(environment.load())
    assert "short" not in str(refused.value)


def test_a_worker_that_never_was_is_told_apart_from_a_silent_one():
    cache.clear()
    assert jobs.silent_for() is None
    a_worker(timedelta(hours=1))
    assert timedelta(minutes=59) < jobs.silent_for() < timedelta(minutes=61)
