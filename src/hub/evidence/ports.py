"""What the vault asks of the outside: a store that is written once, and a scanner for malware."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from hub.evidence.terms import Scanned

AT_ONCE = 5  # seconds within which a scanner says that it is there
PATIENCE = 120  # seconds that it has for a file: archives take long


class Store(Protocol):
    """Where sealed objects lie, each under a random name; nothing that they were before ever reaches it."""

    name: str

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write an object once: whole and on the disk, or not at all; refused where the name is taken or there is no room."""
        ...

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object; refused where it is not there."""
        ...

    def remove(self, name: str) -> bool:
        """Remove an object whose key is gone; tells whether it could be, and a lock may forbid it."""
        ...

    def clear_unfinished(self, before: datetime) -> int:
        """Remove what a killed process began to write before a moment; tells how much."""
        ...

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object there is, with the time at which it was written; nothing unfinished."""
        ...


class Scanner(Protocol):
    """What looks for malware."""

    def scan(self, chunks: Iterable[bytes]) -> Scanned:
        """What is found in a file; refused where no answer came."""
        ...
