"""The answers beside the input: whole or not at all, closed to others, safe in a spreadsheet, and read back."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cli.importing import files, results
from hub.common.refusals import Refusal
from hub.reports.rules import REQUIRED

ROW = {"source": "Test", "source_reference": "T-1", "reported_at": "never", "what_happened": "=Invented"}


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def kept(
    path: Path, *rows: dict[str, str], note: str = "reasons", columns: tuple[str, ...] = REQUIRED
) -> Path:
    with results.Kept(path, note) as answer:
        for line, values in enumerate(rows, start=2):
            answer.keep(line, values, columns, "because")
    return path


def read(path: Path) -> list[files.Row]:
    source = files.open_source(path)
    with source.binary:
        return list(files.rows(source))


def test_an_answer_is_closed_to_others_and_a_spreadsheet_knows_its_encoding(tmp_path):
    path = tmp_path / "in.csv.receipts.csv"
    with results.Answer(path) as answer:
        answer.row(results.RECEIPTS)
        answer.row([2, "@caf\u00e9", "R-1", "", "in-scope", "met", "", "CE"])
        assert list(tmp_path.iterdir()) == []
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert table(path) == [
        list(results.RECEIPTS),
        ["2", "'@caf\u00e9", "R-1", "", "in-scope", "met", "", "CE"],
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_an_answer_that_is_not_whole_leaves_the_earlier_one_as_it_was(tmp_path):
    path = kept(tmp_path / "in.csv.rejected.csv", ROW)
    before = path.read_bytes()
    with pytest.raises(KeyError, match="stopped"), results.Kept(path, "reasons") as answer:
        answer.keep(2, {}, [*REQUIRED, {}["stopped"]], "other")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_to_say_replaces_the_news_of_an_earlier_run(tmp_path):
    path = kept(tmp_path / "in.csv.rejected.csv", ROW)
    kept(path)
    assert table(path) == [["line", "reasons"]]


def test_later_rows_may_bring_more_columns(tmp_path):
    path = kept(tmp_path / "out.csv", ROW, {"source": "Test", "extra": "+1"})
    assert table(path) == [
        ["line", *REQUIRED, "extra", "reasons"],
        ["2", "Test", "T-1", "never", "'=Invented", "", "because"],
        ["3", "Test", "", "", "", "'+1", "because"],
    ]


def test_columns_of_the_sender_keep_their_names_and_ours_give_way(tmp_path):
    row = {**ROW, "line": "7", "reasons": "mine"}
    path = kept(tmp_path / "out.csv", row)
    assert table(path)[0] == ["hub_line", *REQUIRED, "line", "reasons", "hub_reasons"]
    assert [each.values for each in read(path)] == [row]


@pytest.mark.parametrize("note", ["reasons", "changed_columns"])
def test_a_row_sent_again_is_as_it_came_however_often(tmp_path, note):
    path = kept(tmp_path / "one.csv", ROW, note=note)
    for again in ("two.csv", "three.csv"):
        source = files.open_source(path)
        with source.binary:
            (row,) = files.rows(source)
        assert row.values == ROW
        path = kept(tmp_path / again, row.values, note=note, columns=tuple(source.columns))
    assert table(path) == table(tmp_path / "one.csv")


def test_what_is_no_text_is_written_as_its_number(tmp_path):
    path = kept(tmp_path / "out.csv", {"source": "a\udc81\0"})
    assert table(path)[1][1] == "a\\udc81\0"


def test_a_cell_longer_than_any_is_written_whole(tmp_path):
    path = kept(tmp_path / "out.csv", {**ROW, "what_happened": "x" * 300_000})
    assert len(read(path)[0].values["what_happened"]) == 300_000


def test_a_folder_that_cannot_be_written_is_a_sentence_before_anything_begins(tmp_path):
    with (
        pytest.raises(Refusal, match=r"out\.csv cannot be written: .* in a folder where you may write"),
        results.Answer(tmp_path / "none" / "out.csv"),
    ):
        pytest.fail("it began")


def test_an_answer_that_cannot_be_put_in_place_is_a_sentence_and_leaves_no_trace(tmp_path):
    path = tmp_path / "out.csv"
    path.mkdir()
    with pytest.raises(Refusal, match=r"out\.csv could not be written: .* What was accepted is safe"):
        kept(path, ROW)
    assert list(tmp_path.iterdir()) == [path]


@given(st.dictionaries(st.sampled_from([*REQUIRED, "reporter_phone", "extra"]),
                       st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1))  # fmt: skip
def test_whatever_a_row_held_comes_back(tmp_path_factory, values):
    values = {**ROW, **values}
    path = kept(tmp_path_factory.mktemp("any") / "out.csv", values)
    assert [each.values for each in read(path)] == [values]
