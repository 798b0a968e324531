"""`hub evidence add` killed at any moment: after the same command again each file is there once, as it came."""

import functools
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from hub.config.database.cluster import Cluster
from tests.walks import AMINA, row

pytestmark = pytest.mark.faults
HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli"]
SIZES = (0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20, 24 << 20)
# Where it stands when it dies: an object half written, one that has its name and no row yet, or with PostgreSQL gone too.
MOMENTS = ("writing", "named", "database", "writing", "named", "named", "database", "writing")


def named(vault: Path) -> list[str]:
    return [each.name for each in vault.glob("??/*") if not each.name.endswith(".part")]


def unfinished(vault: Path) -> list[str]:
    return [each.name for each in vault.glob("??/.*.part")]


def _more(seen: Callable[[Path], list[str]], vault: Path, before: set[str]) -> bool:
    return bool(set(seen(vault)) - before)


def _until(seen: Callable[[], object], process: "subprocess.Popen[bytes]") -> None:
    """Wait for a moment; a command that was quicker has nothing left to kill."""
    while process.poll() is None:
        with suppress(FileNotFoundError):
            if seen():
                return
        time.sleep(0.001)


def test_a_killed_collection_loses_no_file_and_keeps_none_twice(home: Path, tmp_path: Path):
    environment = {
        **{name: text for name, text in os.environ.items() if name != "DATABASE_URL"}, "HUB_HOME": str(home),
    }  # fmt: skip

    def hub(*words: str) -> dict:
        done = subprocess.run(
            [*HUB, *words, "--json"], env=environment, check=False, capture_output=True, timeout=300
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps(row(1, **AMINA)) + "\n", encoding="utf-8")
    hub("receive", str(file))
    case = hub("case", "list")["cases"][0]["reference"]
    files = []
    for number, size in enumerate(SIZES):
        files.append(tmp_path / f"file-{number}")
        files[-1].write_bytes(hashlib.shake_256(bytes([number])).digest(size))
    add = ["evidence", "add", *map(str, files), "--case", case, "--reason", "Invented."]
    vault = home / "vault"
    for moment in MOMENTS:
        seen = unfinished if moment == "writing" else named
        before = set(seen(vault))
        killed = subprocess.Popen(
            [*HUB, *add], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _until(functools.partial(_more, seen, vault, before), killed)
        if moment == "database":
            pid = (Cluster(home).data / "postmaster.pid").read_text().split("\n")[0]
            os.kill(int(pid), signal.SIGKILL)
        killed.kill()
        killed.wait()
    items = hub(*add)["items"]
    assert [each["sha256"] for each in items] == [
        hashlib.sha256(each.read_bytes()).hexdigest() for each in files
    ]
    kept = hub("evidence", "list", "--case", case)["items"]
    assert sorted(each["exhibit"] for each in kept) == sorted({each["exhibit"] for each in items})
    assert hub("evidence", "verify", "--all") == {"checked": len(SIZES), "failed": []}
    for number, each in enumerate(items):
        out = tmp_path / f"out-{number}"
        hub("evidence", "get", each["exhibit"], "--out", str(out), "--reason", "Invented.")
        assert out.read_bytes() == files[number].read_bytes()
    assert hub("audit", "verify")["sound"]
