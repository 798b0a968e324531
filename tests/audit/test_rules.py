"""The Merkle root is RFC 6962's."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from hub.audit import rules


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962 s.2.1 word by word: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_root_is_the_one_of_the_standard(leaves):
    assert rules.root(leaves) == naive(leaves)
