"""The site and the worker beside it: two children of one command, one log, and a clean stop."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType
from urllib.request import urlopen

from hub.common.refusals import Refusal

_PATIENCE = 15.0  # seconds that a child has to end what it is doing
_START = 30.0  # seconds in which the site must answer
_STEP = 0.2
_WHEN_THE_PARENT_DIES = 1  # PR_SET_PDEATHSIG of prctl(2)


def site_command(*, host: str, port: int, processes: int) -> list[str]:
    """The command that serves the site."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(processes), "--blocking-threads", "4", "--workers-kill-timeout", "10", "--no-access-log",
        "--log-level", "warning", "hub.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The command that does what was deferred."""
    return [sys.executable, "-m", "hub.cli", "worker"]


def commands(*, host: str, port: int, processes: int, worker: bool = True) -> list[tuple[str, list[str]]]:
    """The site, and the worker beside it where it is wanted."""
    beside = [("worker", worker_command())] if worker else []
    return [("site", site_command(host=host, port=port, processes=processes)), *beside]


class Served:
    """The children, until somebody stops them or one of them ends by itself."""

    def __init__(self, commands: Sequence[tuple[str, list[str]]]) -> None:
        """Start each child; whatever they say goes to this process's standard error."""
        self.stopping = False
        # Before the first child: whoever asks for an end while they start must not leave them behind.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._asked)
        self.children: list[tuple[str, subprocess.Popen[bytes]]] = []
        for name, command in commands:
            # A session of its own: Ctrl-C reaches this process alone, which then stops its children in order.
            child = subprocess.Popen(
                command,
                stdout=sys.stderr.fileno(),
                start_new_session=True,
                preexec_fn=_end_with_the_command,  # noqa: PLW1509 - this process has no thread but its own
            )
            self.children.append((name, child))

    def ended(self) -> str:
        """The name of a child that ended by itself, blank while all go on."""
        return next((name for name, child in self.children if child.poll() is not None), "")

    def wait(self) -> str:
        """Wait until somebody stops this, or a child ends; tells which."""
        while not self.stopping:
            name = self.ended()
            if name:
                return name
            time.sleep(_STEP)
        return ""

    def _asked(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signals are given
        """Somebody asks for an end."""
        self.stopping = True

    def stop(self) -> None:
        """End every child, the site first so that nobody is answered half; a deaf one is killed."""
        for _, child in self.children:
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(_PATIENCE)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
            # What a child that was killed has left would keep the port.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def _end_with_the_command() -> None:
    """Ask Linux to end this child when the command is killed, which can then not do it itself; elsewhere it goes on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_WHEN_THE_PARENT_DIES, signal.SIGTERM)


def free_or_refused(host: str, port: int) -> None:
    """Refuse in a sentence where something else listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"Nothing can be served at {host} port {port}: {error.strerror}. Stop what listens there, or "
                "choose another with --port."
            ) from None


def until_it_answers(served: Served, host: str, port: int) -> None:
    """Wait until the site answers, or somebody asks for an end; refuse where it does not come."""
    for _ in range(int(_START / _STEP)):
        if served.stopping:
            return
        if served.ended():
            break
        try:
            with urlopen(f"http://{host}:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(_STEP)
    raise Refusal("The site did not start: the lines above say why.")
