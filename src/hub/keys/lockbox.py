"""The key of the quarantine: everybody locks with its public half, and only whoever holds the other half opens."""

from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from hub.keys.keyring import write_once
from hub.keys.terms import DataKey, KeyTrouble

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)  # RFC 9180
_FILE = "quarantine-{}.key"
_FIRST = 1


def lock(plain: bytes, public: bytes, version: int, about: bytes) -> DataKey:
    """A data key that from now on only the holder of the quarantine's key opens."""
    locked = _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=about)
    return DataKey(locked, version)


def unlock(key: DataKey, about: bytes) -> bytes:
    """A data key that was locked; refused where the quarantine's key is not at hand, or is another."""
    try:
        return _SUITE.decrypt(key.wrapped, _private(_folder(), key.version), info=about)
    except (InvalidTag, ValueError):
        raise KeyTrouble(
            "This cannot be opened with the key of the quarantine that is here. Put back the one that it was locked with."
        ) from None


def public_half(version: int) -> bytes:
    """The half that locks, of a key that is at hand."""
    return _private(_folder(), version).public_key().public_bytes_raw()


def make() -> int:
    """The first key of the quarantine, where there is none at hand; tells its version."""
    found = versions()
    if found:
        return max(found)
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_once(folder / _FILE.format(_FIRST), X25519PrivateKey.generate().private_bytes_raw())
    except OSError as error:
        raise KeyTrouble(f"HUB_QUARANTINE_KEYS cannot be {folder}: {error.strerror}.") from None
    return _FIRST


def versions() -> frozenset[int]:
    """Which keys of the quarantine are at hand."""
    numbers = (each.stem.removeprefix("quarantine-") for each in _folder().glob(_FILE.format("*")))
    return frozenset(int(each) for each in numbers if each.isdigit())


def _folder() -> Path:
    """Where the key of the quarantine lies, apart from the master keys."""
    folder: Path = settings.HUB_QUARANTINE_KEYS
    return folder


@lru_cache(maxsize=4)
def _private(folder: Path, version: int) -> X25519PrivateKey:
    """The half that opens, read once by a process."""
    path = folder / _FILE.format(version)
    try:
        return X25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii")))
    except OSError:
        raise KeyTrouble(
            f"Key {version} of the quarantine is not in {folder}: only where whoever decides about it works is it at hand."
        ) from None
    except ValueError:
        raise KeyTrouble(
            f"Key {version} of the quarantine in {folder} is damaged: put back the copy you keep elsewhere."
        ) from None
