"""A mail server of this machine's own that keeps every letter as a file and sends none on."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings


class _Sink:
    """Keeps each message."""

    def __init__(self, folder: Path) -> None:
        """A sink that keeps messages in a folder."""
        self.folder = folder
        self.count = 0
        # A later run goes on from the last letter; it never writes over one that is there.
        self.before = max(
            (int(each.stem) for each in folder.glob("*.eml") if each.stem.isdecimal()), default=0
        )

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002 - aiosmtpd's own names
        """Keep one message."""
        self.count += 1
        path = self.folder / f"{self.before + self.count:05}.eml"
        path.touch(mode=0o600)
        path.write_bytes(envelope.content)
        return "250 kept"


def _free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def local_sink(folder: Path) -> Iterator[_Sink]:
    """Let letters go to a folder while this lasts."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sink = _Sink(folder)
    controller = Controller(sink, hostname="127.0.0.1", port=_free_port())
    controller.start()
    before = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = False
    try:
        yield sink
    finally:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = before
        controller.stop()
