"""What `hub receive` tells is what is on record: its figures, its receipts, and where a postcode lies."""

import csv
from pathlib import Path

import pytest

from hub import pathway
from hub.cases.models import Case, CaseReport
from hub.cli.running import run
from hub.reports.models import Report
from tests.cli.test_receive import answer, receive, write
from tests.places.test_actions import ONSPD
from tests.walks import AMINA, row

pytestmark = pytest.mark.django_db


def test_what_joined_what_was_offered_and_who_must_still_be_named_are_counted(tmp_path):
    post = {"content_urls": "https://x.com/invented/status/77"}
    rows = [
        row(1, **AMINA, **post), row(2, **AMINA, **post, borough="Camden"), row(3, consent_support="no"),
        row(4, borough="outside London"),
    ]  # fmt: skip
    summary = receive(write(tmp_path / "in.csv", rows))
    assert (summary.received, summary.linked, summary.cases_opened) == (4, 1, 2)
    assert summary.support_offered == summary.received - 1
    assert dict(summary.out_of_scope) == {"other-force": 1}
    assert dict(summary.allocated) == {"CE": 3}, "by the unit of the case, which is that of its first report"
    assert answer(tmp_path / "in.csv", "receipts")[1]["unit"] == "CE"


def test_receipts_say_what_the_database_has(tmp_path):
    rows = [row(1), row(2, borough="Kent"), row(3, borough="", postcode="SW16 1AA"), row(4, strands="blue")]
    path = write(tmp_path / "in.csv", rows)
    receive(path)
    reports = {each.source_reference: each for each in Report.objects.all()}
    cases = {
        each.report.source_reference: each.case.reference
        for each in CaseReport.objects.select_related("report", "case")
    }
    assert set(cases) == {"T-1", "T-3"}
    where = pathway.whereabouts([each.pk for each in reports.values()])
    forces = {name: where[each.pk].standing.force for name, each in reports.items()}
    assert forces == {"T-1": "metropolitan-police", "T-2": "kent-police", "T-3": "metropolitan-police"}
    units = {
        "T-1": ("in-scope", "Hackney", "CE"),
        "T-2": ("kent-police", "", ""),
        "T-3": ("in-scope", "", ""),
    }
    told = {
        name: {
            "line": str(line), "source_reference": name, "reference": reports[name].reference,
            "case_reference": cases.get(name, ""), "decision": decision, "force": forces[name], "borough": borough,
            "unit": unit,
        }
        for line, (name, (decision, borough, unit)) in enumerate(units.items(), 2)
    }  # fmt: skip
    rejected = dict.fromkeys(told["T-1"], "") | {
        "line": "5",
        "source_reference": "T-4",
        "decision": "rejected",
    }
    assert answer(path, "receipts") == [*told.values(), rejected]


def load(tmp_path: Path) -> None:
    """The national postcode table, as an operator loads it."""
    file = tmp_path / "postcodes.csv"
    file.write_text(ONSPD, encoding="utf-8")
    run(["places", "load-postcodes", str(file), "--edition", "ONSPD invented"])


def test_once_the_postcode_table_is_loaded_a_whole_postcode_says_where_and_whose_it_is(tmp_path):
    given = [row(1, borough="", postcode="SW16 1AA"), row(2, borough="", postcode="EC1A 1BB")]
    load(tmp_path)
    summary = receive(write(tmp_path / "in.csv", given))
    first, second = answer(tmp_path / "in.csv", "receipts")
    assert (first["decision"], first["borough"], first["unit"]) == ("in-scope", "Lambeth", "AS")
    assert (second["decision"], second["force"]) == ("city-of-london-police", "city-of-london-police")
    assert (summary.borough_unknown, dict(summary.allocated)) == (0, {"AS": 1})
    assert Case.objects.get().borough == "lambeth"


def test_without_it_the_first_half_names_candidates_alone(tmp_path):
    summary = receive(write(tmp_path / "in.csv", [row(1, borough="", postcode="SW16 1AA")]))
    assert (summary.in_scope, summary.borough_unknown, dict(summary.allocated)) == (1, 1, {})


def test_every_row_of_the_receipts_has_its_eight_columns(tmp_path):
    path = write(tmp_path / "in.csv", [row(1)])
    receive(path)
    with path.with_name("in.csv.receipts.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == [
            "line", "source_reference", "reference", "case_reference", "decision", "force", "borough", "unit",
        ]  # fmt: skip
