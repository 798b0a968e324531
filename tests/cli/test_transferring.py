"""`hub transfer package`: two files for their owner alone, or none."""

import json
import stat

import pytest
from click.testing import CliRunner

from hub import pathway
from hub.cli.commands.system import places
from hub.cli.commands.transferring import transfer as command
from hub.disclosures.models import Release
from hub.places import queries as places_known
from hub.reports.models import Report
from tests.walks import AMINA, BO, arrive, telling


@pytest.fixture
def packed(own_database, tmp_path):
    (found,) = arrive(telling(1, borough="Kent", **AMINA))
    reference = Report.objects.get(pk=found.report_id).reference

    def run(*words: str):
        done = CliRunner().invoke(
            command, ["package", reference, "--out", str(tmp_path / "kent"), *words, "--json"]
        )
        return done.exit_code, json.loads(done.stdout or done.stderr)

    return reference, tmp_path, run


def test_the_package_is_two_files_that_only_their_owner_reads(packed):
    reference, folder, run = packed
    code, _ = run("--reason", "Kent records it.")
    assert code == 1, "nothing is confirmed yet"
    assert list(folder.iterdir()) == [], "what was not released leaves no file"
    pathway.confirm_exit(report=reference, reason="x", by=BO)
    code, answer = run("--reason", "Kent records it.")
    assert (code, answer["to"]) == (0, "kent-police")
    for each in ("kent.json", "kent.txt"):
        assert stat.S_IMODE((folder / each).stat().st_mode) == 0o600
    assert json.loads((folder / "kent.json").read_text("utf-8"))["people"][0]["name"] == "Amina Invented"
    assert (folder / "kent.txt").read_text("utf-8").startswith("OFFICIAL-SENSITIVE")
    code, answer = run("--reason", "Again.")
    assert code == 1
    assert "is there already" in json.dumps(answer)
    assert Release.objects.filter(purpose="transfer").count() == 1
    (folder / "kent.json").unlink()
    assert run("--reason", "Again.")[0] == 1
    assert [each.name for each in folder.iterdir()] == ["kent.txt"]


def test_the_mailbox_of_a_force_is_set_at_the_command_line(packed):
    done = CliRunner().invoke(places, ["force-mailbox", "KENT-police", "hate@kent.example.org", "--json"])
    assert json.loads(done.stdout) == {"force": "kent-police"}
    assert places_known.force_mailboxes(["kent-police"]) == {"kent-police": "hate@kent.example.org"}
