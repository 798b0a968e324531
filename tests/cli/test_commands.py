"""The command line as a process: one JSON object on one line, exit codes, a closed HUB_HOME, one sentence for trouble."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hub.config.database import places
from hub.config.database.cluster import Cluster
from tests.walks import AMINA, row

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    place = closed / "home"
    yield place
    cluster = Cluster(place)
    cluster.stop()
    cluster.forget()


def hub(home: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    given = {key: text for key, text in os.environ.items() if key not in {"DATABASE_URL", "SMTP_HOST"}}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "hub.cli", *words], env={**given, "HUB_HOME": str(home), **more},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def answer(done: "subprocess.CompletedProcess[str]") -> dict:
    assert len(done.stdout.splitlines()) == 1, done.stderr
    return json.loads(done.stdout)


def test_a_home_that_starts_empty_takes_a_report_tells_its_case_and_keeps_names_apart(home, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text(
        json.dumps(row(1, **AMINA)) + "\n" + json.dumps(row(2, borough="Kent")) + "\n", encoding="utf-8"
    )
    done = hub(home, "receive", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert answer(done)["received"] == 2
    (case,) = answer(hub(home, "case", "list", "--json"))["cases"]
    assert list(case) == ["reference", "state", "borough", "unit", "received_at"]
    assert (case["borough"], case["unit"]) == ("Hackney", "CE")
    shown = hub(home, "case", "show", case["reference"])
    assert "Amina" not in shown.stdout
    refused = hub(home, "case", "show", case["reference"], "--people")
    assert refused.returncode == 1
    assert "Say why" in refused.stderr
    opened = hub(home, "case", "show", case["reference"], "--people", "--reason", "to telephone her")
    assert "Amina Invented" in opened.stdout
    due = answer(hub(home, "due", "--json"))["due"]
    assert {each["kind"] for each in due} >= {"recorded", "victim-update"}
    assert answer(hub(home, "letters", "--json"))["counts"]["held"] == 2
    assert answer(hub(home, "audit", "verify", "--json"))["sound"]
    lines = answer(hub(home, "audit", "show", "--subject", case["reference"], "--json"))["lines"]
    assert "cases.read" in {each["action"] for each in lines}
    assert hub(home, "worker", "--once").returncode == 0
    for path in home.rglob("*"):
        if path.is_file() and os.access(path, os.R_OK):
            content = path.read_bytes()
            assert b"amina@example.org" not in content, path
            assert b"Amina Invented" not in content, path


def test_the_doctor_finds_nothing_wrong_and_the_wrong_keys_are_refused(home, tmp_path):
    hub(home, "migrate")
    done = hub(home, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    other = hub(home, "case", "list", HUB_KEYS=str(tmp_path / "other-keys"))
    assert other.returncode == 1


def test_the_wrong_role_is_refused_in_a_sentence(home):
    done = hub(home, "case", "list", "--as", "auditor")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "The role auditor may not read reports and cases. Ask somebody whose role allows it, or your administrator."
    )


def test_a_setting_that_cannot_be_used_is_one_sentence_without_its_value(home):
    done = hub(home, "case", "list", DATABASE_URL="mysql://somebody:secret@nowhere/x")
    assert done.returncode == 1
    assert "secret" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_below_a_closed_folder_the_cluster_lies_elsewhere_and_says_so(home):
    hub(home, "migrate")
    if os.geteuid() == 0:
        assert (home / "postgres-lies-in").read_text().strip() == str(places.SYSTEM / places.mark(home))
        assert oct(home.parent.stat().st_mode)[-3:] == "700"
    else:
        assert (home / "postgres" / "data").exists()
    assert oct((home / "keys" / "database.json").stat().st_mode)[-3:] == "600"


def test_the_doctor_says_why_a_server_cannot_be_reached_and_never_its_password(home):
    done = hub(home, "doctor", "--json", DATABASE_URL="postgresql://hub:hunter2secret@127.0.0.1:1/hub")
    assert done.returncode == 3
    (wrong,) = [each for each in answer(done)["findings"] if each["wrong"]]
    assert "refused" in wrong["words"]
    assert "hunter2secret" not in done.stdout + done.stderr


def test_a_command_on_a_home_that_cannot_be_is_one_sentence(tmp_path):
    file = tmp_path / "a-file"
    file.touch()
    for home in (file, file / "below"):
        done = hub(home, "due", "--json")
        assert done.returncode == 1
        assert list(answer(done)) == ["error"]
        assert len(done.stderr.splitlines()) == 1
