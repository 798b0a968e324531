"""A file is sealed in pieces: what comes out is what came in, and nothing else ever comes out."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.evidence import rules
from hub.evidence.rules import sealing
from hub.evidence.terms import Damaged

KEY = bytes(32)
SIZES = (0, 1, rules.PIECE - 1, rules.PIECE, rules.PIECE + 1, 2 * rules.PIECE, 3 * rules.PIECE + 7)


def bound(plain: bytes, name: str = "an-object") -> bytes:
    return rules.about(name, hashlib.sha256(plain).digest(), len(plain))


def sealed(plain: bytes) -> list[bytes]:
    return list(rules.sealed(KEY, [plain], bound(plain)))


def opened(pieces: list[bytes], about: bytes) -> bytes:
    return b"".join(rules.opened(KEY, pieces, about))


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_out_is_what_came_in(size):
    plain = hashlib.shake_256(b"invented").digest(size)
    pieces = sealed(plain)
    assert opened(pieces, bound(plain)) == plain
    assert sum(map(len, pieces)) == rules.sealed_size(size)
    assert plain[:64] not in b"".join(pieces) or not plain[:64]


@given(st.binary(max_size=300), st.lists(st.integers(1, 50), max_size=20))
def test_it_does_not_matter_how_the_bytes_come(plain, lengths):
    cuts = [0, *sorted({each for each in lengths if each < len(plain)}), len(plain)]
    chunks = [plain[one:two] for one, two in pairwise(cuts)]
    assert list(rules.cut(chunks, 7)) == list(rules.cut([plain], 7))
    assert b"".join(rules.cut(chunks, 7)) == plain
    assert all(len(each) == 7 for each in list(rules.cut(chunks, 7))[:-1])


def test_an_empty_file_is_one_empty_piece():
    assert list(rules.cut([], 7)) == list(rules.cut([b"", b""], 7)) == [b""]
    assert len(sealed(b"")) == 1


PLAIN = b"x" * (3 * rules.PIECE)
CHANGES = {
    "a bit is another": lambda found: [found[0][:9] + bytes([found[0][9] ^ 1]) + found[0][10:], *found[1:]],
    "two pieces change places": lambda found: [found[1], found[0], *found[2:]],
    "a piece is left out": lambda found: [found[0], *found[2:]],
    "a piece comes twice": lambda found: [found[0], found[0], *found[1:]],
    "the last piece is left out": lambda found: found[:-1],
    "the end of the last piece is left out": lambda found: [*found[:-1], found[-1][:-1]],
    "something follows": lambda found: [*found, b"more"],
    "nothing is left": lambda _: [],
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_is_refused(change):
    with pytest.raises(Damaged):
        opened(CHANGES[change](sealed(PLAIN)), bound(PLAIN))


def test_it_opens_only_as_the_object_the_bytes_and_the_length_that_it_was_sealed_as():
    pieces = sealed(PLAIN)
    digest = hashlib.sha256(PLAIN).digest()
    for other in (
        rules.about("another-object", digest, len(PLAIN)),
        rules.about("an-object", hashlib.sha256(b"other").digest(), len(PLAIN)),
        rules.about("an-object", digest, len(PLAIN) - 1),
    ):
        with pytest.raises(Damaged):
            opened(pieces, other)
    with pytest.raises(Damaged):
        b"".join(rules.opened(bytes([1]) * 32, pieces, bound(PLAIN)))


def test_no_piece_shares_its_nonce_with_another():
    nonces = [sealing._nonce(number, last=last) for number in range(3) for last in (False, True)]
    assert len(set(nonces)) == len(nonces)
    assert {len(each) for each in nonces} == {12}
