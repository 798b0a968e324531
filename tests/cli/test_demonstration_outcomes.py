"""What becomes of the awkward reports of the demonstration's own file, taken in as any file is."""

import pytest

from hub.cases import queries as cases_known
from hub.cases.models import Case
from hub.cli.demonstration import reports
from hub.cli.running import run
from hub.common import clock
from hub.duties.models import Duty
from hub.identities.models import Link
from hub.reports.models import Report
from hub.triage.models import Exit
from tests.cli.test_receive import answer, receive, write

pytestmark = pytest.mark.django_db
SW16 = {
    ("SW16 1AA", ""): "", ("SW16", ""): "", ("SW16 2BB", "Merton"): "Merton", ("SW16 2BB", "Hackney"): "",
}  # fmt: skip


@pytest.fixture
def taken_in(tmp_path, settings):
    """Take in those rows of the demonstration's file that are wanted; what was answered beside each."""
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"

    def take(wanted):
        rows = [each for each in reports.rows(clock.now()) if wanted(each)]
        path = write(tmp_path / "in.csv", rows)
        assert receive(path).received == len(rows)
        return list(zip(rows, answer(path, "receipts"), strict=True))

    return take


def test_whoever_lives_in_sw16_stays_with_the_hub_and_is_asked_unless_they_said_which_of_its_four_boroughs(
    taken_in,
):
    found = taken_in(lambda row: row.get("postcode", "").startswith("SW16"))
    assert {(row["postcode"], row.get("borough", "")): answered["borough"] for row, answered in found} == SW16
    for _, answered in found:
        case = Case.objects.get(reference=answered["case_reference"])
        asked = Duty.objects.filter(kind="ask", subject=case.reference, state="running")
        assert (answered["decision"], answered["force"]) == ("in-scope", "metropolitan-police")
        if answered["borough"]:
            assert (case.borough, case.state, case.unit, asked.count()) == ("merton", "with-unit", "SW", 0)
        else:
            assert (case.borough, case.state, case.unit, asked.count()) == ("", "with-hub", "", 1)
        assert answered["unit"] == case.unit
    assert not Exit.objects.exists()


def test_expert_check_7_a_victim_here_is_the_account_of_another_report_and_nothing_passes_between_them(
    taken_in, capsys
):
    wanted = {"Vic Pretend", "Wyn Pretend"}
    found = taken_in(lambda row: row["reporter_name"] in wanted or row["account_handle"] == "@vic_pretend")
    accounts = {row["reporter_name"]: row["account_handle"] for row, _ in found}
    assert accounts == {"Vic Pretend": "@other_side", "Wyn Pretend": "@vic_pretend"}
    case = {row["reporter_name"]: answered["case_reference"] for row, answered in found}
    assert set(case) == wanted
    assert len(set(case.values())) == 2
    assert Report.objects.count() == 2
    assert not Link.objects.exists()
    for who, other in (("Vic", "Wyn"), ("Wyn", "Vic")):
        shown = cases_known.gists([case[f"{who} Pretend"]])[case[f"{who} Pretend"]]
        assert shown.earlier == 0
        assert run(["case", "show", case[f"{who} Pretend"], "--people", "--reason", "to telephone"]) == 0
        said = capsys.readouterr().out
        assert f"{who} Pretend" in said
        assert f"{other} Pretend" not in said
        assert case[f"{other} Pretend"] not in said
    assert run(["case", "show", case["Vic Pretend"]]) == 0
    assert "vic_pretend" not in capsys.readouterr().out.casefold(), "a victim's case knows of no accusation"
