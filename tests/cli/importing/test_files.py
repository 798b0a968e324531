"""Reading a file of reports: encodings, separators, lines, and what is wrong with a row or a file."""

import codecs
import json
import tracemalloc
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cli.importing import files
from hub.common.refusals import Refusal
from hub.reports.rules import COLUMNS, neutralise

HEADER = "source,source_reference,reported_at,what_happened"
LINE = "Test,T-1,2026-11-24T09:15Z,Invented report"


def read(path: Path) -> list[files.Row]:
    source = files.open_source(path)
    with source.binary:
        found = list(files.rows(source))
        assert source.position() == source.size
    return found


def made(folder: Path, content: str | bytes, name: str = "in.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def words(rows: list[files.Row]) -> list[str]:
    return [each.values.get("what_happened", "") for each in rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_line_endings_and_separators(tmp_path, encoding, ending, delimiter):
    said = "Invented: caf\u00e9 \u20ac5, \u201chate\u201d; so"
    header = HEADER.replace(",", delimiter)
    body = LINE.replace(",", delimiter).replace("Invented report", f'"{said}"')
    rows = read(made(tmp_path, ending.join([header, body, "", body, ""]), encoding=encoding))
    assert words(rows) == [said, said]
    assert [each.line for each in rows] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_known_by_its_column_names(tmp_path, encoding):
    said = "\u0986\u09ae\u09be\u09b0 " * 3000
    path = made(tmp_path, f"{HEADER}\n{LINE.replace('Invented report', said)}\n", encoding=encoding)
    assert words(read(path)) == [said]
    path = made(tmp_path, f"what\n{'Invented ' * 9}", encoding=encoding)
    with pytest.raises(
        Refusal, match="lacks the column source, source_reference, reported_at, what_happened"
    ):
        read(path)


def test_bytes_that_are_no_text_cost_their_own_row_alone(tmp_path):
    lines = [HEADER, LINE.replace("report", "caf\u00e9 caf\u00e9"), LINE.replace("report", "XX"), LINE]
    content = "\n".join(lines).encode().replace(b"XX", b"\xff")
    rows = read(made(tmp_path, content))
    assert words(rows) == ["Invented caf\u00e9 caf\u00e9", "Invented \udcff", "Invented report"]
    rows = read(made(tmp_path, codecs.BOM_UTF8 + content))
    assert words(rows)[1:] == ["Invented \udcff", "Invented report"]


def test_one_wrong_byte_does_not_make_right_text_another_encoding(tmp_path):
    content = f"{HEADER}\n{LINE} caf\u00e9\n{LINE} ".encode() + b"caf\xe9\n"
    assert words(read(made(tmp_path, content))) == ["Invented report caf\u00e9", "Invented report caf\udce9"]


def test_a_byte_that_windows_1252_lacks_is_marked_not_guessed(tmp_path):
    content = f"{HEADER}\n{LINE}".encode() + b" \xe9t\xe9 \x81"
    assert words(read(made(tmp_path, content))) == ["Invented report \u00e9t\u00e9 \udc81"]


def test_a_truncated_wide_file_still_gives_its_whole_rows(tmp_path):
    content = f"{HEADER}\n{LINE}\n{LINE}".encode("utf-16")[:-1]
    assert words(read(made(tmp_path, content)))[0] == "Invented report"


def test_a_zero_byte_in_one_cell_is_left_to_the_rules(tmp_path):
    assert words(read(made(tmp_path, f"{HEADER}\n{LINE}\0\n{LINE}\n"))) == [
        "Invented report\0",
        "Invented report",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"), (b" \n\r\n,,,\n", "is empty"), (codecs.BOM_UTF8, "is empty"), (codecs.BOM_UTF16_LE, "is empty"),
        (b"a,b\n1,2\n", "lacks the column source, source_reference, reported_at, what_happened: the first line"),
        (f"{LINE}\n".encode(), "lacks the column"),
        (b"PK\x03\x04\x14\x00\x06\x00", "is not a text file: save it as CSV, or as JSON lines"),
        (bytes(range(256)) * 8, "is not a text file"), (b"\x00\x01\x02\x03binary\x00", "is not a text file"),
        (f"{HEADER},Reported At\n".encode(), "names the column reported_at more than once"),
        (f"{HEADER},x,x\n".encode(), "names the column x more than once"),
        (f'{HEADER},"x\n{LINE}\n'.encode(), "first line of in.csv cannot be read: check its quotation marks"),
        (b'[\n{"source": "Test"}\n]', "is one JSON list: write one JSON object on each line"),
        (b"sep=;\n", "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(Refusal, match=sentence) as refusal:
        read(made(tmp_path, content))
    assert refusal.value.sentence.endswith((".", "columns.", "them."))


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"none\.csv cannot be opened: No such file"):
        files.open_source(tmp_path / "none.csv")
    with pytest.raises(Refusal, match="is not a file"):
        files.open_source(tmp_path)


def test_header_names_are_known_in_any_case_and_spacing(tmp_path):
    rows = read(
        made(tmp_path, f'\n Source ,SOURCE-REFERENCE,"Reported  At",what happened, My Ref \n{LINE},7\n')
    )
    assert rows == [
        files.Row(3, {"source": "Test", "source_reference": "T-1", "reported_at": "2026-11-24T09:15Z",
                      "what_happened": "Invented report", "My Ref": "7"})
    ]  # fmt: skip


def test_the_first_line_that_some_spreadsheets_write_names_the_separator(tmp_path):
    header = HEADER.replace(",", ";")
    rows = read(made(tmp_path, f"sep=;\n{header}\n{LINE.replace(',', ';').replace('report', 'a,b,c,d,e')}\n"))
    assert words(rows) == ["Invented a,b,c,d,e"]
    assert rows[0].line == 3


def test_the_separator_is_the_one_that_finds_the_columns(tmp_path):
    header = HEADER.replace(",", ";") + ";a,b,c,d,e,f,g"
    assert words(read(made(tmp_path, f"{header}\n{LINE.replace(',', ';')};x\n"))) == ["Invented report"]


def test_a_quoted_cell_may_hold_lines_and_the_row_is_known_by_its_first(tmp_path):
    rows = read(made(tmp_path, f'{HEADER}\nTest,T-1,now,"one\r\ntwo\n""three"""\n{LINE}\n'))
    assert words(rows) == ['one\r\ntwo\n"three"', "Invented report"]
    assert [each.line for each in rows] == [2, 5]


@pytest.mark.parametrize("bad", ['Test,T-0,now,"never closed', 'Test,T-0,now,"closed" too soon'])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_lost_quotation_mark_costs_its_own_line_alone(tmp_path, bad, after):
    lines = [HEADER, LINE, bad, *[LINE] * after]
    rows = read(made(tmp_path, "\n".join(lines)))
    assert [each.line for each in rows] == list(range(2, len(lines) + 1))
    assert [bool(each.broken) for each in rows] == [each == 3 for each in range(2, len(lines) + 1)]
    assert rows[1].values == {"row_as_it_came": bad}


def test_a_lost_quotation_mark_in_a_long_file_is_given_up_at_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_RECORD", 400)
    rows = read(made(tmp_path, "\n".join([HEADER, 'Test,T-0,now,"open', *[LINE] * 60])))
    assert [bool(each.broken) for each in rows] == [True, *[False] * 60]
    assert rows[-1].line == 62


@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
def test_a_line_without_an_end_is_cut_and_rejected(tmp_path, monkeypatch, name):
    monkeypatch.setattr(files, "LONGEST_RECORD", 400)
    plain = json.dumps({"what_happened": "Invented"}) if name == "in.jsonl" else LINE
    head = [] if name == "in.jsonl" else [HEADER]
    rows = read(made(tmp_path, "\n".join([*head, plain, plain.replace("Invented", "x" * 1500), plain]), name))
    assert [bool(each.broken) for each in rows] == [False, True, False]
    assert "longer than 400 characters" in rows[1].broken
    assert rows[2].line == rows[1].line + 1


def test_short_rows_are_filled_and_long_ones_are_kept_whole_with_a_reason(tmp_path):
    rows = read(made(tmp_path, f"{HEADER},wants\n{LINE}\n{LINE},a,,,\n{LINE},a,b,=c\n,,,,\n"))
    assert [each.values.get("wants") for each in rows] == [None, "a", "a"]
    assert rows[2].broken.startswith("the row has 7 cells and the header 5")
    assert rows[2].values["beyond_the_header"] == "b;=c"


def test_columns_without_a_name_keep_what_they_hold(tmp_path):
    source = files.open_source(made(tmp_path, f"{HEADER},,,wants,\n{LINE},x,,y,\n"))
    with source.binary:
        (row,) = files.rows(source)
    assert row.values["unnamed_5"] == "x"
    assert "unnamed_6" not in row.values
    assert source.columns == [*HEADER.split(","), "wants"]


def test_one_apostrophe_before_a_formula_is_taken_off(tmp_path):
    rows = read(
        made(tmp_path, f"{HEADER},reporter_phone,'=odd\n{LINE},'+44 7700 900123,'@x\n{LINE},'tis,''=1\n")
    )
    assert [each.values["reporter_phone"] for each in rows] == ["+44 7700 900123", "'tis"]
    assert [each.values["=odd"] for each in rows] == ["@x", "'=1"]


def test_columns_of_an_earlier_answer_are_passed_over(tmp_path):
    source = files.open_source(made(tmp_path, f"line,{HEADER},row_as_it_came,reasons\n7,{LINE},,wrong\n"))
    with source.binary:
        (row,) = files.rows(source)
    assert set(row.values) == set(HEADER.split(",")) == set(source.columns)


def test_a_sender_may_have_columns_named_like_ours(tmp_path):
    (row,) = read(made(tmp_path, f"line,{HEADER}\n7,{LINE}\n"))
    assert row.values["line"] == "7"
    (row,) = read(made(tmp_path, f"hub_line,line,{HEADER},reasons\n2,7,{LINE},wrong\n"))
    assert row.values["line"] == "7"
    assert not {"hub_line", "reasons"} & set(row.values)


# -- JSON lines


def test_json_values_become_cells(tmp_path):
    line = (
        '{"source":"Test","Source Reference":7,"online":true,"immediate_danger":false,"language":null,'
        '"strands":["race",null,"sex"],"account_id":12345678901234567890,"crime_reference":1.10,'
        '"content_urls":["https://a.example/;x","www.b.example"],"extra":{"a":[1.50,"\\u00e9"]},"note":"\'=x"}'
    )
    rows = read(made(tmp_path, f"\n{line}\n\n", "in.json"))
    assert rows == [
        files.Row(2, {
            "source": "Test", "source_reference": "7", "online": "yes", "immediate_danger": "no", "language": "",
            "strands": "race;sex", "account_id": "12345678901234567890", "crime_reference": "1.10",
            "content_urls": "https://a.example/;x www.b.example", "extra": '{"a": [1.5, "\u00e9"]}', "note": "'=x",
        })
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "is not JSON"), ("[1]", "is not a JSON object"), ("7", "is not a JSON object"), ('"x"', "is not a JSON object"),
        ("null", "is not a JSON object"), ('{"a":1', "is not JSON"), ('{"a":1}{"a":1}', "is not JSON"), ("[" * 100_000, "is not JSON"),
        ('{"a":1,"a":2}', "gives one name twice"), ('{"a":NaN}', "NaN is no number"), ('{"a":-Infinity}', "-Infinity is no number"),
        ('{"victim_name":{"first":"Ann"}}', "victim_name holds something else than one text"),
        ('{"victim_name":["Ann","Bee"]}', "victim_name holds something else than one text"),
        ('{"strands":[["race"]]}', "strands holds something else than one text or a list of texts"),
        ('{"strands":[{"a":1}]}', "strands holds something else than one text or a list of texts"),
        ('{"source":"a","Source":"b"}', "names the column source more than once"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_a_line_that_is_not_one_object_is_a_rejected_row(tmp_path, line, words, first):
    good = '{"source": "Test"}'
    rows = read(made(tmp_path, "\n".join([line, good] if first else [good, line, good]), "in.jsonl"))
    bad = rows[0 if first else 1]
    assert words in bad.broken
    assert bad.values == {"row_as_it_came": line}
    assert not rows[-1].broken


def test_objects_may_begin_with_a_mark(tmp_path):
    rows = read(made(tmp_path, '{"source": "caf\u00e9"}\n', "in.txt", "utf-8-sig"))
    assert rows[0].values == {"source": "caf\u00e9"}
    rows = read(made(tmp_path, '{"source": "caf\u00e9"}\n', "in.txt", "utf-16"))
    assert rows[0].values == {"source": "caf\u00e9"}


def test_an_empty_file_of_objects_is_empty(tmp_path):
    with pytest.raises(Refusal, match="is empty"):
        read(made(tmp_path, "\n\n", "in.jsonl"))


def test_every_name_of_the_objects_is_a_column(tmp_path):
    source = files.open_source(made(tmp_path, '{"a":1}\n{"b":2,"a":1}\n', "in.jsonl"))
    with source.binary:
        assert len(list(files.rows(source))) == 2
    assert source.columns == ["a", "b"]


# -- however long


@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
def test_memory_stays_flat_however_long_the_file(tmp_path, name):
    line = (
        json.dumps(dict.fromkeys(HEADER.split(","), "x" * 100))
        if name == "in.jsonl"
        else ",".join(["x" * 100] * 4)
    )
    path = tmp_path / name
    peaks = []
    for many in (2_000, 20_000):
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{HEADER}\n" if name == "in.csv" else "")
            file.writelines(f"{line}\n" for _ in range(many))
        source = files.open_source(path)
        tracemalloc.start()
        with source.binary:
            assert sum(1 for _ in files.rows(source)) == many
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


# -- for any input

_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\0"), max_size=20)


@given(
    cells=st.lists(_CELL, min_size=3, max_size=3),
    delimiter=st.sampled_from(",;\t"),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(tmp_path_factory, cells, delimiter, ending):
    def quoted(text: str) -> str:
        return '"' + neutralise(text).replace('"', '""') + '"'

    header = HEADER.replace(",", delimiter)
    line = delimiter.join(["Test", *map(quoted, cells)])
    path = tmp_path_factory.mktemp("any") / "in.csv"
    path.write_bytes(f"{header}{ending}{line}{ending}".encode())
    (row,) = read(path)
    assert [row.values[each] for each in HEADER.split(",")[1:]] == cells


@given(st.binary(max_size=300), st.sampled_from(["in.csv", "in.jsonl"]), st.booleans())
def test_any_bytes_are_rows_or_a_refusal(tmp_path_factory, content, name, headed):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes((f"{HEADER}\n".encode() if headed else b"") + content)
    try:
        rows = read(path)
    except Refusal as refusal:
        assert refusal.sentence.endswith(".")  # noqa: PT017 - either answer is right
    else:
        assert [each.line for each in rows] == sorted({each.line for each in rows})
        assert all(isinstance(each, str) for row in rows for each in row.values.values())


def test_every_column_is_known_however_a_form_spells_it(tmp_path):
    for each in COLUMNS:
        spelt = unicodedata.normalize("NFKC", each.replace("_", " ").title())
        others = ",".join(name for name in HEADER.split(",") if name != each)
        (row,) = read(
            made(tmp_path, f"{others},{spelt}\n1,2,3,4,5\n"[: None if each not in HEADER.split(",") else -3])
        )
        assert each in row.values


def test_what_the_sender_has_of_their_own_is_kept_whatever_it_is_and_a_number_however_long(tmp_path):
    long = "9" * 5_000
    line = f'{{"what_happened":"x","own":{{"a":[1,{{"b":2}}]}},"wants":["help","news"],"case_number":{long}}}'
    (row,) = read(made(tmp_path, line, "in.jsonl"))
    assert json.loads(row.values["own"]) == {"a": [1, {"b": 2}]}
    assert row.values["wants"] == "help;news"
    assert row.values["case_number"] == long
