"""`hub receive` as its users run it: the file, the summary, the answers beside it."""

import csv
import json
import re
from pathlib import Path

import pytest
from django.db import connection

from hub.cli.importing import receiving
from hub.cli.running import run
from hub.common.refusals import Refusal
from hub.duties.models import Alarm
from hub.letters.models import Letter
from hub.reports.models import Report, Words
from hub.reports.rules import COLUMNS
from tests.walks import AMINA, OPERATOR, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heads(tmp_path, settings):
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"


def write(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    columns = list(dict.fromkeys(name for each in rows for name in each))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def receive(path: Path, *, historic: bool = False) -> receiving.Summary:
    return receiving.receive(path=path, historic=historic, by=OPERATOR, progress=lambda *_: None)


def answer(path: Path, kind: str) -> list[dict[str, str]]:
    with path.with_name(f"{path.name}.{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_whatever_a_spreadsheet_writes_is_read_right(tmp_path, encoding, delimiter):
    words = "Invented report: caf\u00e9, \u201cquoted\u201d \u20ac5; and\nanother line"
    path = write(
        tmp_path / "in.csv", [row(each, what_happened=words) for each in (1, 2)], encoding, delimiter
    )
    summary = receive(path)
    assert (summary.read, summary.received) == (2, 2)
    assert set(Words.objects.values_list("what_happened", flat=True)) == {words}


def test_the_figures_add_up(tmp_path):
    rows = [
        row(1), row(2, borough="Kent"), row(3, borough="", postcode="EC1A 1BB"), row(4, online="no"),
        row(5, strands="none"), row(6, borough="Atlantis"), row(7, borough="", postcode="SW16 1AA"), row(1),
        row(1, what_happened="Invented report: another"), row(8, borough="City of London"),
        row(9, borough="outside UK"), row(10, immediate_danger="1"),
    ]  # fmt: skip
    summary = receive(write(tmp_path / "in.csv", rows))
    facts = summary.as_json()
    assert summary.read == 12 == summary.received + summary.duplicates + summary.changed + summary.rejected
    assert summary.received == summary.in_scope + sum(summary.out_of_scope.values()) + summary.force_unknown
    assert facts["out_of_scope"] == {
        "city-of-london-police": 1, "kent-police": 1, "no-hate-element": 1, "not-online": 1, "not-uk": 1,
    }  # fmt: skip
    assert (summary.duplicates, summary.changed, summary.rejected, summary.force_unknown) == (1, 1, 1, 1)
    assert (summary.in_scope, summary.borough_unknown, summary.cases_opened) == (3, 1, 3)
    assert facts["allocated"] == {"CE": 2}
    assert summary.immediate == 1
    assert list(facts) == [
        "read", "received", "duplicates", "changed", "rejected", "linked", "in_scope", "out_of_scope", "force_unknown",
        "borough_unknown", "cases_opened", "support_offered", "allocated", "immediate", "seconds",
    ]  # fmt: skip


def test_a_row_that_joins_the_case_of_another_unit_counts_for_the_unit_that_has_the_case(tmp_path):
    post = {"content_urls": "https://x.com/invented/status/77"}
    same = {
        "reporter_role": "victim",
        "reporter_name": "Amina Invented",
        "reporter_phone": "07700 900123",
        **post,
    }
    path = write(tmp_path / "in.csv", [row(1, borough="Hackney", **same), row(2, borough="Camden", **same)])
    summary = receive(path)
    assert (summary.cases_opened, summary.as_json()["allocated"]) == (1, {"CE": 2})
    assert [each["unit"] for each in answer(path, "receipts")] == ["CE", "CE"]


def test_a_changed_row_that_tells_of_danger_is_counted_and_said_and_the_same_row_again_is_not(
    tmp_path, capsys
):
    receive(write(tmp_path / "in.csv", [row(1)]))
    path = write(tmp_path / "in.csv", [row(1, immediate_danger="yes")])
    with pytest.raises(SystemExit):
        run(["receive", str(path)])
    said = capsys.readouterr()
    assert "ACT NOW: 1 told of immediate danger" in said.out + said.err
    assert re.search(r"Immediate danger\s+1", said.out + said.err)
    assert Alarm.objects.count() == 1
    again = receive(path)
    assert (again.duplicates, again.immediate) == (1, 0)
    more = [
        row(1, immediate_danger="yes", wants="help"),
        row(2),
        row(2, immediate_danger="yes"),
        row(1, wants="rest"),
    ]
    more += [row(3, immediate_danger="yes"), row(3, immediate_danger="yes")]
    found = receive(write(tmp_path / "in.csv", more))
    assert (found.received, found.changed, found.duplicates, found.immediate) == (2, 3, 1, 3)


def test_receipts_tell_every_row_on_every_run(tmp_path):
    path = write(tmp_path / "in.csv", [row(1), row(2, borough="Kent"), row(3, strands="blue")])
    receive(path)
    first = answer(path, "receipts")
    receive(path)
    assert answer(path, "receipts") == first
    assert [each["decision"] for each in first] == ["in-scope", "kent-police", "rejected"]
    assert first[0]["borough"] == "Hackney"
    assert first[0]["unit"] == "CE"
    assert [each["line"] for each in first] == ["2", "3", "4"]
    assert oct(path.with_name("in.csv.receipts.csv").stat().st_mode)[-3:] == "600"


def test_rejected_rows_come_back_as_they_came_with_every_reason_and_can_be_sent_again(tmp_path):
    path = write(
        tmp_path / "in.csv", [row(1, strands="blue", online="maybe", what_happened="=cmd()", extra="+44 1")]
    )
    receive(path)
    (found,) = answer(path, "rejected")
    assert found["what_happened"] == "'=cmd()"
    assert found["extra"] == "'+44 1"
    assert "strands" in found["reasons"]
    assert "online" in found["reasons"]
    corrected = tmp_path / "again.csv"
    text = path.with_name("in.csv.rejected.csv").read_text(encoding="utf-8-sig")
    corrected.write_text(text.replace(",blue,", ",race,").replace(",maybe,", ",yes,"), encoding="utf-8-sig")
    summary = receive(corrected)
    assert (summary.received, summary.rejected) == (1, 0)
    assert Words.objects.get().what_happened == "=cmd()"
    assert Words.objects.get().unknown_columns == ["extra"]
    assert summary.as_json()["unknown_columns"] == ["extra"]


def test_changed_rows_come_back_as_they_came_with_what_differs(tmp_path):
    rows = [row(1), row(2), row(1, what_happened="=Invented: it goes on", wants="to be heard")]
    receive(write(tmp_path / "in.csv", rows))
    (found,) = answer(tmp_path / "in.csv", "changed")
    assert (found["line"], found["source_reference"]) == ("4", "T-1")
    assert (found["what_happened"], found["wants"]) == ("'=Invented: it goes on", "to be heard")
    assert found["changed_columns"] == "wants;what_happened"
    assert answer(tmp_path / "in.csv", "rejected") == []


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([row(1), row(1)], 0), ([row(1), row(2, strands="blue")], 2), ([row(2, strands="blue")], 2),
        ([row(1), row(1, wants="to be heard")], 2),
    ],
)  # fmt: skip
def test_the_exit_status_says_whether_every_row_was_taken(tmp_path, rows, status, capsys):
    with pytest.raises(SystemExit) as gone:
        run(["receive", str(write(tmp_path / "in.csv", rows)), "--json"])
    assert gone.value.code == status
    assert json.loads(capsys.readouterr().out)["read"] == len(rows)


