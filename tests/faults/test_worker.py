"""A worker killed while it sends, time after time, loses no letter; what was taken twice says that it is the same letter."""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from hub.config.database.cluster import Cluster
from tests.walks import AMINA, row

pytestmark = pytest.mark.faults
HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli"]
LETTERS = 10
# Where the worker stands when it dies: its message not taken yet, taken but not answered, or with PostgreSQL gone too.
MOMENTS = ("asked", "taken", "asked", "database", "taken", "database", "asked", "taken")
AT_ONCE = 2  # letters that one worker sends beside each other
BY_CHANCE = 3  # deaths more, whenever they fall


class Slow:
    """A mail server that holds a message at the moment that was asked for, until the sender is dead."""

    def __init__(self) -> None:
        self.moment = ""
        self.held, self.dead = threading.Event(), threading.Event()
        self.received: list[str] = []

    def hold(self, moment: str) -> None:
        self.held.clear()
        self.dead.clear()
        self.moment = moment

    async def handle_DATA(self, server, session, envelope):
        moment, self.moment = self.moment, ""
        if moment != "asked":
            self.received.append(envelope.content.decode())
        if moment:
            self.held.set()
            await asyncio.to_thread(self.dead.wait)
            return "451 try later"
        return "250 taken"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def mail() -> Iterator[tuple[Slow, int]]:
    port = free_port()
    peer = Slow()
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    yield peer, port
    peer.dead.set()
    controller.stop()


def test_a_worker_killed_at_any_moment_loses_no_letter(home: Path, mail: tuple[Slow, int], tmp_path: Path):
    peer, port = mail
    given = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **given, "HUB_HOME": str(home), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none",
    }  # fmt: skip

    def hub(*words: str) -> str:
        done = subprocess.run([*HUB, *words], env=environment, check=False, capture_output=True, timeout=300)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def work() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*HUB, "worker", "--once"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    file = tmp_path / "in.jsonl"
    file.write_text(
        "".join(json.dumps(row(each, **AMINA)) + "\n" for each in range(LETTERS)), encoding="utf-8"
    )
    hub("receive", str(file))
    for moment in MOMENTS:
        peer.hold(moment)
        killed = work()
        assert peer.held.wait(60), f"no letter was left to send when the worker should die as it is {moment}"
        if moment == "database":
            pid = (Cluster(home).data / "postmaster.pid").read_text().split("\n")[0]
            os.kill(int(pid), signal.SIGKILL)
        killed.kill()
        killed.wait()
        peer.dead.set()
    chance = random.Random(3)
    for _ in range(BY_CHANCE):
        killed = work()
        time.sleep(chance.random() * 3)
        killed.kill()
        killed.wait()
    hub("worker", "--once")
    letters = json.loads(hub("letters", "--json"))["letters"]
    news = [each for each in letters if each["template"] == "news"]
    assert [each["state"] for each in news] == ["sent"] * LETTERS
    told = [Parser().parsestr(each, headersonly=True)["Message-ID"] for each in peer.received]
    assert set(told) == {
        f"<{each['reference'].lower()}@hub.invalid>" for each in letters if each["state"] == "sent"
    }
    # Only what was on its way when a worker died comes again, and under the same name.
    assert 0 < len(told) - len(set(told)) <= AT_ONCE * (len(MOMENTS) + BY_CHANCE)
