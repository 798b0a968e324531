"""The answers beside the input: receipts, what was rejected and why, what changed; whole or not at all."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from hub.reports.rules import neutralise

RECEIPTS = ("line", "source_reference", "reference", "case_reference", "decision", "force", "borough", "unit")


class Answer:
    """One CSV file written aside, of mode 0600, and put in place only when it is whole."""

    def __init__(self, path: Path) -> None:
        """An answer that will stand at a path."""
        self.path = path
        self._aside = path.with_name(f".{path.name}.{os.getpid()}")
        self._file: TextIO

    def __enter__(self) -> Self:
        """Begin it."""
        handle = os.open(self._aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        return self

    def row(self, cells: Sequence[object]) -> None:
        """Add a row; a spreadsheet that opens it runs none of its cells."""
        self._writer.writerow([neutralise(str(each)) for each in cells])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put it in place, or leave no trace of it."""
        if kind is None:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            self._aside.replace(self.path)
        else:
            self._aside.unlink(missing_ok=True)


class Kept(Answer):
    """Rows as they came, under all the columns that turned up, with a note beside each; written when all are known."""

    def __init__(self, path: Path, note: str) -> None:
        """An answer whose last column is the note."""
        super().__init__(path)
        self._note = note
        self._columns: list[str] = []
        self._spool = path.with_name(f".{path.name}.rows.{os.getpid()}")
        self.count = 0

    def __enter__(self) -> Self:
        """Begin it; rows wait in a file of their own, because later ones may bring more columns."""
        super().__enter__()
        handle = os.open(self._spool, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._rows = os.fdopen(handle, "w+", encoding="utf-8", newline="")
        self._spooled = csv.writer(self._rows)
        return self

    def keep(self, line: int, values: dict[str, str], columns: Sequence[str], note: str) -> None:
        """Keep a row as it came."""
        for each in [*columns, *values]:
            if each and each not in self._columns:
                self._columns.append(each)
        self._spooled.writerow([line, *(values.get(each, "") for each in self._columns), note])
        self.count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the rows under the whole header, then put the file in place."""
        if kind is None:
            self.row(["line", *self._columns, self._note])
            self._rows.seek(0)
            for line, *values, note in csv.reader(self._rows):
                self.row([line, *values, *([""] * (len(self._columns) - len(values))), note])
        self._rows.close()
        self._spool.unlink(missing_ok=True)
        super().__exit__(kind, error, trace)
