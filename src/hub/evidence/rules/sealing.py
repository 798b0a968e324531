"""How a file is sealed in pieces, so that none is ever held whole: AES-256-GCM in the STREAM construction.

The nonce of a piece is its number and whether it is the last, so no piece can be moved, left out or added. A nonce is
never used twice under one key, because every object has a key of its own and is written once. What binds them all is
the object, the SHA-256 and the length of the file as it came.
"""

from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.evidence.terms import Damaged

PIECE = 1 << 20  # bytes of a file that are sealed at once
TAG = 16  # bytes that sealing adds to each
_COUNTER = 11


def about(name: str, sha256: bytes, size: int) -> bytes:
    """What every piece of an object is bound to."""
    return name.encode() + b"\0" + sha256 + size.to_bytes(8, "big")


def sealed(key: bytes, chunks: Iterable[bytes], bound: bytes) -> Iterator[bytes]:
    """The sealed pieces of a file, however its bytes come; an empty file is one empty piece."""
    cipher = AESGCM(key)
    for number, (piece, last) in enumerate(_marked(cut(chunks, PIECE))):
        yield cipher.encrypt(_nonce(number, last=last), piece, bound)


def opened(key: bytes, chunks: Iterable[bytes], bound: bytes) -> Iterator[bytes]:
    """The file that was sealed, a piece at a time; refused at the first piece that is not as it was sealed."""
    cipher = AESGCM(key)
    for number, (piece, last) in enumerate(_marked(cut(chunks, PIECE + TAG))):
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, bound)
        except InvalidTag:
            raise Damaged("What the vault holds is not what was sealed.") from None


def sealed_size(size: int) -> int:
    """How many bytes a file takes once it is sealed."""
    pieces = max(1, -(-size // PIECE))
    return size + pieces * TAG


def cut(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of one size; the last may be shorter, and there is always one."""
    held = bytearray()
    some = False
    for chunk in chunks:
        held += chunk
        while len(held) >= size:
            some = True
            yield bytes(held[:size])
            del held[:size]
    if held or not some:
        yield bytes(held)


def _marked(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    following = iter(pieces)
    waiting = next(following)  # there is always one
    for piece in following:
        yield waiting, False
        waiting = piece
    yield waiting, True


def _nonce(number: int, *, last: bool) -> bytes:
    """The nonce of a piece."""
    return number.to_bytes(_COUNTER, "big") + (b"\1" if last else b"\0")
