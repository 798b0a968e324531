"""The command line as a process: one JSON object on one line, exit codes, a closed HUB_HOME, one sentence for trouble."""

import json
import os
import signal
import subprocess
import sys
import time
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


@pytest.fixture
def new_home(tmp_path):
    place = tmp_path / "new-home"
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


def test_a_home_that_starts_empty_takes_a_report_tells_its_case_and_keeps_names_apart(new_home, tmp_path):
    home = new_home
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


def test_the_two_commands_that_prepare_nothing_answer_on_an_empty_home_too(new_home):
    assert answer(hub(new_home, "stop", "--json")) == {"stopped": False}
    done = hub(new_home, "doctor", "--json")
    assert done.returncode in {0, 3}
    assert answer(done)["findings"]
    assert "Traceback" not in done.stderr


def test_an_officer_finds_the_exits_that_wait_and_decides_them_however_the_reference_is_typed(home, tmp_path):
    file = tmp_path / "out.jsonl"
    file.write_text(
        "".join(json.dumps(row(each, borough=place)) + "\n" for each, place in ((7, "Kent"), (8, "Essex")))
    )
    assert hub(home, "receive", str(file)).returncode == 0
    waiting = answer(hub(home, "exit", "list", "--limit", "500", "--json"))["exits"]
    found = {each["to"]: each["report"] for each in waiting}
    first = answer(hub(home, "exit", "list", "--limit", "1", "--json"))
    assert (len(first["exits"]), first["exits"][0]["report"]) == (1, waiting[0]["report"])
    kept = hub(home, "exit", "refuse", found["essex-police"].lower(), "--reason", "it is ours")
    assert kept.returncode == 0, kept.stderr
    shown = hub(home, "report", "show", f" {found['essex-police'].lower()}")
    assert "Essex Police: refused" in shown.stdout
    assert "C-" in shown.stdout
    left = answer(hub(home, "exit", "list", "--limit", "500", "--json"))["exits"]
    assert [each["report"] for each in left] == [
        each["report"] for each in waiting if each["report"] != found["essex-police"]
    ]
    lines = answer(hub(home, "audit", "show", "--subject", found["essex-police"], "--json"))["lines"]
    assert {"reports.read", "triage.exit-refused"} <= {each["action"] for each in lines}


def test_a_wrong_unit_or_a_reference_of_another_kind_is_refused_with_what_to_do(home):
    unit = hub(home, "case", "list", "--unit", "zz")
    assert unit.returncode == 1
    assert "There are: AS, AW, CE" in unit.stderr
    assert hub(home, "case", "list", "--unit", "ce").returncode == 0
    case = hub(home, "report", "show", "C-AAAAA-BBBBB")
    assert case.returncode == 1
    assert "`hub case show`" in case.stderr


def test_a_worker_that_is_stopped_by_hand_ends_in_a_sentence(home):
    hub(home, "migrate")
    given = {key: text for key, text in os.environ.items() if key not in {"DATABASE_URL", "SMTP_HOST"}}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "hub.cli", "worker"], env={**given, "HUB_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        time.sleep(8)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert "Traceback" not in told
    assert "topped" in told
    assert "nothing is ready" not in told


def test_the_doctor_finds_nothing_wrong_and_the_wrong_keys_are_refused(home, tmp_path):
    hub(home, "migrate")
    done = hub(home, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    other = hub(home, "case", "list", HUB_KEYS=str(tmp_path / "other-keys"))
    assert other.returncode == 1


def test_that_somebody_stopped_the_database_is_on_record(home):
    hub(home, "migrate")
    assert answer(hub(home, "stop", "--json")) == {"stopped": True}
    lines = answer(hub(home, "audit", "show", "--json"))["lines"]
    assert [each["refused"] for each in lines if each["action"] == "cli.stop"] == [False]


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
