"""`hub serve` and the served demonstration, as processes: they start, answer, and stop whole."""

import contextlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from hub.config.database.cluster import Cluster
from tests.faults.test_nothing_lost import HUB, environment
from tests.faults.test_worker import free_port

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[2]
START, STOP = 240, 15  # seconds; a home is made first, on a machine that may be busy


def children(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """The processes of a command by what they are."""
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    named = {each: Path(f"/proc/{each}/cmdline").read_text() for each in told}
    return {"site" if "granian" in words else "worker": int(each) for each, words in named.items()}


def gone(pid: int) -> bool:
    """Whether a process is there no more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def left_of(groups: set[int]) -> list[int]:
    """The processes that still live in these groups: a child's own children too."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while it was looked at
            state, _, group = each.read_text().rpartition(")")[2].split()[:3]
            if int(group) in groups and state != "Z":
                found.append(int(each.parent.name))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A HUB_HOME that is made ready once, for what only starts and stops there."""
    place = tmp_path_factory.mktemp("served") / "home"
    subprocess.run([*HUB, "migrate"], env=environment(place), capture_output=True, check=True)
    yield place
    cluster = Cluster(place)
    cluster.stop()
    cluster.forget()


@pytest.fixture
def served(made: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """A hub that is served and answers; its port, and where its log is."""
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*HUB, "serve", "--port", str(port)], env=environment(made), stderr=written, stdout=written
        )
    try:
        deadline = time.monotonic() + START
        while b"Serving http" not in log.read_bytes():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield process, port, log
    finally:
        process.terminate()
        process.wait(60)


def test_it_answers_and_stops_whole_when_asked(served):
    process, port, log = served
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    beside = children(process)
    assert set(beside) == {"site", "worker"}
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert time.monotonic() - began < STOP
    assert all(gone(each) for each in beside.values())
    told = log.read_text()
    assert "Stopped." in told
    assert "The worker has stopped." in told, "the worker tells into the same log"


@pytest.mark.parametrize("killed", ["site", "worker"])
def test_where_one_of_the_two_ends_by_itself_the_command_stops_the_other_and_fails(served, killed):
    process, _, log = served
    beside = children(process)
    os.kill(beside[killed], signal.SIGKILL)
    assert process.wait(60) == 1
    assert all(gone(each) for each in beside.values())
    assert left_of(set(beside.values())) == []
    assert f"The {killed} ended by itself" in log.read_text()


def test_a_command_that_is_killed_leaves_nobody_who_would_keep_the_port(served):
    process, port, _ = served
    beside = set(children(process).values())
    assert left_of(beside)
    process.kill()
    deadline = time.monotonic() + STOP
    while left_of(beside):
        assert time.monotonic() < deadline, left_of(beside)
        time.sleep(0.2)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_asked_to_end_while_it_starts_it_leaves_nobody_behind(made, tmp_path):
    with (tmp_path / "log").open("wb") as written:
        process = subprocess.Popen(
            [*HUB, "serve", "--port", str(free_port())], env=environment(made), stderr=written, stdout=written
        )
    deadline, begun = time.monotonic() + START, dict[str, int]()
    while not begun and time.monotonic() < deadline:
        time.sleep(0.01)
        begun = children_that_serve(process)
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    time.sleep(1)
    assert begun
    assert all(gone(each) for each in begun.values()), begun
    assert process.returncode == 0


def children_that_serve(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """The site and the worker, as far as they have been started."""
    try:
        return {name: pid for name, pid in children(process).items() if is_ours(pid)}
    except OSError:
        return {}


def is_ours(pid: int) -> bool:
    """Whether a process has become the site or the worker, and is not still a copy of the command."""
    words = Path(f"/proc/{pid}/cmdline").read_text()
    return "granian" in words or "hub.cli\0worker" in words


def test_a_port_in_use_is_one_sentence(made):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*HUB, "serve", "--port", str(port)],
            env=environment(made),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    (said,) = [each for each in done.stderr.splitlines() if "Nothing can be served" in each]
    assert f"port {port}" in said
    assert "--port" in said
    assert "Traceback" not in done.stderr


def demonstration(home: Path) -> "subprocess.CompletedProcess[str]":
    """A demonstration that ends when each role was answered."""
    return subprocess.run(
        [*HUB, "demo", "--exit", "--port", str(free_port())], env=environment(home), capture_output=True, text=True,
        timeout=900, check=False,
    )  # fmt: skip


def asked(home: Path, *words: str) -> str:
    """What a command answers."""
    return subprocess.run(
        [*HUB, *words], env=environment(home), capture_output=True, text=True, check=True
    ).stdout


def figure(told: str, name: str) -> int:
    """The first figure after a name of the summary."""
    found = re.search(rf"^  {name} +(?:on )?(\d+)", told, re.MULTILINE)
    assert found, f"the summary tells nothing of {name}"
    return int(found[1])


def test_the_demonstration_tells_what_came_of_it_serves_each_role_is_kept_and_is_forgotten(home):
    done = demonstration(home)
    assert done.returncode == 0, done.stdout + done.stderr
    shown_to_each(done.stdout)
    kept = home / "demonstration" / "accounts.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text()).keys() >= {"bo", "gita"}
    code = asked(home, "demo", "--code", "bo").strip()
    assert len(code) == 6
    assert code.isdecimal()
    summary, _, story = done.stdout.partition("One case, step by step")
    summary_is_whole(home, summary)
    story_is_whole(home, story)
    again(home, summary)
    forgotten(home)


# What each is shown first, in the words of the heading of its page.
PEOPLE = {
    "bo": "Queue", "ruth": "Queue", "gita": r"\w+day (morning|afternoon|evening)", "chandra": "My cases", "aud": "Record", "adi": "People",
    "olu": "Health", "ken": "Quarantine",
}  # fmt: skip


def shown_to_each(told: str) -> None:
    """Each role got beyond the second step, to its own first page."""
    for who, heading in PEOPLE.items():
        assert re.search(rf"^  {who} is shown: {heading}$", told, re.MULTILINE), told


SUMMARY = (
    "Received", "In scope", "Proposed exits", "Force not known", "Offered support", "Immediate danger", "Clocks", "Letters",
    "Record",
)  # fmt: skip


def summary_is_whole(home: Path, told: str) -> None:
    """The summary's figures are those of the record; every letter that could go is in the folder; nothing waits."""
    found = {name: figure(told, name) for name in SUMMARY}
    assert found["Received"] >= 300
    assert found["Received"] == found["In scope"] + found["Proposed exits"] + found["Force not known"]
    assert min(found.values()) > 0
    assert re.search(r"Proposed exits.{0,400}?Kent\s+Police\s+\d", told, re.DOTALL), "and where to"
    assert re.search(r"Command units +Central South \(AS\) \d+", told)
    assert "sealed blocks, 0 not sealed yet; sound" in told
    counts = json.loads(asked(home, "letters", "--json"))["counts"]
    assert (counts["queued"], counts["sending"]) == (0, 0), "the worker went on until it was idle"
    letters = sorted((home / "demonstration" / "letters").iterdir())
    assert len(letters) == found["Letters"] == counts["sent"]
    assert b"Subject: " in letters[0].read_bytes()
    assert json.loads(asked(home, "worker", "--once", "--json")) == {"worker": "idle"}
    assert json.loads(asked(home, "letters", "--json"))["counts"]["sent"] == counts["sent"]


def story_is_whole(home: Path, told: str) -> None:
    """One case is told step by step, and it is a case that there is."""
    for step in (
        "Report 1: it opened the case",
        "In their words",
        "Which borough?",
        "Help offered",
        "Duties",
    ):
        assert step in told
    reference = re.search(r"hub case show (C-\w{5}-\w{5})", told)
    assert reference
    assert f"Case     {reference[1]}" in told
    assert (
        json.loads(asked(home, "case", "show", reference[1], "--json"))["case"]["reference"] == reference[1]
    )


def again(home: Path, before: str) -> None:
    """A second run, however soon, keeps what the first made, adds nothing to it and lets each role in."""
    done = demonstration(home)
    assert done.returncode == 0, done.stdout + done.stderr
    summary = done.stdout.partition("One case, step by step")[0]
    assert " 0 new, " in summary
    assert "(0 now)" in summary
    untouched = set(SUMMARY) - {"Record"}
    assert {each: figure(summary, each) for each in untouched} == {
        each: figure(before, each) for each in untouched
    }
    shown_to_each(done.stdout)


def forgotten(home: Path) -> None:
    """`make clean-demo` stops its database, forgets it and removes the folder."""
    data = Cluster(home).data
    assert data.exists()
    done = subprocess.run(
        ["make", "--no-print-directory", "clean-demo", f"HUB_HOME={home}"], cwd=ROOT, env=environment(home),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not home.exists()
    assert not data.exists()
