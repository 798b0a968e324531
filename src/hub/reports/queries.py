"""Reading reports: nothing here opens an identity."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.reports.models import Addition, Appearance, Disagreement, Party, Perception, Report, Resend, Words


@dataclass(frozen=True, slots=True)
class Summary:
    """A report in a line."""

    id: int
    reference: str
    source: str
    source_reference: str
    channel: str
    reporter_role: str
    reported_at: datetime
    received_at: datetime
    anonymous: bool
    historic: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A report whole, but for who somebody is."""

    summary: Summary
    what_happened: str
    given: Mapping[str, Any]
    notes: Sequence[str]
    unknown_columns: Sequence[str]
    perceptions: Sequence[str]
    disagreements: int
    additions: Sequence[tuple[datetime, str, str, str]]
    resends: Sequence[tuple[datetime, Sequence[str]]]
    parties: Mapping[str, int]
    items: Sequence[int]
    sealed: int
    for_the_public: bool


_FIELDS = (
    "pk", "reference", "source", "source_reference", "channel", "reporter_role", "reported_at", "received_at",
    "anonymous", "historic",
)  # fmt: skip


def summaries(ids: Collection[int]) -> Mapping[int, Summary]:
    """These reports, by id."""
    return {row[0]: Summary(*row) for row in Report.objects.filter(pk__in=ids).values_list(*_FIELDS)}


def told(reference: str) -> Told | None:
    """One report whole."""
    row = Report.objects.filter(reference=reference).first()
    if row is None:
        return None
    words = Words.objects.get(report=row)
    perceived = Perception.objects.filter(report=row).order_by("pk")
    return Told(
        summaries([row.pk])[row.pk],
        words.what_happened,
        words.given,
        words.notes,
        words.unknown_columns,
        [
            each.strand + (f" ({each.targeted_religion})" if each.targeted_religion else "")
            for each in perceived
        ],
        Disagreement.objects.filter(perception__report=row).count(),
        list(Addition.objects.filter(report=row).order_by("pk").values_list("at", "kind", "text", "by")),
        list(Resend.objects.filter(report=row).order_by("pk").values_list("at", "columns")),
        dict(Party.objects.filter(report=row).values_list("role", "person")),
        list(Appearance.objects.filter(report=row).order_by("pk").values_list("item", flat=True)),
        row.sealed_id,
        row.for_the_public,
    )


def items_of(ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The items that each of these reports showed."""
    found: dict[int, set[int]] = defaultdict(set)
    for report, item in Appearance.objects.filter(report__in=ids).values_list("report", "item"):
        found[report].add(item)
    return {report: frozenset(items) for report, items in found.items()}


def count() -> int:
    """How many reports are on record."""
    return Report.objects.count()


def sources() -> frozenset[str]:
    """Who has sent reports."""
    return frozenset(Report.objects.order_by().values_list("source", flat=True).distinct())