def test_whoever_waits_is_told_how_far_it_is(tmp_path):
    told = []
    path = write(tmp_path / "in.csv", [row(each) for each in range(receiving.BATCH * 2 + 1)])
    receiving.receive(path=path, historic=False, by=OPERATOR, progress=lambda *each: told.append(each))
    size = path.stat().st_size
    assert [whole for _, whole in told] == [size] * 3
    assert 0 < told[0][0] <= told[1][0] <= told[2][0] == size


def test_json_lines_are_read_like_a_spreadsheet(tmp_path):
    path = tmp_path / "in.jsonl"
    first = {**row(1), "strands": ["race", "disability"], "online": True, "safe_to_contact": None}
    path.write_text(json.dumps(first) + "\n\nnot json\n[1]\n", encoding="utf-8")
    summary = receive(path)
    assert (summary.read, summary.received, summary.rejected) == (3, 1, 2)
    assert [each["line"] for each in answer(path, "rejected")] == ["3", "4"]


def test_history_refuses_what_is_recent_or_urgent(tmp_path):
    old = "2020-01-02T10:00:00Z"
    rows = [row(1), row(2, reported_at=old), row(3, reported_at=old, immediate_danger="yes")]
    summary = receive(write(tmp_path / "in.csv", rows), historic=True)
    assert (summary.received, summary.rejected) == (1, 2)
    assert all("without --historic" in each["reasons"] for each in answer(tmp_path / "in.csv", "rejected"))
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"), (b"\n\n", "empty"), (b"a,b\n1,2\n", "lacks the column"),
        (b"\x00\x01\x02\x03binary\x00", "not a text file"),
        (b"source,source,source_reference,reported_at,what_happened\n", "more than once"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=words):
        receive(path)
    assert not list(tmp_path.glob("in.csv.*"))
    assert not list(tmp_path.glob(".in.csv*"))


def test_header_names_may_be_spelt_in_any_way_and_a_ragged_row_is_rejected(tmp_path):
    given = row(1)
    header = ",".join(each.replace("_", " ").title() for each in given)
    path = tmp_path / "in.csv"
    cells = ",".join(f'"{each}"' for each in given.values())
    path.write_text(f"{header}\n{cells}\n{cells},one,more\n", encoding="utf-8")
    summary = receive(path)
    assert (summary.received, summary.rejected) == (1, 1)


def test_one_row_the_database_refuses_costs_its_neighbours_nothing(tmp_path):
    rows = [row(each) for each in range(9)]
    rows[4]["source"] = "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "x" * 500
    summary = receive(write(tmp_path / "in.csv", rows))
    assert (summary.received, summary.rejected) == (8, 1)


def test_no_name_or_contact_of_the_file_is_in_the_database_in_clear(tmp_path):
    person = {
        **AMINA,
        "victim_name": "Amina Invented",
        "postcode": "E8 3AA",
        "their_address": "Flat 9, Secret Street",
    }
    receive(
        write(tmp_path / "in.csv", [row(1, **person, what_happened="Invented report about Amina Invented")])
    )
    assert Report.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        everything = ""
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM \"{table}\" t")
            everything += cursor.fetchone()[0] or ""
    for secret in ("amina", "07700", "7700900123", "secret street", "E8 3AA"):
        assert not re.search(rf"(?<![a-z]){re.escape(secret)}", everything, re.IGNORECASE), (
            secret
        )  # not "examination"
        assert secret.encode().hex() not in everything


def test_every_documented_column_is_one_the_import_knows():
    page = (Path(__file__).resolve().parents[2] / "docs" / "import-format.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert set(COLUMNS) <= set(documented)
