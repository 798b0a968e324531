"""The embedded PostgreSQL: made, started and found again without a hand, by any number of processes at once."""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from hub.config.database import binaries, passwords, places
from hub.config.environment import SettingsError

NAME = "hub"
ROLES = {"admin": "hub_admin", "owner": "hub_owner", "application": "hub_application"}
_PATIENCE = 60.0  # seconds; recovery after a power cut takes a few
_ORPHAN = "orphan"
_NOBODY_S_NUMBER = "99999999"  # above the kernel's limit of process numbers


def _for_us(path: str, flags: int) -> int:
    """Open a file that only this account may read."""
    return os.open(path, flags, 0o600)


class Cluster:
    """One PostgreSQL cluster that belongs to one HUB_HOME."""

    def __init__(self, home: Path, *, fsync: bool = True) -> None:
        """A cluster for a HUB_HOME; fsync is off in tests only."""
        self.home = home
        self.fsync = fsync
        self.account = places.account()

    @cached_property
    def folder(self) -> Path:
        """Where the cluster lives."""
        self._make_home()
        return places.cluster_folder(self.home, self.account)

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket, the only way in."""
        return places.socket_folder(self.folder, self.account)

    @property
    def log(self) -> Path:
        """PostgreSQL's own log."""
        return self.folder / "postgres.log"

    @cached_property
    def binaries(self) -> Path:
        """PostgreSQL's programs, where its account may run them."""
        version = self.data / "PG_VERSION"
        made_by = int(version.read_text(encoding="ascii")) if version.exists() else None
        found = binaries.find(made_by)
        if places.reachable(found, self.account) and places.may_run(found / "postgres", self.account):
            return found
        self._system_folder()
        return binaries.readable_by_all(found, places.SYSTEM)

    # -- what a connection needs

    def _make_home(self) -> None:
        """HUB_HOME, passable for PostgreSQL's account where it is made here; what is there keeps its rights."""
        if self.home.is_dir():
            return
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o711)
        except OSError as error:
            raise SettingsError(f"HUB_HOME cannot be {self.home}: {error.strerror}.") from None

    def _credentials(self) -> dict[str, str]:
        """A password for each role, made once with the cluster."""
        path = self.home / "keys" / "database.json"
        if not path.exists() and self._known():
            raise SettingsError(
                f"The database in {self.folder} is there, but its passwords are not: restore {path} from a backup."
            )
        return passwords.kept(path, ROLES)

    def _known(self) -> bool:
        """Whether this HUB_HOME has its cluster; one that an earlier HUB_HOME left in a shared folder is not ours."""
        ours = self.folder.parent == self.home or places.pointer(self.home).exists()
        return ours and self.data.exists()

    def settings_for(self, role: str) -> dict[str, Any]:
        """Django's settings for `owner`, `application` or `admin`."""
        self._make_home()
        return {
            "NAME": NAME,
            "USER": ROLES[role],
            "PASSWORD": self._credentials()[role],
            "HOST": str(self.socket),
            "PORT": "5432",
        }

    def _connect(self, role: str, database: str) -> "psycopg.Connection[Any]":
        """A connection of this process's own, outside Django."""
        return psycopg.connect(
            host=str(self.socket),
            port=5432,
            user=ROLES[role],
            password=self._credentials()[role],
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    # -- starting and stopping

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One starter at a time."""
        self._make_home()
        try:
            handle = _for_us(str(self.home / ".lock"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        except OSError as error:
            raise SettingsError(f"HUB_HOME cannot be {self.home}: {error.strerror}.") from None
        with os.fdopen(handle, "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _takes(self, role: str, database: str) -> bool:
        """Whether the server takes a connection; the only test of readiness that a SIGKILL cannot fool."""
        if not self._known():
            return False
        try:
            self._connect(role, database).close()
        except psycopg.OperationalError:
            return False
        return True

    def answers(self) -> bool:
        """Whether the hub's own database takes a connection, so that roles and database are there too."""
        return self._takes("application", NAME)

    def ensure(self) -> bool:
        """Have the server running; tells whether something had to be done for it."""
        if self.answers():
            return False
        with self._lock():
            if self.answers():
                return False
            self._folders()
            if not self.data.exists():
                self._create()
            if not self._takes("admin", "postgres"):
                self._start()
            self._roles()
        return True

    def stop(self) -> bool:
        """Stop the server cleanly; tells whether it was running."""
        with self._lock():
            if not self._known() or not (self.data / "postmaster.pid").exists():
                return False
            self._forget_a_dead_server()
            stopped = self._run(
                "pg_ctl", "stop", "--pgdata", str(self.data), "--mode=fast", "--wait", allowed=(0, 1)
            )
            if stopped and self._takes("admin", "postgres"):
                raise SettingsError(f"PostgreSQL does not stop. Its own log says why: {self.log}.")
        return not stopped

    def forget(self) -> None:
        """Remove the stopped cluster and everything in it; nothing that another HUB_HOME left."""
        if self._known():
            shutil.rmtree(self.socket, ignore_errors=True)
            shutil.rmtree(self.folder, ignore_errors=True)
            places.pointer(self.home).unlink(missing_ok=True)

    def _system_folder(self) -> None:
        """The folder shared by clusters whose HUB_HOME is closed; passable, not listable."""
        places.SYSTEM.mkdir(parents=True, exist_ok=True)
        places.SYSTEM.chmod(0o711)

    def _own(self, folder: Path) -> None:
        """A folder that belongs to PostgreSQL's account alone."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.is_symlink() or folder.stat().st_uid not in {self.account.uid, os.geteuid()}:
            raise SettingsError(f"{folder} belongs to somebody else: remove it, or choose another HUB_HOME.")
        folder.chmod(0o700)
        if self.account.dropped:
            os.chown(folder, self.account.uid, self.account.gid)

    def _folders(self) -> None:
        """Every folder that the server needs, and the pointer where the cluster lies apart."""
        pointer = places.pointer(self.home)
        if pointer.exists() and not self.folder.exists():
            raise SettingsError(
                f"The database of this HUB_HOME lay in {self.folder}, which is gone: restore it, "
                f"or remove {pointer} to begin with an empty one."
            )
        if self.folder.parent == places.SYSTEM and not pointer.exists():
            self._system_folder()
            self._set_aside()
            self._own(self.folder)
            with open(pointer, "w", encoding="utf-8", opener=_for_us) as file:
                file.write(f"{self.folder}\n")
        self._own(self.folder)
        self._own(self.socket)

    def _set_aside(self) -> None:
        """Keep the cluster of an earlier HUB_HOME of the same path, whose keys are gone; never use it."""
        if self.folder.exists():
            self.folder.rename(self.folder.with_name(f"{self.folder.name}.{_ORPHAN}-{time.time_ns()}"))

    def _create(self) -> None:
        """Make the cluster: SCRAM, checksums, a locale that is the same everywhere."""
        password = self.folder / ".password"
        password.write_text(self._credentials()["admin"], encoding="utf-8")
        password.chmod(0o600)
        if self.account.dropped:
            os.chown(password, self.account.uid, self.account.gid)
        aside = self.folder / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            self._run(
                "initdb", "--pgdata", str(aside), "--username", ROLES["admin"], "--pwfile", str(password),
                "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8",
            )  # fmt: skip
        finally:
            password.unlink()
        aside.rename(self.data)

    def _options(self) -> str:
        """The server's settings: no network, its own socket, safe writes."""
        given = {
            "listen_addresses": "", "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0777" if self.account.dropped else "0700",
            "password_encryption": "scram-sha-256", "max_connections": "60",
            "fsync": "on" if self.fsync else "off",
            "synchronous_commit": "on" if self.fsync else "off",
            "full_page_writes": "on" if self.fsync else "off",
            # A statement that fails, and what PostgreSQL says of it, may hold what somebody reported.
            "log_min_messages": "log", "log_min_error_statement": "panic", "log_error_verbosity": "terse",
            "log_statement": "none", "log_min_duration_statement": "-1",
        }  # fmt: skip
        return " ".join(f"-c {name}='{value}'" for name, value in given.items())

    def _start(self) -> None:
        """Start the server and wait until it answers."""
        end = time.monotonic() + _PATIENCE
        while True:
            self._forget_a_dead_server()
            self._run(
                "pg_ctl", "start", "--pgdata", str(self.data), "--log", str(self.log), "--wait",
                f"--timeout={int(_PATIENCE)}", "--options", self._options(), allowed=(0, 1),
            )  # fmt: skip
            if self._takes("admin", "postgres"):
                return
            # After SIGKILL the server's children may still hold its memory for a moment.
            if time.monotonic() > end:
                raise SettingsError(f"PostgreSQL does not start. Its own log says why: {self.log}.")
            time.sleep(0.3)

    def _forget_a_dead_server(self) -> None:
        """Where the number of a killed server now belongs to another program, say that nobody has it.

        The rest of the note stays: by it PostgreSQL knows whether children of the killed server still live.
        """
        note = self.data / "postmaster.pid"
        try:
            number, rest = note.read_text(encoding="utf-8").split("\n", 1)
            words = Path(f"/proc/{int(number)}/cmdline").read_bytes()
        except (OSError, ValueError):
            return
        if os.fsencode(self.data) not in words:
            note.write_text(f"{_NOBODY_S_NUMBER}\n{rest}", encoding="utf-8")
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str, allowed: tuple[int, ...] = (0,)) -> int:
        """Run one of PostgreSQL's programs as its account, with none of this process's rights or secrets."""
        who: dict[str, Any] = {}
        if self.account.dropped:
            who = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        with open(self.home / "postgres-setup.log", "ab", opener=_for_us) as log:
            done = subprocess.run(
                [self.binaries / program, *arguments], cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False, start_new_session=True, **who,
            )  # fmt: skip
        if done.returncode not in allowed:
            raise SettingsError(
                f"PostgreSQL's {program} failed. What it said: {self.home / 'postgres-setup.log'}."
            )
        return done.returncode

    def _roles(self) -> None:
        """Owner, application role and database, where they are not there yet."""
        with self._connect("admin", "postgres") as admin:
            for role in ("owner", "application"):
                found = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLES[role]]).fetchone()
                if not found:
                    verifier = admin.pgconn.encrypt_password(
                        self._credentials()[role].encode(), ROLES[role].encode(), b"scram-sha-256"
                    )
                    admin.execute(
                        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                            sql.Identifier(ROLES[role]), sql.Literal(verifier.decode())
                        )
                    )
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                admin.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(NAME), sql.Identifier(ROLES["owner"])
                    )
                )
