"""`hub evidence`: keep, list, take out, verify."""

import hashlib
import json
import os
import stat

import pytest
from click.testing import CliRunner

from hub.cases.models import Case
from hub.cli.commands.evidence import evidence as command
from hub.evidence.models import Exhibit
from tests.walks import AMINA, arrive, telling

WORDS = b"Invented words of a post."


@pytest.fixture
def case(own_database, settings, tmp_path):
    settings.HUB_VAULT = tmp_path / "vault"
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "post.txt"
    found.write_bytes(WORDS)
    return found


def run(*words: object):
    return CliRunner().invoke(command, [*map(str, words), "--json"])


def added(case, *files):
    done = run("add", *files, "--case", case, "--reason", "From the reporter.")
    return done.exit_code, json.loads(done.stdout)


def test_files_are_kept_listed_taken_out_and_examined(case, file, tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    code, answer = added(case.lower(), file, empty)
    assert code == 0
    first, second = answer["items"]
    assert first == {
        "exhibit": Exhibit.objects.get(size=len(WORDS)).reference, "sha256": hashlib.sha256(WORDS).hexdigest(),
        "size": len(WORDS), "state": "waiting",
    }  # fmt: skip
    assert second["size"] == 0
    listed = json.loads(run("list", "--case", case).stdout)
    assert [each["exhibit"] for each in listed["items"]] == [first["exhibit"], second["exhibit"]]
    assert listed["items"][0]["custody"][0]["act"] == "collect"
    out = tmp_path / "out"
    done = run("get", first["exhibit"], "--out", out, "--reason", "For the file.")
    assert done.exit_code == 0
    assert "not scanned" in done.stderr
    written = json.loads(done.stdout)
    assert (written["sha256"], written["marking"]) == (first["sha256"], "OFFICIAL-SENSITIVE")
    assert out.read_bytes() == WORDS
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = run("get", first["exhibit"], "--out", out, "--reason", "Again.")
    assert (again.exit_code, "is there already" in again.stdout) == (1, True)
    found = run("verify", "--all")
    assert (found.exit_code, json.loads(found.stdout)) == (0, {"checked": 2, "failed": []})


def test_what_was_changed_is_named_and_no_part_of_it_is_left_behind(case, file, tmp_path, settings):
    _, answer = added(case, file)
    (item,) = [each for each in settings.HUB_VAULT.rglob("*") if each.is_file()]
    item.chmod(0o600)
    item.write_bytes(item.read_bytes()[:-1])
    found = run("verify", "--case", case)
    assert found.exit_code == 3
    (failed,) = json.loads(found.stdout)["failed"]
    assert failed["exhibit"] == answer["items"][0]["exhibit"]
    done = run("get", failed["exhibit"], "--out", tmp_path / "out", "--reason", "x")
    assert done.exit_code == 1
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == []


def test_a_person_reads_what_was_done(case, file, tmp_path):
    words = ["add", str(file), "--case", case, "--reason", "x"]
    assert "waits for its scan" in CliRunner().invoke(command, words).stdout
    assert "kept before" in CliRunner().invoke(command, words).stdout
    exhibit = Exhibit.objects.get().reference
    shown = CliRunner().invoke(command, ["list", "--case", case]).stdout
    assert exhibit in shown
    assert "post.txt" not in shown, "what it is called may name somebody"
    done = CliRunner().invoke(command, ["get", exhibit, "--out", str(tmp_path / "o"), "--reason", "x"])
    assert "It was called: post.txt" in done.stdout
    assert "1 examined, 0 not as they came." in CliRunner().invoke(command, ["verify", "--all"]).stdout
    Exhibit.objects.update(state="infected", scanned_at="2026-11-30T00:00Z")
    done = CliRunner().invoke(command, ["get", exhibit, "--out", str(tmp_path / "p"), "--reason", "x"])
    assert "malware was found" in done.stderr


def test_a_name_that_no_screen_shows_is_shown_otherwise(case, tmp_path):
    odd = tmp_path / os.fsdecode(b"w\xf6rter.txt")
    odd.write_bytes(WORDS)
    CliRunner().invoke(command, ["add", str(odd), "--case", case, "--reason", "x"])
    words = ["get", Exhibit.objects.get().reference, "--out", str(tmp_path / "o"), "--reason", "x"]
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0
    assert r"w\xf6rter.txt" in done.stdout


def test_what_cannot_be_written_leaves_nothing(case, file, tmp_path, monkeypatch):
    added(case, file)
    exhibit = Exhibit.objects.get().reference
    assert run("get", exhibit, "--out", tmp_path / "none" / "o", "--reason", "x").exit_code == 1

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    done = run("get", exhibit, "--out", tmp_path / "o", "--reason", "x")
    assert (done.exit_code, "No space left" in done.stdout) == (1, True)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith((".o", "o"))]


