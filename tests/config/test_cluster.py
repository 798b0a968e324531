import os
import shutil
import signal
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.config.database import binaries, passwords, places
from hub.config.database.cluster import ROLES, Cluster
from hub.config.environment import SettingsError
from tests import wheel

START = """
import sys
from pathlib import Path
from hub.config.database.cluster import Cluster
print(Cluster(Path(sys.argv[1]), fsync=False).ensure())
"""


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def started(home: Path, *, fsync: bool = False) -> Cluster:
    cluster = Cluster(home, fsync=fsync)
    assert cluster.ensure()
    return cluster


def ask(cluster: Cluster, words: str, database: str = "hub"):
    with cluster._connect("admin", database) as admin:
        return admin.execute(words).fetchall()


def do(cluster: Cluster, words: str, database: str = "hub") -> None:
    with cluster._connect("admin", database) as admin:
        admin.execute(words)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split("\n")[0])


def test_the_server_is_closed_to_the_network_checks_its_pages_and_keeps_no_password(home):
    cluster = started(home, fsync=True)
    shown = {
        name: ask(cluster, f"SHOW {name}")[0][0] for name in ("listen_addresses", "data_checksums", "fsync")
    }
    assert shown == {"listen_addresses": "", "data_checksums": "on", "fsync": "on"}
    kept = dict(ask(cluster, "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL"))
    assert set(kept) == set(ROLES.values())
    assert all(each.startswith("SCRAM-SHA-256$") for each in kept.values())
    assert {each[0] for each in ask(cluster, "SELECT DISTINCT auth_method FROM pg_hba_file_rules")} == {
        "scram-sha-256"
    }
    assert not cluster.ensure()


def test_the_passwords_and_the_data_are_closed_to_everybody_else(home):
    cluster = started(home)
    assert mode(home / "keys" / "database.json") == 0o600
    assert mode(home / "keys") == mode(cluster.folder) == mode(cluster.socket) == mode(cluster.data) == 0o700


def test_a_wrong_password_does_not_enter(home):
    cluster = started(home)
    given = cluster.settings_for("application")
    psql = subprocess.run(
        [cluster.binaries / "psql", "-h", given["HOST"], "-U", given["USER"], "-d", "hub", "-c", "SELECT 1"],
        env={"PGPASSWORD": "wrong"}, capture_output=True, check=False,
    )  # fmt: skip
    assert psql.returncode != 0
    assert b"password authentication failed" in psql.stderr


def test_below_a_closed_folder_the_cluster_lies_where_its_account_can_go_and_nothing_is_loosened(closed_home):
    cluster = started(closed_home)
    assert mode(closed_home.parent) == 0o700
    pointer = places.pointer(closed_home)
    if os.geteuid() == 0:
        assert cluster.folder == places.SYSTEM / places.mark(closed_home)
        assert pointer.read_text().strip() == str(cluster.folder)
        assert mode(places.SYSTEM) == 0o711
    else:
        assert cluster.folder == closed_home / "postgres"
        assert not pointer.exists()


def test_a_home_that_is_moved_keeps_its_database(closed_home):
    do(started(closed_home), "CREATE TABLE kept (id int)")
    Cluster(closed_home).stop()
    moved = closed_home.with_name("moved")
    closed_home.rename(moved)
    cluster = started(moved)
    assert ask(cluster, "SELECT count(*) FROM kept") == [(0,)]
    cluster.stop()
    moved.rename(closed_home)


def test_a_new_home_never_uses_the_database_of_an_earlier_one_of_the_same_path(closed_home):
    do(started(closed_home), "CREATE TABLE earlier (id int)")
    Cluster(closed_home).stop()
    shutil.rmtree(closed_home)
    assert ask(started(closed_home), "SELECT to_regclass('earlier')") == [(None,)]


def test_a_database_that_is_gone_is_said_and_never_silently_made_anew(home, tmp_path):
    home.mkdir()
    places.pointer(home).write_text(f"{tmp_path / 'gone'}\n")
    with pytest.raises(SettingsError, match="which is gone: restore it"):
        Cluster(home).ensure()
    places.pointer(home).unlink()


def test_lost_passwords_are_said(home):
    started(home)
    path = home / "keys" / "database.json"
    kept = path.read_text()
    path.unlink()
    with pytest.raises(SettingsError, match="restore"):
        Cluster(home).ensure()
    assert not path.exists()
    path.write_text(kept)


def as_a_user(home: Path) -> None:
    """What an unprivileged account does with the hub."""
    cluster = started(home)
    assert not cluster.account.dropped
    assert cluster.data.stat().st_uid == os.geteuid()
    assert cluster.stop()
    assert not cluster.stop()


def test_it_works_for_whoever_is_not_root(home):
    if os.geteuid() != 0:
        as_a_user(home)
        return
    who = places.account()
    os.chown(home.parent, who.uid, who.gid)
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(who.gid)
            os.setuid(who.uid)
            as_a_user(home)
        except BaseException:  # noqa: BLE001 - the child must not go on as a second pytest
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (home / "postgres" / "data").stat().st_uid == who.uid


