"""The record at the command line: an import seals what it wrote, and an examination says what is wrong and what waits."""

import json

import pytest

from hub.audit.models import Leaf, Line
from hub.cli.running import run
from tests.audit.test_tampering import tampering
from tests.cli.test_receive import write
from tests.walks import row


@pytest.fixture
def received(own_database, tmp_path, settings, capsys):
    """A hub that took in one file, by the command."""
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"
    assert settings.DATABASES["default"]["NAME"] == own_database
    with pytest.raises(SystemExit, match="0"):
        run(["receive", str(write(tmp_path / "in.csv", [row(1), row(2)])), "--json"])
    capsys.readouterr()


def examined(capsys, *words):
    """The exit status of an examination, and what it said."""
    with pytest.raises(SystemExit) as gone:
        run(["audit", "verify", *words])
    return gone.value.code, capsys.readouterr().out


def test_an_import_seals_every_line_it_wrote_before_it_exits(received):
    written = Line.objects.filter(
        action__in=["cli.receive", "reports.receive", "triage.assess", "duties.start"]
    )
    assert written.filter(subject__startswith="R-").exists()
    assert not written.exclude(pk__in=Leaf.objects.values("line")).exists()


@pytest.mark.parametrize("role", ["hub-officer", "inspector"])
def test_whoever_may_take_reports_in_has_them_sealed(own_database, tmp_path, settings, capsys, role):
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"
    assert settings.DATABASES["default"]["NAME"] == own_database
    with pytest.raises(SystemExit, match="0"):
        run(["receive", str(write(tmp_path / "in.csv", [row(1)])), "--json", "--as", role])
    assert json.loads(capsys.readouterr().out)["received"] == 1
    assert Leaf.objects.exists()


def test_an_examination_of_a_sound_record_tells_the_tail_that_is_not_sealed_yet(received, capsys):
    status, said = examined(capsys, "--json")
    found = json.loads(said)
    assert (status, found["sound"], found["findings"]) == (0, True, [])
    assert (found["blocks"], found["lines"]) == (1, Line.objects.count())
    tail = Line.objects.exclude(pk__in=Leaf.objects.values("line"))
    assert found["unsealed"] == tail.count() > 0
    run(["case", "list"])
    capsys.readouterr()
    status, said = examined(capsys)
    assert f"{tail.count()} lines are not sealed yet; the oldest is" in said
    assert "The record is sound." in said
    assert status == 0


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("changed", "UPDATE audit_line SET actor = 'operator:other' WHERE id = 3"),
        ("deleted", "DELETE FROM audit_line WHERE id = 3"),
    ],
)
def test_an_examination_of_a_broken_record_names_the_line_and_exits_3(received, capsys, fault, change):
    with tampering() as admin:
        admin.execute(change)
    status, said = examined(capsys, "--json")
    found = json.loads(said)
    assert (status, found["sound"]) == (3, False)
    assert [(each["fault"], each["line"]) for each in found["findings"]] == [(fault, 3)]
    status, said = examined(capsys)
    assert status == 3
    assert found["findings"][0]["words"] in said
    assert "THE RECORD IS NOT SOUND" in said
