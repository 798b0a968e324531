"""The heads of the chain as they are written outside the database, where whoever changes the database cannot reach."""

import json
import os
from pathlib import Path

from django.conf import settings

from hub.common.refusals import NotNow


def append(heads: list[tuple[int, bytes]]) -> None:
    """Write heads to the end of the file, and wait until the disk has them."""
    path: Path = settings.HUB_AUDIT_HEADS
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise NotNow(
            f"HUB_AUDIT_HEADS cannot be written: {error.strerror}. The record is sealed in the database, and the next "
            "seal writes what is missing outside it: mend the setting or the file."
        ) from None
    torn = not _ends_whole(handle)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        if torn:  # else the next head would be glued to the torn line and be lost with it
            file.write("\n")
        for number, head in heads:
            file.write(json.dumps({"block": number, "head": head.hex()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_whole(handle: int) -> bool:
    """Whether the last line was written to its end."""
    size = os.fstat(handle).st_size
    return size == 0 or os.pread(handle, 1, size - 1) == b"\n"


def read() -> dict[int, str]:
    """The heads written so far; a line torn by a power cut is passed over, as the next seal writes it again."""
    path: Path = settings.HUB_AUDIT_HEADS
    found: dict[int, str] = {}
    try:
        texts = path.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return found
    except OSError as error:
        raise NotNow(
            f"HUB_AUDIT_HEADS cannot be read: {error.strerror}. Mend the setting or the file."
        ) from None
    for text in texts:
        try:
            line = json.loads(text)
            found[int(line["block"])] = str(line["head"])
        except (ValueError, TypeError, KeyError):
            continue
    return found
