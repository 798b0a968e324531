"""A worker killed while it sends loses no letter."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from hub.config.database.cluster import Cluster
from tests.walks import AMINA, row

pytestmark = pytest.mark.faults


class Slow:
    """A mail server that holds the first message until somebody lets it go."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.received: list[str] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        import asyncio  # noqa: PLC0415

        if not self.began.is_set():
            self.began.set()
            await asyncio.sleep(3)
            return "451 try later"
        self.received.append(envelope.content.decode())
        return "250 taken"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_a_worker_killed_while_it_sends_loses_no_letter(tmp_path: Path):
    home, peer, port = tmp_path / "home", Slow(), free_port()
    given = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **given, "HUB_HOME": str(home), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none",
    }  # fmt: skip
    hub = [sys.executable, "-W", "ignore", "-m", "hub.cli"]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(row(each, **AMINA)) + "\n" for each in range(3)), encoding="utf-8")
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        subprocess.run([*hub, "receive", str(file)], env=environment, check=True, capture_output=True)
        killed = subprocess.Popen(
            [*hub, "worker", "--once"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert peer.began.wait(60)
        killed.kill()
        killed.wait()
        time.sleep(0.5)
        subprocess.run(
            [*hub, "worker", "--once"], env=environment, check=True, capture_output=True, timeout=120
        )
        done = subprocess.run([*hub, "letters", "--json"], env=environment, check=True, capture_output=True)
        letters = json.loads(done.stdout)["letters"]
        news = [each for each in letters if each["template"] == "news"]
        assert [each["state"] for each in news] == ["sent"] * 3
        assert {line for each in peer.received for line in each.splitlines() if "Message-ID" in line} >= {
            f"Message-ID: <{each['reference'].lower()}@hub.invalid>" for each in news
        }
    finally:
        controller.stop()
        cluster = Cluster(home)
        cluster.stop()
        cluster.forget()
