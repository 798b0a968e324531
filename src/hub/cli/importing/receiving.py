"""Taking a file in: rows in batches through the pathway, one bad row never costing its neighbours."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection

from hub import pathway
from hub.cases.terms import How
from hub.cli.importing import files, results
from hub.common import clock
from hub.common.refusals import NotNow
from hub.pathway import preparing
from hub.people.terms import MACHINE, Actor
from hub.places import queries as places
from hub.places import rules as place_rules
from hub.places.terms import AreaKind
from hub.reports import rules
from hub.reports.terms import Disposition, Telling
from hub.support import queries as support
from hub.triage.terms import Scope

BATCH = 50
_TRIES = 3


@dataclass(slots=True)
class Summary:
    """What became of a file; read = received + duplicates + changed + rejected."""

    read: int = 0
    received: int = 0
    duplicates: int = 0
    changed: int = 0
    rejected: int = 0
    linked: int = 0
    in_scope: int = 0
    out_of_scope: Counter[str] = field(default_factory=Counter)
    force_unknown: int = 0
    borough_unknown: int = 0
    cases_opened: int = 0
    support_offered: int = 0
    allocated: Counter[str] = field(default_factory=Counter)
    immediate: int = 0
    seconds: float = 0.0
    unknown_columns: dict[str, None] = field(default_factory=dict)  # in the order in which they turned up

    @property
    def all_taken(self) -> bool:
        """Whether every row is on record as it came."""
        return not (self.rejected or self.changed)

    def as_json(self) -> dict[str, object]:
        """The summary as one JSON object."""
        plain: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        unknown = plain.pop("unknown_columns")
        return {
            **plain,
            "out_of_scope": dict(sorted(self.out_of_scope.items())),
            "allocated": dict(sorted(self.allocated.items())),
            "seconds": round(self.seconds, 1),
            **({"unknown_columns": list(self.unknown_columns)} if unknown else {}),
        }

    def count(self, arrival: pathway.Arrival) -> None:
        """Count one telling that arrived."""
        if arrival.disposition == Disposition.SAME:
            self.duplicates += 1
        elif arrival.disposition == Disposition.CHANGED:
            self.changed += 1
            self.immediate += arrival.immediate
        elif arrival.assessment is not None:
            self.received += 1
            self._count_scope(arrival)
            self.immediate += arrival.immediate
            self.support_offered += arrival.offered

    def _count_scope(self, arrival: pathway.Arrival) -> None:
        """Count where a new report stands: exactly one of three."""
        assessment, placed = arrival.assessment, arrival.placed
        if assessment is None:
            return
        if assessment.scope == Scope.OUT:
            self.out_of_scope[assessment.exit] += 1
        elif assessment.scope == Scope.FORCE_UNKNOWN:
            self.force_unknown += 1
        else:
            self.in_scope += 1
            self.borough_unknown += not assessment.borough
        if placed:
            self.cases_opened += placed.how == How.OPENED
            self.linked += placed.how != How.OPENED
            if placed.unit:
                self.allocated[placed.unit] += 1


@dataclass(frozen=True, slots=True)
class _Run:
    """One taking-in of one file."""

    source: files.Source
    summary: Summary
    historic: bool
    by: Actor
    receipts: results.Answer
    rejected: results.Kept
    changed: results.Kept


def receive(*, path: Path, historic: bool, by: Actor, progress: Callable[[int, int], None]) -> Summary:
    """Take in a file; what was accepted is safe batch by batch, and a rerun begins at the first line."""
    began, summary = time.monotonic(), Summary()
    source = files.open_source(path)
    with (
        closing(source),
        results.Answer(path.with_name(f"{path.name}.receipts.csv")) as receipts,
        results.Kept(path.with_name(f"{path.name}.rejected.csv"), "reasons") as rejected,
        results.Kept(path.with_name(f"{path.name}.changed.csv"), "changed_columns") as changed,
    ):
        receipts.row(results.RECEIPTS)
        run = _Run(source, summary, historic, by, receipts, rejected, changed)
        for rows in _batches(files.rows(source)):
            _take(run, rows)
            progress(source.position(), source.size)
    pathway.seal_audit(
        by=MACHINE
    )  # sealing decides nothing: whoever may take reports in has what they did sealed
    summary.seconds = time.monotonic() - began
    return summary


def _batches(rows: Iterator[files.Row]) -> Iterator[list[files.Row]]:
    """Rows, a batch at a time."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def _take(run: _Run, rows: Sequence[files.Row]) -> None:
    """Take in one batch, and write its answers in the order of the rows."""
    now, atlas = clock.now(), places.atlas()
    read: list[Telling | tuple[str, ...]] = []
    for row in rows:
        found: Telling | tuple[str, ...] = (
            (row.broken,)
            if row.broken
            else rules.read(
                row.values, now=now, known_area=_known_area, allowed_areas=place_rules.allowed_areas(atlas)
            )
        )
        if run.historic and isinstance(found, Telling):
            found = rules.historic_reasons(found, now) or found
        read.append(found)
    tellings = [each for each in read if isinstance(each, Telling)]
    for telling in tellings:
        run.summary.unknown_columns.update(
            dict.fromkeys(preparing.column_names(telling, telling.unknown_columns))
        )
    arrived = iter(_arrive(run, tellings, _reference(tellings)) if tellings else [])
    outcomes = [next(arrived) if isinstance(each, Telling) else each for each in read]
    _answer(run, rows, outcomes)


