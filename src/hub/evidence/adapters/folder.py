"""A folder as the vault: one file for each object, written once, on the disk before it is believed."""

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hub.evidence.rules.sealing import PIECE
from hub.evidence.terms import Away, Missing, NoRoom

_OWNER_READS = 0o400
_UNFINISHED = ".part"


class Folder:
    """Objects below one folder, in subfolders by the first letters of their names."""

    name = "folder"

    def __init__(self, root: Path) -> None:
        """The folder; it is made when something is written."""
        self.root = root

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write aside, bring to the disk, and only then give it its name, which nobody holds yet."""
        path = self._path(name)
        try:
            self._make(path.parent)
            aside = path.with_name(f".{name}-{secrets.token_hex(8)}{_UNFINISHED}")
            try:
                self._bring(aside, pieces)
                os.link(aside, path)
            finally:
                with suppress(FileNotFoundError):
                    aside.unlink()
            _settle(path.parent)
        except OSError as trouble:
            raise NoRoom(_sentence(self.root, trouble)) from None

    def _make(self, folder: Path) -> None:
        """The subfolder, which survives a power cut before what lies in it does."""
        if not self.root.is_dir():
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            _settle(self.root.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
        _settle(self.root)

    @staticmethod
    def _bring(path: Path, pieces: Iterable[bytes]) -> None:
        """Write a new file and wait until the disk has it."""
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_READS)
        with os.fdopen(number, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of an object."""
        try:
            with self._path(name).open("rb") as file:
                while chunk := file.read(PIECE):
                    yield chunk
        except FileNotFoundError:
            if not self.root.is_dir():
                raise Away("The vault is not there: mount its folder, HUB_VAULT, and do it again.") from None
            raise Missing("The vault does not hold it.") from None
        except OSError as trouble:
            raise Missing(f"The vault cannot be read: {trouble.strerror}.") from None

    def remove(self, name: str) -> bool:
        """Remove an object; one that is not there any more is removed."""
        path = self._path(name)
        try:
            path.unlink()
            _settle(path.parent)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True

    def clear_unfinished(self, before: datetime) -> int:
        """Remove what a killed process began to write."""
        old = [path for path, at in self._files() if path.name.endswith(_UNFINISHED) and at < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every object, with the time of its last write."""
        return ((path.name, at) for path, at in self._files() if not path.name.endswith(_UNFINISHED))

    def _files(self) -> Iterator[tuple[Path, datetime]]:
        """Every file there is."""
        for folder in sorted(self.root.glob("??")):
            for each in sorted(folder.iterdir()):
                with suppress(FileNotFoundError):  # finished or removed meanwhile
                    known = each.stat()
                    if stat.S_ISREG(known.st_mode):
                        yield each, datetime.fromtimestamp(known.st_mtime, UTC)

    def _path(self, name: str) -> Path:
        """Where an object lies."""
        return self.root / name[:2] / name


def _settle(folder: Path) -> None:
    """Wait until the disk knows which names a folder holds."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _sentence(root: Path, trouble: OSError) -> str:
    """Why nothing was written, and what to do."""
    if trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"There is no room left in the vault ({root}): nothing was kept. Make room, then do it again."
    return f"The vault ({root}) cannot be written to: {trouble.strerror}. Nothing was kept; run `hub doctor`."
