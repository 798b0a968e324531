"""A peer that speaks as clamd does, for what a real one cannot be made to say: silence, a cut line, a limit."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VERSION = b"ClamAV 1.4.3/27800/Mon Nov 30 08:00:00 2026\0"


@contextmanager
def clamd(
    answer: bytes, *, limit: int = 1 << 30, hangs_up: bool = False
) -> Iterator[tuple[str, list[bytes]]]:
    """A peer at its address, and every file that it was given."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        given: list[bytes] = []
        threading.Thread(target=_serve, args=(listening, answer, limit, given, hangs_up), daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", given


def _serve(listening: socket.socket, answer: bytes, limit: int, given: list[bytes], hangs_up: bool) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, line.makefile("rwb") as file:
            command = b""
            while not command.endswith(b"\0"):
                command += file.read(1)
            if command == b"zVERSION\0":
                file.write(VERSION)
            elif not hangs_up:
                given.append(_read(file, limit))
                file.write(answer if len(given[-1]) <= limit else b"INSTREAM size limit exceeded. ERROR\0")


def _read(file, limit: int) -> bytes:
    """A file in parts, as far as it is taken."""
    whole = b""
    while len(head := file.read(4)) == 4 and (size := struct.unpack("!L", head)[0]) and len(whole) <= limit:
        whole += file.read(size)
    return whole
