"""What a line is worth as evidence: its canonical form, its hash, and the seal over many."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

EMPTY = hashlib.sha256(b"").digest()
GENESIS = bytes(32)
EXAMINED_EVERY = timedelta(days=2)  # asked for daily; one that failed is noticed a day later


def canonical(facts: Mapping[str, str | bool | int | Mapping[str, str | int | bool]]) -> bytes:
    """The one way in which a line's facts are written down to be hashed."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(at: datetime) -> str:
    """A time as it is hashed: UTC, to the microsecond that the database keeps."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def authenticated(key: bytes, facts: bytes) -> bytes:
    """The mark that only a holder of the hub's keys can make."""
    return hmac.digest(key, facts, "sha256")


def commitment(salt: bytes, text: str) -> bytes:
    """What stays of a reason when its words are erased."""
    return hashlib.sha256(salt + text.encode()).digest()


def leaf(line: int, transaction: int, token: UUID, mac: bytes, facts: bytes) -> bytes:
    """The hash of one line, everything it says and its place (RFC 6962 s.2.1: a leaf begins with 0x00)."""
    numbers = line.to_bytes(8, "big") + transaction.to_bytes(8, "big", signed=True)
    return hashlib.sha256(b"\x00" + numbers + token.bytes + mac + facts).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of RFC 6962 s.2.1, level by level; an odd one out is carried up."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


def head(previous: bytes, facts: Sequence[int], tree: bytes) -> bytes:
    """The head of the chain after a block, over every number that the block holds."""
    numbers = b"".join(part.to_bytes(8, "big", signed=True) for part in facts)
    return hashlib.sha256(b"\x02" + previous + numbers + tree).digest()


def warning(*, now: datetime, began_at: datetime | None, finished_at: datetime | None, findings: int) -> str:
    """What must be said loudly about the last full examination; blank where nothing must."""
    if findings:
        how_many = "one thing that is" if findings == 1 else f"{findings:,} things that are"
        return (
            f"The last full examination found {how_many} wrong. Keep the machine as it is and find out why."
        )
    since = finished_at or began_at
    if since is None or now - since <= EXAMINED_EVERY:
        return ""
    if finished_at is None:
        return "Nobody has examined this record yet. Examine it now, and look whether the worker runs."
    return (
        "The last full examination is older than two days. Examine it now, and look whether the worker runs."
    )
