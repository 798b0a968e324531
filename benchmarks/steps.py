"""Where the time of `hub receive` goes: milliseconds a report in each step, and within them in each table.

Run by receive.py: python steps.py FILE. A step's time is its own: what it asks of another step counts there.
"""

import functools
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
django.setup()

from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402 - Django first
from django.db.models import QuerySet  # noqa: E402

from hub import pathway  # noqa: E402
from hub.audit import actions as audit  # noqa: E402
from hub.cases import actions as cases  # noqa: E402
from hub.cli.commands.receiving import take  # noqa: E402
from hub.cli.frame import actor  # noqa: E402
from hub.cli.importing import files, receiving  # noqa: E402
from hub.common import copying, deferral  # noqa: E402
from hub.content import actions as content  # noqa: E402
from hub.disclosures import actions as disclosures  # noqa: E402
from hub.duties import actions as duties  # noqa: E402
from hub.identities import actions as identities  # noqa: E402
from hub.letters import actions as letters  # noqa: E402
from hub.pathway import arriving  # noqa: E402
from hub.reports import actions as reports  # noqa: E402
from hub.reports import rules  # noqa: E402
from hub.support import actions as support  # noqa: E402
from hub.triage import actions as triage  # noqa: E402

STEPS = (
    ("rules", rules, "read"), ("rules", arriving, "ready"), ("rules", arriving, "masked"),
    ("rules", arriving, "items_of"), ("resends", reports, "recognise"), ("identities, sealed", identities, "keep"),
    ("content", content, "keep"), ("reports", reports, "receive"), ("triage", triage, "assess"),
    ("repeat victims", identities, "recognise"), ("cases", cases, "place"), ("offers", support, "offer"),
    ("agreements", disclosures, "agree"), ("duties", duties, "start"), ("letters", letters, "queue"),
    ("jobs", deferral, "defer"), ("audit lines", audit, "record"), ("commit", BaseDatabaseWrapper, "commit"),
    ("rest of the arrival", pathway, "arrive"), ("receipts", receiving, "_answer"), ("audit sealed", audit, "seal"),
)  # fmt: skip


class Watch:
    """How long each step took by itself, and how long the rows of each table took to write."""

    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()
        self.tables: Counter[str] = Counter()
        self._within = [0.0]  # for each step that is open, the time of the steps inside it

    def timed(self, step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, watched."""

        @functools.wraps(work)
        def watched(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            self._within.append(0.0)
            try:
                return work(*args, **kwargs)
            finally:
                took = time.perf_counter() - began
                self.steps[step] += took - self._within.pop()
                self._within[-1] += took

        return watched

    def rows(self, found: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The same rows, the reading of each watched."""

        def watched(*args: Any) -> Iterator[Any]:
            rows, end = found(*args), object()
            following = self.timed("reading", next)
            while (row := following(rows, end)) is not end:
                yield row

        return watched

    def written(self, table: Callable[..., str], write: Callable[..., Any]) -> Callable[..., Any]:
        """The same writing, watched by table."""

        @functools.wraps(write)
        def watched(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return write(*args, **kwargs)
            finally:
                self.tables[table(*args)] += time.perf_counter() - began

        return watched


def _table_of(rows: list[Any]) -> str:
    """The table of some rows."""
    return str(rows[0]._meta.db_table) if rows else "none"  # noqa: SLF001 - Django documents it


def _table_asked(rows: QuerySet[Any], *_: object, **__: object) -> str:
    """The table that rows are added to."""
    return str(rows.model._meta.db_table)  # noqa: SLF001 - Django documents it


def main() -> None:
    """Take in a file, watched."""
    watch = Watch()
    for step, place, name in STEPS:
        setattr(place, name, watch.timed(step, getattr(place, name)))
    files.rows = watch.rows(files.rows)
    copying.add = watch.written(_table_of, copying.add)
    setattr(QuerySet, "bulk_create", watch.written(_table_asked, QuerySet.bulk_create))  # noqa: B010 - Django's own
    whole = watch.timed("everything else", take)
    summary = whole(Path(sys.argv[1]), historic=False, by=actor("operator"))
    each = 1000 / summary.received
    tell = {
        "milliseconds_a_report": {name: round(took * each, 2) for name, took in watch.steps.most_common()},
        "of_which_writing": {name: round(took * each, 2) for name, took in watch.tables.most_common()},
    }
    print(json.dumps(tell))


main()