def test_of_several_starters_at_once_one_starts_and_all_find_the_server(home):
    racing = [
        subprocess.Popen([sys.executable, "-c", START, str(home)], stdout=subprocess.PIPE) for _ in range(3)
    ]
    said = [each.communicate(timeout=120)[0].decode().strip() for each in racing]
    assert [each.returncode for each in racing] == [0, 0, 0]
    assert sorted(said) == ["False", "False", "True"]


def test_a_start_that_was_killed_before_its_database_was_made_is_finished_by_the_next(home):
    cluster = started(home)
    do(cluster, "DROP DATABASE hub", "postgres")
    do(cluster, f"DROP ROLE {ROLES['application']}", "postgres")
    assert Cluster(home, fsync=False).ensure()
    assert cluster.answers()


@pytest.mark.faults
def test_a_killed_server_starts_again_and_nothing_committed_is_lost(home):
    cluster = started(home, fsync=True)
    do(cluster, "CREATE TABLE kept (id int)")
    for number in range(50):
        do(cluster, f"INSERT INTO kept VALUES ({number})")
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert started(home, fsync=True).answers()
    assert ask(cluster, "SELECT count(*) FROM kept") == [(50,)]


@pytest.mark.faults
def test_the_number_of_a_killed_server_may_belong_to_another_program_by_now(home):
    cluster = started(home, fsync=True)
    who = {"user": cluster.account.uid} if cluster.account.dropped else {}
    with subprocess.Popen(["sleep", "120"], **who) as stranger:
        for act in (cluster.ensure, cluster.stop):
            os.kill(postmaster(cluster), signal.SIGKILL)
            note = cluster.data / "postmaster.pid"
            note.write_text(f"{stranger.pid}\n" + note.read_text().split("\n", 1)[1])
            assert act() == (act == cluster.ensure)
            assert stranger.poll() is None
        stranger.kill()


def test_stopping_what_never_ran_says_so(home):
    assert Cluster(home).stop() is False


@pytest.mark.parametrize("length", [10, 80, 94, 95, 200, 3000])
@pytest.mark.parametrize("dropped", [True, False])
def test_the_path_of_the_socket_is_short_enough_for_the_kernel(length, dropped, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000" + "0" * length)
    who = places.Account(1000, 1000, dropped=dropped)
    folder = places.socket_folder(Path("/" + "h" * length), who)
    assert len(str(folder / ".s.PGSQL.5432")) <= 107


def test_a_server_whose_home_has_a_long_path_is_reached(home):
    deep = home.parent / ("long" * 30)
    try:
        assert started(deep).answers()
    finally:
        Cluster(deep).stop()
        Cluster(deep).forget()


def test_all_who_ask_for_a_password_at_once_get_the_same(tmp_path):
    path = tmp_path / "keys" / "one.json"
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: passwords.kept(path, ["a", "b"]), range(40)))
    assert all(each == found[0] for each in found)
    assert set(found[0]) == {"a", "b"}
    assert [each.name for each in path.parent.iterdir()] == ["one.json"]


def test_the_programs_in_the_wheel_do_and_are_found_again_beside_newer_or_older_ones(home, monkeypatch):
    monkeypatch.setenv("HUB_POSTGRES_BIN", str(wheel.folder()))
    cluster = started(home)
    assert ask(cluster, "SHOW server_version")[0][0].startswith("18")
    cluster.stop()
    monkeypatch.delenv("HUB_POSTGRES_BIN")
    assert ask(started(home), "SHOW server_version")[0][0].startswith("18")


def test_the_programs_of_a_wheel_run_from_a_copy_too(tmp_path):
    copy = binaries.readable_by_all(wheel.folder(), tmp_path)
    said = subprocess.run([copy / "initdb", "--version"], env={}, capture_output=True, text=True, check=True)
    assert "18" in said.stdout


def test_programs_that_only_their_owner_may_run_are_copied_for_all(tmp_path):
    own = tmp_path / "own" / "bin"
    own.mkdir(parents=True, mode=0o700)
    for name, bits in (("postgres", 0o700), ("data", 0o600)):
        (own / name).write_text("x")
        (own / name).chmod(bits)
    copy = binaries.readable_by_all(own, tmp_path)
    assert [mode(each) for each in (copy, copy / "postgres", copy / "data")] == [0o755, 0o755, 0o644]
    assert binaries.readable_by_all(own, tmp_path) == copy


def test_missing_programs_are_said_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(SettingsError, match="HUB_POSTGRES_BIN"):
        binaries.find()
    with pytest.raises(SettingsError, match="postgresql-99"):
        binaries.find(99)


def test_a_home_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="HUB_HOME cannot be"):
        Cluster(tmp_path / "file" / "home").ensure()
