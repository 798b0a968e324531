"""The answers beside the input: receipts, what was rejected and why, what changed; whole or not at all."""

import csv
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from hub.common.refusals import Refusal
from hub.reports.rules import neutralise

RECEIPTS = ("line", "source_reference", "reference", "case_reference", "decision", "force", "borough", "unit")


class Answer:
    """One CSV file, mode 0600, with a mark that a spreadsheet knows UTF-8 by.

    Its rows wait in a file without a name, so that a killed run leaves nothing behind; it is written out and put in
    place only when it is whole.
    """

    def __init__(self, path: Path) -> None:
        """An answer that will stand at a path."""
        self.path = path
        self._aside = path.with_name(f".{path.name}.{os.getpid()}")
        self._spool: TextIO

    def __enter__(self) -> Self:
        """Begin it."""
        try:
            self._spool = tempfile.TemporaryFile("w+", encoding="ascii", dir=self.path.parent)
        except OSError as error:
            raise Refusal(
                f"{self.path.name} cannot be written: {error.strerror}. Put the file in a folder where you may write, "
                "and try again."
            ) from None
        return self

    def row(self, cells: Sequence[object]) -> None:
        """Add a row."""
        self._keep([str(each) for each in cells])

    def _keep(self, kept: object) -> None:
        """Let a row wait; as JSON, which holds any text."""
        self._spool.write(f"{json.dumps(kept)}\n")

    def _rows(self) -> Iterable[Sequence[str]]:
        """Every row of it, in order."""
        return map(json.loads, self._spool)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put it in place, or leave no trace of it."""
        try:
            if kind is None:
                self._write()
        except OSError as problem:
            raise Refusal(
                f"{self.path.name} could not be written: {problem.strerror}. What was accepted is safe: "
                "mend this and run the same command again."
            ) from None
        finally:
            self._spool.close()
            self._aside.unlink(missing_ok=True)

    def _write(self) -> None:
        """Write it aside, then put it in place; a spreadsheet that opens it runs none of its cells."""
        self._spool.seek(0)
        self._aside.unlink(missing_ok=True)
        handle = os.open(self._aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file)
            for cells in self._rows():
                writer.writerow([neutralise(each) for each in cells])
            file.flush()
            os.fsync(file.fileno())
        self._aside.replace(self.path)


class Kept(Answer):
    """Rows as they came, under all the columns that turned up, with the line before and a note behind each."""

    def __init__(self, path: Path, note: str) -> None:
        """An answer whose last column is the note."""
        super().__init__(path)
        self._note = note
        self._columns: dict[str, None] = {}
        self.count = 0

    def keep(self, line: int, values: Mapping[str, str], columns: Sequence[str], note: str) -> None:
        """Keep a row as it came."""
        self._columns.update(dict.fromkeys([*columns, *values]))
        self._keep([line, values, note])
        self.count += 1

    def _rows(self) -> Iterable[Sequence[str]]:
        """The rows under the whole header, which only now is known."""
        yield [_free("line", self._columns), *self._columns, _free(self._note, self._columns)]
        for line, values, note in map(json.loads, self._spool):
            yield [str(line), *(values.get(each, "") for each in self._columns), note]


def _free(name: str, taken: Mapping[str, None]) -> str:
    """A name for a column of ours that no column of the sender's has."""
    while name in taken:
        name = f"hub_{name}"
    return name
