"""The master keys: made once, kept in files of mode 0600, each version known by a fingerprint."""

import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hub.keys.terms import DataKey, Destroyed, KeyTrouble

_SIZE = 32
_NONCE = 12


class Keyring:
    """The master keys of one folder."""

    def __init__(self, folder: Path) -> None:
        """Read the keys of a folder, making the first one where there is none."""
        self.folder = folder
        self.versions = self._read()
        self.current = max(self.versions)
        self._derived: dict[tuple[str, int], bytes] = {}

    def _read(self) -> dict[int, bytes]:
        """Every version there is."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            found = sorted(self.folder.glob("master-*.key"))
            if not found:
                write_once(self.folder / "master-1.key", secrets.token_bytes(_SIZE))
                found = sorted(self.folder.glob("master-*.key"))
            texts = {path: path.read_text("ascii", errors="replace") for path in found}
        except OSError as error:
            raise KeyTrouble(f"HUB_KEYS cannot be {self.folder}: {error.strerror}.") from None
        damaged = KeyTrouble(
            f"A master key in {self.folder} is damaged: put back the copy you keep elsewhere."
        )
        try:
            keys = {
                int(path.stem.removeprefix("master-")): bytes.fromhex(text) for path, text in texts.items()
            }
        except ValueError:
            raise damaged from None
        if any(len(key) != _SIZE for key in keys.values()):
            raise damaged
        return keys

    def add_version(self) -> int:
        """Make the next master key; what is sealed from now on uses it."""
        version = self.current + 1
        write_once(self.folder / f"master-{version}.key", secrets.token_bytes(_SIZE))
        return version

    def derived(self, purpose: str, version: int) -> bytes:
        """The key for one purpose, derived from a master key, so that no two purposes share one."""
        if (purpose, version) not in self._derived:
            master = self.versions.get(version)
            if master is None:
                raise KeyTrouble(
                    f"Master key {version} is not in {self.folder}. Put it back from the copy you keep elsewhere."
                )
            derivation = HKDF(algorithm=hashes.SHA256(), length=_SIZE, salt=None, info=purpose.encode())
            self._derived[purpose, version] = derivation.derive(master)
        return self._derived[purpose, version]

    # -- sealing

    def new_data_key(self) -> tuple[bytes, DataKey]:
        """A fresh data key, plain for use at once and wrapped for keeping."""
        plain = secrets.token_bytes(_SIZE)
        return plain, self.wrap(plain)

    def wrap(self, plain: bytes) -> DataKey:
        """A data key as it is kept."""
        sealed = seal(self.derived("wrap", self.current), plain, b"data-key")
        return DataKey(sealed, self.current)

    def unwrap(self, key: DataKey) -> bytes:
        """A data key as it is used; refused where it was destroyed or the master key is another."""
        if not key.wrapped:
            raise Destroyed("This has been erased: its key was destroyed.")
        return unseal(self.derived("wrap", key.version), key.wrapped, b"data-key")

    # -- blind indexes

    def mac(self, purpose: str, text: str, version: int | None = None) -> bytes:
        """A keyed fingerprint: equal for equal text, and telling nothing to whoever lacks the key."""
        return hmac.digest(self.derived(f"mac:{purpose}", version or self.current), text.encode(), "sha256")

    def fingerprint(self, version: int) -> str:
        """What names a master key without telling it."""
        return self.mac("fingerprint", "master", version).hex()[:16]


def seal(key: bytes, plain: bytes, about: bytes) -> bytes:
    """AES-256-GCM, bound to what it is about; the nonce comes first."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """What was sealed; refused where a byte, the key or the subject is another."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except InvalidTag:
        raise KeyTrouble(
            "This cannot be opened with these keys: either HUB_KEYS is another hub's folder, or the data was changed."
        ) from None


def write_once(path: Path, key: bytes) -> None:
    """Write a key so that a killed process leaves either all of it or nothing, and the first writer wins."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(key.hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # its name survives a power cut too
    finally:
        os.close(folder)


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Keyring:
    """A folder's keyring, read once by a process."""
    return Keyring(folder)


def present() -> bool:
    """Whether the folder holds a master key; looking makes none."""
    folder: Path = settings.HUB_KEYS
    return any(folder.glob("master-*.key"))


def keyring() -> Keyring:
    """The hub's keyring."""
    return _opened(settings.HUB_KEYS)
