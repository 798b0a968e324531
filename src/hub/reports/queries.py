"""Reading reports: nothing here opens an identity."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, TextField, Value
from django.db.models.functions import Cast, JSONObject

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


@dataclass(frozen=True, slots=True)
class Gist:
    """What a list shows of a report."""

    id: int
    reference: str
    received_at: datetime
    reported_at: datetime
    immediate: bool
    under_18: bool
    historic: bool
    for_the_public: bool
    strands: tuple[str, ...]


def gists(ids: Collection[int]) -> Mapping[int, Gist]:
    """What a list shows of these reports."""
    strands: dict[int, list[str]] = defaultdict(list)
    perceived = Perception.objects.filter(report__in=ids).order_by("pk")
    for report, strand in perceived.values_list("report", "strand"):
        if strand not in strands[report]:
            strands[report].append(strand)
    return {
        each.pk: Gist(
            each.pk, each.reference, each.received_at, each.reported_at, bool(each.immediate), bool(each.under_18),
            each.historic, each.for_the_public, tuple(strands[each.pk]),
        )
        for each in Report.objects.filter(pk__in=ids)
    }  # fmt: skip


def ids_of(references: Collection[str]) -> Mapping[str, int]:
    """The reports of these references."""
    return dict(Report.objects.filter(reference__in=references).values_list("reference", "pk"))


@dataclass(frozen=True, slots=True)
class Perceived:
    """A characteristic that somebody perceives, and who."""

    strand: str
    religion: str
    by: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as the page of its case shows it; nothing of who anybody is."""

    id: int
    reference: str
    channel: str
    reporter_role: str
    reported_at: datetime
    received_at: datetime
    immediate: bool | None
    anonymous: bool
    historic: bool
    for_the_public: bool
    age_band: str
    under_18: bool | None
    language: str
    sealed: int
    what_happened: str
    given: Mapping[str, Any]
    perceived: tuple[Perceived, ...]
    items: tuple[int, ...]


def filed(ids: Collection[int]) -> Mapping[int, Filed]:
    """These reports with their words, whole, in one question to the database."""
    perceived = Perception.objects.filter(report=OuterRef("report")).order_by("pk")
    shown = Appearance.objects.filter(report=OuterRef("report")).order_by("pk")
    rows = Words.objects.filter(report__in=ids).select_related("report")
    rows = rows.annotate(
        perceived=ArraySubquery(
            perceived.values(
                each=JSONObject(strand="strand", religion="targeted_religion", by="perceived_by")
            ),
        ),
        shown=ArraySubquery(shown.values("item_id")),
    )
    return {each.report_id: _filed(each) for each in rows}


def _filed(words: Any) -> Filed:
    """A report of its words, which carry what was asked beside them."""
    row: Report = words.report
    return Filed(
        row.pk, row.reference, row.channel, row.reporter_role, row.reported_at, row.received_at, row.immediate,
        row.anonymous, row.historic, row.for_the_public, row.age_band, row.under_18, row.language, row.sealed_id,
        words.what_happened, words.given, tuple(Perceived(**each) for each in words.perceived), tuple(words.shown),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Later:
    """What came to a report after it was told: a fact, a resend that differs, or an officer's disagreement."""

    report: int
    what: str  # added, resent or disagreed
    kind: str  # of a fact; the strand of a disagreement
    at: datetime
    by: str
    text: str


def later(ids: Collection[int]) -> tuple[Later, ...]:
    """What came to these reports afterwards, in the order in which it came."""
    nothing = Value("", output_field=CharField())
    added = Addition.objects.filter(report__in=ids).values_list(
        "report_id", Value("added"), "kind", "at", "by", "text"
    )
    resent = Resend.objects.filter(report__in=ids).values_list(
        "report_id", Value("resent"), nothing, "at", "by", Cast("columns", TextField())
    )
    disagreed = Disagreement.objects.filter(perception__report__in=ids).values_list(
        F("perception__report_id"), Value("disagreed"), F("perception__strand"), "at", "by", "reason"
    )
    found = added.union(resent, disagreed, all=True)
    return tuple(Later(*each) for each in sorted(found, key=lambda each: (each[3], each[1])))


def parties(ids: Collection[int]) -> tuple[tuple[int, str, int], ...]:
    """Report, part and person of everybody that these reports tell of."""
    rows = Party.objects.filter(report__in=ids).order_by("report", "role")
    return tuple(rows.values_list("report", "role", "person"))