def _known_area(text: str) -> bool:
    """Whether a borough column can be read."""
    return place_rules.read_area(text, places.atlas()).kind != AreaKind.UNKNOWN


def _reference(tellings: Sequence[Telling]) -> pathway.Reference:
    """The reference data of a batch."""
    postcodes = {place_rules.read_postcode(each.postcode).postcode for each in tellings}
    return pathway.Reference(places.atlas(), support.directory(), places.exact(postcodes))


def _arrive(
    run: _Run, tellings: Sequence[Telling], reference: pathway.Reference, tries: int = _TRIES
) -> list[pathway.Arrival | tuple[str, ...]]:
    """What became of each telling; a batch that fails is taken in halves, down to the row that fails alone."""
    try:
        return list(
            pathway.arrive(
                tellings=tellings, reference=reference, sender=str(run.by), historic=run.historic, by=run.by
            )
        )
    except DatabaseError as error:
        if isinstance(error, OperationalError) and (tries == 0 or not _answers()):
            raise NotNow(
                "The database stopped answering. What was accepted so far is safe: run the same command again."
            ) from None
        if isinstance(error, OperationalError):  # another importer was in the way
            return _arrive(run, tellings, reference, tries - 1)
        if len(tellings) == 1:
            return [
                (
                    "the row could not be kept: the database refused it; tell your administrator the line number",
                )
            ]
    half = len(tellings) // 2
    return _arrive(run, tellings[:half], reference) + _arrive(run, tellings[half:], reference)


def _answers() -> bool:
    """Whether the database still answers."""
    connection.close()
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


def _answer(
    run: _Run, rows: Sequence[files.Row], outcomes: Sequence[pathway.Arrival | tuple[str, ...]]
) -> None:
    """Count each row and write its receipt, as the database now has it."""
    atlas = places.atlas()
    where = pathway.whereabouts([each.report_id for each in outcomes if isinstance(each, pathway.Arrival)])
    for row, outcome in zip(rows, outcomes, strict=True):
        run.summary.read += 1
        reference = row.values.get("source_reference", "")
        if not isinstance(outcome, pathway.Arrival):
            run.summary.rejected += 1
            run.rejected.keep(row.line, row.values, run.source.columns, "; ".join(outcome))
            run.receipts.row([row.line, reference, "", "", "rejected", "", "", ""])
            continue
        run.summary.count(outcome)
        found = where[outcome.report_id]
        borough = atlas.boroughs[found.borough].name if found.borough else ""
        run.receipts.row(
            [row.line, reference, found.reference, found.case, _decision(found, outcome), found.standing.force, borough,
             found.unit]
        )  # fmt: skip
        if outcome.disposition == Disposition.CHANGED:
            run.changed.keep(row.line, row.values, run.source.columns, ";".join(outcome.columns))


def _decision(found: pathway.Whereabouts, outcome: pathway.Arrival) -> str:
    """What a receipt says: where the report stands, or that this row said something else than the first."""
    if outcome.disposition == Disposition.CHANGED:
        return "changed"
    standing = found.standing
    return standing.exit if standing.scope == Scope.OUT else standing.scope
