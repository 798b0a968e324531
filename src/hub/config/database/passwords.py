"""Passwords of database roles: made once, kept in a file that its owner alone may read."""

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from hub.config.environment import SettingsError


def kept(path: Path, names: Iterable[str]) -> dict[str, str]:
    """The password of each name; made where the file is not there, the same for all who ask at once."""
    try:
        return _kept(path, names)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read or made: {error.strerror}. Give the hub a folder of its own to write in."
        ) from None
    except ValueError:  # its words would show what is in it
        raise SettingsError(
            f"{path} is damaged: put back the copy from a backup; without it the database cannot be opened."
        ) from None


def _kept(path: Path, names: Iterable[str]) -> dict[str, str]:
    """The passwords, read or made."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({name: secrets.token_urlsafe(32) for name in names}, file)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(aside)  # unlike a rename, this never replaces what another process made
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
