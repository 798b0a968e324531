"""What is asked of ClamAV's daemon, and what is made of its answers."""

import socket

import pytest

from hub.evidence.adapters.clamd import Clamd
from hub.evidence.terms import Scanned, Trouble
from tests.evidence.clamd_peer import VERSION, clamd

SIGNATURES = VERSION[:-1].decode()


def test_a_file_is_handed_over_whole_and_the_answer_is_kept_with_its_signatures():
    plain = bytes(range(256)) * 5000
    with clamd(b"stream: OK\0") as (address, given):
        assert Clamd(address).scan([plain[:7], plain[7:]]) == Scanned("", SIGNATURES)
    assert given == [plain]


def test_an_empty_file_is_looked_at_too():
    with clamd(b"stream: OK\0") as (address, given):
        assert Clamd(address).scan([]) == Scanned("", SIGNATURES)
    assert given == [b""]


def test_what_is_known_is_named():
    with clamd(b"stream: Eicar-Test-Signature FOUND\0") as (address, _):
        assert Clamd(address).scan([b"x"]) == Scanned("Eicar-Test-Signature", SIGNATURES)


def test_a_file_that_is_too_large_is_said_to_be():
    with clamd(b"", limit=4 << 20) as (address, _):
        assert Clamd(address).scan([bytes(1 << 20)] * 24).trouble == Trouble.TOO_LARGE


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        ("Heuristics.Limits.Exceeded.MaxFileSize", Trouble.TOO_LARGE),
        ("Heuristics.Encrypted.Zip", Trouble.LOCKED),
    ],
)
def test_what_was_not_looked_through_is_not_called_found(found, trouble):
    with clamd(f"stream: {found} FOUND\0".encode()) as (address, _):
        assert Clamd(address).scan([b"x"]) == Scanned(trouble=trouble)


@pytest.mark.parametrize("answer", [b"", b"stream: what ERROR\0", b"\xff\xfe\0"])
def test_an_answer_that_says_nothing_is_none(answer):
    with clamd(answer) as (address, _):
        assert Clamd(address).scan([b"x"]).trouble == Trouble.NO_ANSWER


def test_a_daemon_that_hangs_up_or_is_not_there_gave_no_answer(tmp_path):
    with clamd(b"", hangs_up=True) as (address, _):
        assert Clamd(address).scan([b"x"]).trouble == Trouble.NO_ANSWER
    assert Clamd(address).scan([b"x"]).trouble == Trouble.NO_ANSWER
    assert Clamd(str(tmp_path / "no.sock")).scan([b"x"]).trouble == Trouble.NO_ANSWER


def test_a_daemon_that_is_silent_gave_no_answer(monkeypatch):
    monkeypatch.setattr("hub.evidence.adapters.clamd.AT_ONCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert Clamd(address).scan([b"x"]).trouble == Trouble.NO_ANSWER
