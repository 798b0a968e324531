"""ClamAV's daemon as the scanner: a file is streamed to it (INSTREAM), and nothing of it is written anywhere."""

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress

from hub.evidence.ports import AT_ONCE, PATIENCE
from hub.evidence.rules import cut
from hub.evidence.terms import Scanned, Trouble

_CHUNK = 1 << 18  # bytes that are handed over at once
_LONGEST_ANSWER = 4096
_LONG = 1 << 20  # bytes after which a line that is cut tells of the length
_FOUND = " FOUND"
_OK = "stream: OK"
# What it calls found and did not look through, where its settings let it say so.
_NOT_LOOKED_THROUGH = (
    ("Heuristics.Limits.Exceeded", Trouble.TOO_LARGE),
    ("Heuristics.Encrypted", Trouble.LOCKED),
)
_TOO_LARGE = "size limit exceeded"
_SHORT = 100


class Clamd:
    """The daemon at one address: HOST:PORT, or the path of its socket."""

    def __init__(self, address: str) -> None:
        """Where it answers."""
        self.address = address

    def scan(self, chunks: Iterable[bytes]) -> Scanned:
        """What it knows in a file; where it does not answer, or takes no file of this size, it says so."""
        try:
            with self._connected(AT_ONCE) as line:
                line.sendall(b"zVERSION\0")
                signatures = _answer(line)
            with self._connected(PATIENCE) as line:
                line.sendall(b"zINSTREAM\0")
                answer = _sent(line, chunks)
        except (OSError, UnicodeDecodeError):
            return Scanned(trouble=Trouble.NO_ANSWER)
        if answer == _OK:
            return Scanned("", signatures[:_SHORT])
        if answer.endswith(_FOUND):
            found = answer.removesuffix(_FOUND).partition(": ")[2]
            trouble = next((why for name, why in _NOT_LOOKED_THROUGH if found.startswith(name)), None)
            return Scanned(trouble=trouble) if trouble else Scanned(found[:_SHORT], signatures[:_SHORT])
        return Scanned(trouble=Trouble.TOO_LARGE if _TOO_LARGE in answer else Trouble.NO_ANSWER)

    def _connected(self, patience: int) -> socket.socket:
        """A connection to it, on which it has so many seconds for each thing."""
        if self.address.startswith("/"):
            line = _local(self.address)
        else:
            host, _, port = self.address.rpartition(":")
            line = socket.create_connection((host, int(port)), timeout=AT_ONCE)
        line.settimeout(patience)
        return line


def _local(path: str) -> socket.socket:
    """A connection to a socket of this machine."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(AT_ONCE)
    try:
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _sent(line: socket.socket, chunks: Iterable[bytes]) -> str:
    """Hand a file over in parts, each behind its length, and take the answer.

    Whoever hangs up in the middle of a long one has seen more than it takes, and mostly says so.
    """
    sent = 0
    try:
        for chunk in cut(chunks, _CHUNK):
            if chunk:
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
                sent += len(chunk)
        line.sendall(struct.pack("!L", 0))
        return _answer(line)
    except (BrokenPipeError, ConnectionResetError):
        if sent < _LONG:
            raise
        with suppress(OSError):
            return _answer(line) or _TOO_LARGE
        return _TOO_LARGE


def _answer(line: socket.socket) -> str:
    """What it says, up to the end of its line."""
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode().strip()
