"""Lines of the record as a table for a spreadsheet: each cell is text, and the first row says what it is."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from django.conf import settings

from hub.audit.terms import Shown
from hub.common import clock
from hub.reports.rules import neutralise
from hub.web.desk.record.shown import rows

_AT_ONCE = 1_000
_BOM = "\ufeff"  # without it a spreadsheet takes the file for another alphabet
HEAD = (
    "Line", "When (London)", "When (UTC)", "Kind", "Who", "Role", "Actor", "What", "Action", "Whose record", "Reference",
    "More", "Reason", "Recipient", "Refused", "Sealed",
)  # fmt: skip


def file_name() -> str:
    """A name that carries the classification."""
    marking = settings.HUB_CLASSIFICATION or "UNMARKED"
    return f"{marking} record {clock.now().astimezone(clock.LONDON):%Y-%m-%d %H%M}.csv"


def written(lines: Iterator[Shown], asked: str) -> Iterator[bytes]:
    """The table, a part at a time: however long the record, memory holds a thousand lines."""
    made = clock.in_london(clock.now())
    first = f"{settings.HUB_CLASSIFICATION or 'UNMARKED'}. Lines of the record: {asked}. Exported {made}."
    yield (_BOM + _row([first]) + _row(HEAD)).encode()
    while some := list(islice(lines, _AT_ONCE)):
        yield "".join(
            _row(
                (
                    line.id, clock.in_london(line.at), f"{line.at:%Y-%m-%dT%H:%M:%S.%fZ}", row.kind, row.who, row.role,
                    line.actor, row.what, line.action, row.whose, line.subject, row.details, row.why, row.recipient,
                    "yes" if line.refused else "no", "yes" if line.sealed else "no",
                )
            )
            for line, row in zip(some, rows(some), strict=True)
        ).encode()  # fmt: skip


def _row(cells: Sequence[object]) -> str:
    """One row; a cell that a spreadsheet would run is made text."""
    text = StringIO()
    csv.writer(text).writerow([neutralise(str(each)) for each in cells])
    return text.getvalue()
