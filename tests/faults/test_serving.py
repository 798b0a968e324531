"""`hub serve` and the served demonstration, as processes: they start, answer, and stop whole."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.faults.test_nothing_lost import HUB, environment, home  # noqa: F401 - a fixture
from tests.faults.test_worker import free_port

pytestmark = pytest.mark.faults
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


@pytest.fixture
def served(home: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:  # noqa: F811
    """A hub that is served and answers; its port, and where its log is."""
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*HUB, "serve", "--port", str(port)], env=environment(home), stderr=written, stdout=written
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
    assert "Stopped." in log.read_text()


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


def test_asked_to_end_while_it_starts_it_leaves_nobody_behind(home, tmp_path):  # noqa: F811
    with (tmp_path / "log").open("wb") as written:
        process = subprocess.Popen(
            [*HUB, "serve", "--port", str(free_port())], env=environment(home), stderr=written, stdout=written
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


def test_a_port_in_use_is_one_sentence(home):  # noqa: F811
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*HUB, "serve", "--port", str(port)],
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    (said,) = [each for each in done.stderr.splitlines() if "Nothing can be served" in each]
    assert f"port {port}" in said
    assert "--port" in said
    assert "Traceback" not in done.stderr


def test_the_demonstration_serves_the_desk_to_each_role_and_ends(home):  # noqa: F811
    port = free_port()
    done = subprocess.run(
        [*HUB, "demo", "--exit", "--port", str(port)], env=environment(home), capture_output=True, text=True,
        timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for who in ("bo", "ruth", "gita", "chandra", "aud", "adi", "olu"):
        assert f"{who} is shown: " in done.stdout
    kept = home / "demonstration" / "accounts.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text()).keys() >= {"bo", "gita"}
    code = subprocess.run(
        [*HUB, "demo", "--code", "bo"], env=environment(home), capture_output=True, text=True, check=True
    ).stdout.strip()
    assert len(code) == 6
    assert code.isdecimal()
