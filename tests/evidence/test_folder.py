"""A folder as the vault: written once, whole or not at all."""

import errno
import os
import stat
from datetime import timedelta

import pytest

from hub.common import clock
from hub.evidence.adapters.folder import Folder
from hub.evidence.terms import Away, Missing, NoRoom

NAME = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "vault")


def test_what_was_written_is_read(folder):
    folder.write(NAME, [b"sealed ", b"bytes"])
    assert b"".join(folder.read(NAME)) == b"sealed bytes"
    (found,) = folder.names()
    assert found[0] == NAME
    path = folder.root / "01" / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o400, "nobody writes into it again"
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700


def test_what_a_killed_process_left_is_cleared_after_a_while_and_named_as_no_object(folder):
    folder.write(NAME, [b"x"])
    left = folder.root / "01" / f".{NAME}-1.part"
    left.write_bytes(b"half")
    assert [each for each, _ in folder.names()] == [NAME]
    assert folder.clear_unfinished(clock.now() - timedelta(hours=1)) == 0
    assert folder.clear_unfinished(clock.now() + timedelta(hours=1)) == 1
    assert not left.exists()
    assert b"".join(folder.read(NAME)) == b"x"


def test_what_cannot_be_removed_now_is_said(folder, monkeypatch):
    folder.write(NAME, [b"x"])

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("pathlib.Path.unlink", refuses)
    assert not folder.remove(NAME)


def test_a_name_is_written_once(folder):
    folder.write(NAME, [b"first"])
    with pytest.raises(NoRoom, match="Nothing was kept"):
        folder.write(NAME, [b"second"])
    assert b"".join(folder.read(NAME)) == b"first"
    assert [each.name for each in folder.root.rglob("*") if each.is_file()] == [NAME], (
        "nothing unfinished is left"
    )


def test_what_stops_midway_leaves_nothing(folder):
    def stops():
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        folder.write(NAME, stops())
    assert [each for each in folder.root.rglob("*") if each.is_file()] == []


def test_a_full_disk_is_said(folder, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(NoRoom, match="no room left"):
        folder.write(NAME, [b"x"])
    assert [each for each in folder.root.rglob("*") if each.is_file()] == []


def test_what_is_not_there_is_said(folder):
    folder.root.mkdir(exist_ok=True)
    with pytest.raises(Missing, match="does not hold it"):
        list(folder.read(NAME))
    folder.write(NAME, [b"x"])
    assert folder.remove(NAME)
    assert folder.remove(NAME), "removing it twice is no trouble"
    with pytest.raises(Missing):
        list(folder.read(NAME))


def test_a_vault_that_is_not_mounted_is_away_and_not_damaged(tmp_path):
    with pytest.raises(Away, match="mount its folder"):
        list(Folder(tmp_path / "nowhere").read(NAME))


def test_what_cannot_be_read_is_said(folder):
    (folder.root / "01" / NAME).mkdir(parents=True)
    with pytest.raises(Missing, match="cannot be read"):
        list(folder.read(NAME))
    assert list(folder.names()) == []
