"""Reading a file of reports, however long, in whatever encoding a spreadsheet wrote; memory stays flat."""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from hub.common.refusals import Refusal
from hub.reports.rules import COLUMNS, REQUIRED, restore

_BLOCK = 1 << 20
_LARGEST_FIELD = 16 << 20
_DELIMITERS = ",;\t"
# Columns that answers of an earlier run carry; they are not part of what was told.
ANSWERS = frozenset({"line", "reasons", "changed_columns"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came, with the line it began on; a row that could not be read has a reason instead."""

    line: int
    values: dict[str, str]
    broken: str = ""


@dataclass(slots=True)
class Source:
    """An open file of reports."""

    path: Path
    size: int
    binary: BinaryIO
    text: io.TextIOWrapper
    columns: list[str] = field(default_factory=list)

    def position(self) -> int:
        """How many bytes have been read."""
        return min(self.binary.tell(), self.size)

    def close(self) -> None:
        """Close the file."""
        self.text.close()


def open_source(path: Path) -> Source:
    """Open a file, having found out its encoding; refuse what is no text."""
    try:
        encoding = _encoding(path)
        binary = path.open("rb")
    except OSError as error:
        raise Refusal(
            f"{path.name} cannot be opened: {error.strerror}. Check the name and try again."
        ) from None
    errors = "replace" if encoding == "cp1252" else "strict"
    text = io.TextIOWrapper(binary, encoding=encoding, errors=errors, newline="")
    return Source(path, path.stat().st_size, binary, text)


def _encoding(path: Path) -> str:
    """The encoding of a file: by its mark, else UTF-16 by its zeros, else UTF-8 where all of it is, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if b"\0" in start:
            return _without_mark(path, start)
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _without_mark(path: Path, start: bytes) -> str:
    """UTF-16 that lacks its mark, told by where the zeros of Latin letters stand."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 8 and odd > 4 * even:
        return "utf-16-le"
    if even > len(start) // 8 and even > 4 * odd:
        return "utf-16-be"
    raise Refusal(f"{path.name} is not a text file: save it as CSV, or as JSON lines, and try again.")


def rows(source: Source) -> Iterator[Row]:
    """The rows of a file: CSV, or one JSON object a line."""
    text = source.text
    try:
        first = _first_character(text)
        yield from _objects(text, source) if first == "{" else _records(text, source)
    except UnicodeDecodeError:
        raise Refusal(
            f"{source.path.name} is not a text file throughout: save it as CSV, or as JSON lines, and send it again."
        ) from None


def _first_character(text: io.TextIOWrapper) -> str:
    """The first character that is not white space; the file begins anew."""
    while character := text.read(1):
        if not character.isspace() and character != "\ufeff":
            break
    text.seek(0)
    return character


# -- CSV


def _records(text: io.TextIOWrapper, source: Source) -> Iterator[Row]:
    """The rows of a CSV file."""
    csv.field_size_limit(_LARGEST_FIELD)
    header_line = text.readline()
    while header_line and not header_line.strip():
        header_line = text.readline()
    delimiter = max(_DELIMITERS, key=header_line.count)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter)
    source.columns = _header(reader, source.path)
    began = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(began, {}, "the row cannot be read: check its quotation marks")
            began = reader.line_num + 1
            continue
        if any(each.strip() for each in cells):
            yield _record(source.columns, cells, began)
        began = reader.line_num + 1


def _header(reader: Any, path: Path) -> list[str]:
    """The columns, by the hub's names whatever their case and spacing; refuse a file without those every row needs."""
    for cells in reader:
        if any(each.strip() for each in cells):
            break
    else:
        raise Refusal(f"{path.name} is empty: there is nothing to receive.")
    columns = [_column(each) for each in cells]
    missing = [each for each in REQUIRED if each not in columns]
    if missing:
        raise Refusal(
            f"{path.name} lacks the column {', '.join(missing)}: the first line must name the columns."
        )
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise Refusal(f"{path.name} names the column {', '.join(twice)} more than once: remove one of them.")
    return columns


def _column(name: str) -> str:
    """A column's name: the hub's own where it is one in another spelling, else as it came."""
    plain = "_".join(name.strip().lstrip("\ufeff").casefold().replace("-", " ").replace("_", " ").split())
    return plain if plain in COLUMNS or plain in ANSWERS else restore(name.strip().lstrip("\ufeff"))


def _record(columns: list[str], cells: list[str], line: int) -> Row:
    """One row; cells beyond the header are kept under a name that says so, never dropped."""
    if len(cells) > len(columns) and any(each.strip() for each in cells[len(columns) :]):
        given = dict(zip(columns, map(restore, cells), strict=False))
        reason = f"the row has {len(cells)} cells and the header {len(columns)}: put text that holds a comma in quotation marks"
        return Row(line, {**given, "beyond_the_header": ";".join(cells[len(columns) :])}, reason)
    return Row(
        line, {name: restore(cell) for name, cell in zip(columns, cells, strict=False) if name not in ANSWERS}
    )


# -- JSON lines


def _objects(text: io.TextIOWrapper, source: Source) -> Iterator[Row]:
    """The rows of a file of JSON lines."""
    seen: dict[str, None] = {}
    for line, written in enumerate(text, start=1):
        if not written.strip(" \t\r\n\ufeff"):
            continue
        row = _object(line, written.lstrip("\ufeff"))
        seen.update(dict.fromkeys(row.values))
        source.columns = list(seen)
        yield row


def _object(line: int, written: str) -> Row:
    """One object."""
    try:
        found = json.loads(written)
    except (json.JSONDecodeError, RecursionError):
        return Row(line, {"row": written.strip()}, "the line is not JSON: each line must be one JSON object")
    if not isinstance(found, dict):
        return Row(line, {"row": written.strip()}, "the line is not a JSON object: each line must be one")
    given = {_column(name): _cell(value) for name, value in found.items()}
    return Row(line, {name: text for name, text in given.items() if name not in ANSWERS})


def _cell(value: Any) -> str:
    """A JSON value as a cell holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(_cell(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
