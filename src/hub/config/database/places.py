"""Where the embedded cluster lives: beside everything else, unless the account that runs it cannot enter there."""

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/var/lib/online-hate-crime-hub")
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")
_UNPRIVILEGED = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """The account that runs PostgreSQL, which refuses to run as root."""

    uid: int
    gid: int
    dropped: bool  # whether this process is root and must become it


def account() -> Account:
    """Whoever runs the hub, or `nobody` where that is root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), dropped=False)
    entry = pwd.getpwnam(_UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid, dropped=True)


def mark(home: Path) -> str:
    """What names this HUB_HOME in folders that several share."""
    return hashlib.sha256(str(home).encode()).hexdigest()[:16]


def may_run(path: Path, who: Account) -> bool:
    """Whether an account may run a program, or pass through a folder, by its mode bits."""
    found = path.stat()
    if found.st_uid == who.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == who.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def reachable(folder: Path, who: Account) -> bool:
    """Whether an account may enter a folder and every one above it."""
    if not who.dropped:
        return True
    return all(may_run(each, who) for each in [folder, *folder.parents] if each.exists())


def pointer(home: Path) -> Path:
    """The file of a HUB_HOME that says where its cluster lies, where that is elsewhere."""
    return home / "postgres-lies-in"


def cluster_folder(home: Path, who: Account) -> Path:
    """The folder of the cluster: below HUB_HOME, or a system folder where HUB_HOME is closed to the account."""
    if pointer(home).exists():
        return Path(pointer(home).read_text(encoding="utf-8").strip())
    beside = home / "postgres"
    if (beside / "data").exists() or reachable(home, who):
        return beside
    return SYSTEM / mark(home)


def socket_folder(cluster: Path, who: Account) -> Path:
    """A folder for the socket whose path is short enough for the kernel."""
    beside = cluster / "socket"
    if len(str(beside)) <= SOCKET_LIMIT:
        return beside
    base = Path("/run") if who.dropped else Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    if len(str(base)) > SOCKET_LIMIT - 24:
        base = Path("/tmp")  # noqa: S108 - made 0700 and its owner is checked
    return base / f"hub-{mark(cluster)}"
