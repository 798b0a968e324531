"""The real daemon, with signatures of this test's own: what it knows, what it does not, what is too large for it."""

import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hub.evidence.adapters.clamd import Clamd
from hub.evidence.terms import Scanned, Trouble

# The industry's test file, which harms nothing; in two halves, so that no scanner takes this test for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n"
LARGEST = 4 << 20  # bytes
# A ZIP of one invented file that is marked as encrypted.
LOCKED = (
    b"PK\x03\x04\x14\0\x01\0\0\0\0\0\x21\0" + struct.pack("<III", 0x12345678, 24, 12) + struct.pack("<HH", 5, 0)
    + b"a.txt" + bytes(range(24))
    + b"PK\x01\x02\x14\0\x14\0\x01\0\0\0\0\0\x21\0" + struct.pack("<III", 0x12345678, 24, 12)
    + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 51, 59, 0)
)  # fmt: skip
PROGRAM = shutil.which("clamd") or "/usr/sbin/clamd"


@pytest.fixture(scope="module")
def daemon() -> Iterator[tuple[str, str]]:
    """A daemon's socket and port."""
    with TemporaryDirectory(prefix="clamd-") as name, socket.create_server(("127.0.0.1", 0)) as held:
        folder, port = Path(name), held.getsockname()[1]
        held.close()
        (folder / "signatures").mkdir()
        (folder / "signatures" / "test.hdb").write_text(SIGNATURE, encoding="ascii")
        settings = folder / "clamd.conf"
        settings.write_text(
            f"Foreground yes\nLocalSocket {folder}/s\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
            f"DatabaseDirectory {folder}/signatures\nStreamMaxLength {2 * LARGEST}\nMaxFileSize {LARGEST}\nMaxScanSize {LARGEST}\n"
            "AlertExceedsMax yes\nAlertEncrypted yes\n",
            encoding="ascii",
        )
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([PROGRAM, "-c", str(settings)], stdout=log, stderr=log)
        try:
            _wait(folder / "s", process, folder / "log")
            yield f"{folder}/s", f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _wait(path: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until it answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(path))
            except OSError:
                time.sleep(0.1)
            else:
                return
    raise AssertionError(log.read_text("utf-8", errors="replace"))


@pytest.mark.parametrize("way", [0, 1])
def test_the_daemon_says_what_it_knows_and_what_it_does_not(daemon, way):
    clamd = Clamd(daemon[way])
    found = clamd.scan([EICAR[:20], EICAR[20:]])
    assert found.found.startswith("Eicar-Test-Signature")
    assert found.signatures.startswith("ClamAV")
    for harmless in (b"", b"Invented words.", bytes(LARGEST - 1)):
        found = clamd.scan([harmless])
        assert (found.found, found.trouble) == ("", None)


@pytest.mark.parametrize("way", [0, 1])
@pytest.mark.parametrize("size", [LARGEST + 1, LARGEST + LARGEST // 2, 24 << 20])
def test_the_daemon_says_what_is_too_large_for_it(daemon, way, size):
    whole = EICAR + bytes(size - len(EICAR))
    chunks = [whole[each : each + (1 << 20)] for each in range(0, size, 1 << 20)]
    assert Clamd(daemon[way]).scan(chunks) == Scanned(trouble=Trouble.TOO_LARGE)


def test_the_daemon_says_what_is_locked(daemon):
    assert Clamd(daemon[0]).scan([LOCKED]) == Scanned(trouble=Trouble.LOCKED)
