"""What a key opens: the bytes of an exhibit as they came, and what it was called."""

import hashlib
from collections.abc import Iterator

from hub.evidence import adapters, rules
from hub.evidence.models import Exhibit
from hub.evidence.terms import Damaged
from hub.keys.keyring import unseal

NAME = b"evidence.name"


def pieces(row: Exhibit, key: bytes) -> Iterator[bytes]:
    """The file as it came; refused at the end where it is not, and at the first piece that is not as it was sealed."""
    digest = hashlib.sha256()
    bound = rules.about(row.object, bytes(row.sha256), row.size)
    for piece in rules.opened(key, adapters.named(row.store).read(row.object), bound):
        digest.update(piece)
        yield piece
    if digest.digest() != bytes(row.sha256):
        raise Damaged("What the vault holds is not what came.")


def name_of(row: Exhibit, key: bytes) -> str:
    """What a file was called."""
    return unseal(key, bytes(row.sealed_name), NAME).decode(errors="backslashreplace")
