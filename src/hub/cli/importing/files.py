"""Reading a file of reports, however long, in whatever encoding a spreadsheet wrote; memory stays flat."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from hub.cli.importing import encodings, objects
from hub.common.refusals import Refusal
from hub.reports.rules import COLUMNS, LISTS, REQUIRED, restore

# A record longer than this has lost a quotation mark; the longest that the rules take is far shorter.
LONGEST_RECORD = 4_000_000
AS_IT_CAME = "row_as_it_came"
_DELIMITERS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?\s*', re.IGNORECASE)
# Columns that answers of an earlier run carry; they are not part of what was told.
_ANSWER_LINE = re.compile(r"(hub_)*line")
_ANSWER_NOTE = re.compile(r"(hub_)*(reasons|changed_columns)")
_OBJECT_ENDINGS = frozenset({".jsonl", ".ndjson"})
_MARKS = "\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came, with the line it began on; a row that could not be read has a reason instead."""

    line: int
    values: dict[str, str]
    broken: str = ""


@dataclass(slots=True)
class Source:
    """An open file of reports; `columns` names those that were told, as far as it has been read."""

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
        if path.exists() and not path.is_file():
            raise Refusal(f"{path.name} is not a file. Name one file of reports and try again.")
        encoding = encodings.encoding_of(path)
        binary = path.open("rb")
    except OSError as error:
        raise Refusal(
            f"{path.name} cannot be opened: {error.strerror}. Check the name and try again."
        ) from None
    text = io.TextIOWrapper(binary, encoding=encoding, errors=encodings.NOT_TEXT, newline="")
    return Source(path, path.stat().st_size, binary, text)


def rows(source: Source) -> Iterator[Row]:
    """The rows of a file: CSV, or one JSON object a line."""
    first = _first_character(source.text)
    is_objects = source.path.suffix.lower() in _OBJECT_ENDINGS or first == "{"
    if first == "[" and not is_objects:
        raise Refusal(
            f"{source.path.name} is one JSON list: write one JSON object on each line, and try again."
        )
    yield from _objects(source) if first and is_objects else _records(source)


def _first_character(text: io.TextIOWrapper) -> str:
    """The first character that is not white space; the file begins anew."""
    while character := text.read(1):
        if not character.isspace() and character != _MARKS:
            break
    text.seek(0)
    return character


class _Lines:
    """The lines of a file, one at a time; those of one record may be given back, to be read again by themselves."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.number = 0  # of the line handed out last
        self.taken: list[str] = []  # since the record began
        self._held = 0
        self.cut = False  # a line was too long and lost its end

    def begin(self) -> int:
        """Begin a record; the number of its first line."""
        self.taken, self._held, self.cut = [], 0, False
        return self.number + 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line; a record that grows past the limit meets an end."""
        line = "" if self._held > LONGEST_RECORD else self._back.popleft() if self._back else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self._held += len(line)
        return line

    def _read(self) -> str:
        """A line of the file; of one that is too long, only its beginning."""
        line = rest = self._text.readline(LONGEST_RECORD)
        while len(rest) == LONGEST_RECORD and not rest.endswith(("\n", "\r")):
            rest, self.cut = self._text.readline(LONGEST_RECORD), True
        return line

    def give_back(self, *, keep: int) -> None:
        """Give back the lines of this record but for the first ones."""
        self._back.extendleft(reversed(self.taken[keep:]))
        self.number -= len(self.taken[keep:])
        del self.taken[keep:]


# -- CSV


def _records(source: Source) -> Iterator[Row]:
    """The rows of a CSV file; a lost quotation mark costs the line it is on, never the lines after it."""
    csv.field_size_limit(2 * LONGEST_RECORD)
    lines = _Lines(source.text)
    reader = csv.reader(lines, delimiter=_delimiter(lines, source.path), strict=True)
    names = _header(lines, reader, source)
    while True:
        began = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.give_back(keep=1)
            yield _broken(began, lines.taken[0], "the row cannot be read: check its quotation marks")
            continue
        if lines.cut:
            yield _broken(
                began, lines.taken[0][:1000], f"the line is longer than {LONGEST_RECORD:,} characters"
            )
        elif any(each.strip() for each in cells):
            yield _record(names, cells, began)


def _broken(line: int, written: str, reason: str) -> Row:
    """A row that has no cells, kept as it came."""
    return Row(line, {AS_IT_CAME: written.rstrip("\r\n")}, reason)