def test_what_cannot_be_kept_is_named_before_anything_is_kept(case, file, tmp_path):
    for wrong, why in ((tmp_path / "none", "cannot be read"), (tmp_path, "is not a file")):
        code, answer = added(case, file, wrong)
        assert (code, why in answer["error"]) == (1, True)
    assert not Exhibit.objects.exists()
    assert added("C-00000-00000", file)[0] == 1
    assert "needs a case" in added("R-00000-00000", file)[1]["error"]


def test_what_was_kept_before_one_could_not_be_is_said(case, file, tmp_path, monkeypatch):
    locked = tmp_path / "locked"
    locked.write_bytes(b"x")
    opened = type(locked).open

    def refuses(path, *more, **named):
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return opened(path, *more, **named)

    monkeypatch.setattr(type(locked), "open", refuses)
    done = run("add", file, locked, "--case", case, "--reason", "x")
    assert done.exit_code == 1
    assert "Permission denied" in done.stdout
    assert f"{locked} was not kept." in done.stderr
    assert Exhibit.objects.get().reference in done.stderr


def test_it_must_be_said_what_is_examined(case):
    for words in ((), ("--all", "--case", case)):
        done = run("verify", *words)
        assert (done.exit_code, "either --all" in done.stdout) == (1, True)


def test_a_list_is_paged(case, tmp_path, monkeypatch):
    for number in range(3):
        (tmp_path / str(number)).write_bytes(bytes([number]))
    added(case, *[tmp_path / str(each) for each in range(3)])
    monkeypatch.setattr("hub.evidence.queries.PAGE", 2)
    first = json.loads(run("list", "--case", case).stdout)
    assert len(first["items"]) == 2
    rest = json.loads(run("list", "--case", case, "--after", first["next"]).stdout)
    assert (len(rest["items"]), rest["next"]) == (1, None)
    shown = CliRunner().invoke(command, ["list", "--case", case])
    assert f"--after {first['next']}" in shown.stderr
    (other,) = arrive(telling(2, reporter_name="Bea Invented", reporter_email="bea@example.org"))
    assert "Nothing is kept" in CliRunner().invoke(command, ["list", "--case", other.placed.case]).stderr


def test_what_is_flagged_never_leaves_by_the_command_line(case, file, tmp_path, settings):
    settings.HUB_QUARANTINE_KEYS = tmp_path / "quarantine"
    done = run("add", file, "--case", case, "--reason", "From the reporter.", "--sexual-or-child")
    (item,) = json.loads(done.stdout)["items"]
    assert item["state"] == "quarantined"
    out = tmp_path / "out"
    done = run("get", item["exhibit"], "--out", out, "--reason", "I want to see it.")
    assert done.exit_code == 1
    assert "in quarantine" in json.loads(done.stdout)["error"]
    assert not out.exists()
    whole = json.loads(run("verify", "--all").stdout)
    assert whole == {"checked": 1, "failed": []}
    again = run("quarantine", item["exhibit"], "--reason", "It is a child.")
    assert (again.exit_code, "already" in json.loads(again.stdout)["error"]) == (1, True)


def test_nobody_is_the_dedicated_unit_at_the_command_line(case, file):
    for name in ("add", "get", "list", "quarantine"):
        done = run(name, "--as", "dedicated-unit", "M-00000-00000")
        assert (done.exit_code, "'dedicated-unit' is not one of" in done.output) == (2, True)
    assert {"release", "destroy"} & set(command.commands) == set()