def _delimiter(lines: _Lines, path: Path) -> str:
    """What stands between cells: as a first line `sep=;` says, else what finds most of our columns in the header."""
    for line in lines:
        if line.strip(f"{_MARKS} \t\r\n,;"):
            break
        lines.begin()
    else:
        raise Refusal(f"{path.name} is empty: there is nothing to receive.")
    said = _SEPARATOR_LINE.fullmatch(line.lstrip(_MARKS))
    if said:
        lines.begin()
        return said[1]
    lines.give_back(keep=0)
    return max(_DELIMITERS, key=lambda each: (_known(line, each), line.count(each)))


def _known(line: str, delimiter: str) -> int:
    """How many of our columns a header names, if this stands between its cells."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return sum(_column(each) in COLUMNS for each in cells)


def _header(lines: _Lines, reader: Iterator[list[str]], source: Source) -> list[str]:
    """The names of the columns, blank for one that is not part of what was told."""
    lines.begin()
    try:
        columns = [_column(each) for each in next(filter(any, reader))]
    except (csv.Error, StopIteration):
        raise Refusal(
            f"The first line of {source.path.name} cannot be read: check its quotation marks."
        ) from None
    missing = [each for each in REQUIRED if each not in columns]
    if missing:
        raise Refusal(
            f"{source.path.name} lacks the column {', '.join(missing)}: the first line must name the columns."
        )
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise Refusal(
            f"{source.path.name} names the column {', '.join(twice)} more than once: remove one of them."
        )
    ours = _answers(columns)
    source.columns = [each for each in columns if each and each not in ours]
    return ["" if each in ours else each or f"unnamed_{at}" for at, each in enumerate(columns, start=1)]


def _answers(columns: Sequence[str]) -> frozenset[str]:
    """The columns that an earlier run added, where this is one of its answers sent again."""
    line = max((each for each in columns if _ANSWER_LINE.fullmatch(each)), key=len, default="")
    note = max((each for each in columns if _ANSWER_NOTE.fullmatch(each)), key=len, default="")
    return frozenset({line, note, AS_IT_CAME}) if line and note else frozenset()


def _column(name: str) -> str:
    """A column's name: the hub's own where it is one in another spelling, else as it came."""
    plain = "_".join(re.split(r"[\s_-]+", name.strip(f"{_MARKS} \t\r\n\u00a0").casefold()))
    return plain if plain in COLUMNS else restore(name.strip().lstrip(_MARKS))


def _record(names: Sequence[str], cells: Sequence[str], line: int) -> Row:
    """One row; cells beyond the header are kept under a name that says so, never dropped."""
    given = {
        name: restore(cell)
        for name, cell in zip(names, cells, strict=False)
        if name and (cell or not name.startswith("unnamed_"))
    }
    beyond = cells[len(names) :]
    if not any(each.strip() for each in beyond):
        return Row(line, given)
    reason = f"the row has {len(cells)} cells and the header {len(names)}: put text that holds a separator in quotation marks"
    return Row(line, {**given, "beyond_the_header": ";".join(beyond)}, reason)


# -- JSON lines


def _objects(source: Source) -> Iterator[Row]:
    """The rows of a file of JSON lines."""
    seen: dict[str, None] = {}
    lines = _Lines(source.text)
    for written in lines:
        if written.strip(f" \t\r\n{_MARKS}"):
            row = _object(lines, written.lstrip(_MARKS))
            seen.update(dict.fromkeys(row.values))
            source.columns = list(seen)
            yield row
        lines.begin()


def _object(lines: _Lines, written: str) -> Row:
    """One object."""
    if lines.cut:
        return _broken(lines.number, written[:1000], f"the line is longer than {LONGEST_RECORD:,} characters")
    try:
        found: dict[str, Any] = objects.read(written)
    except objects.NotAnObject as reason:
        return _broken(lines.number, written.strip(), str(reason))
    values: dict[str, str] = {}
    for name, value in found.items():
        column = _column(name) or "unnamed_1"
        if column in values:
            return _broken(
                lines.number,
                written.strip(),
                f"the line names the column {column} more than once: remove one",
            )
        if column in COLUMNS and not objects.fits(value, several=column in LISTS):
            what = (
                "one text or a list of texts"
                if column in LISTS
                else "one text, a number, true, false or null"
            )
            return _broken(lines.number, written.strip(), f"{column} holds something else than {what}")
        values[column] = objects.cell(value, between=" " if column == "content_urls" else ";")
    return Row(lines.number, values)
