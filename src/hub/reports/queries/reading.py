"""Reading reports: what was told, and how it stands."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from hub.aside import queries as aside
from hub.common import clock
from hub.reports import rules
from hub.reports.models import (
    Addition,
    Appearance,
    Disagreement,
    Party,
    Perception,
    Report,
    Resend,
    Words,
)
from hub.reports.terms import AdditionKind


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


def sealed_of(report: int) -> tuple[int, ...]:
    """Where the tellings of a report are sealed: as it first came, then each that said something else, in their order."""
    first = Report.objects.filter(pk=report).values_list("sealed", flat=True)
    return (*first, *Resend.objects.filter(report=report).order_by("pk").values_list("sealed", flat=True))


def is_set_aside(reference: OuterRef) -> Exists:
    """Whether the report of a row is set aside, by itself or with its case, for another reading to leave it out."""
    return Exists(Report.objects.filter(aside.of_report(OuterRef("pk")), reference=reference))


def sent_again_since(ids: Collection[int], since: datetime) -> frozenset[int]:
    """Which of these reports were sent again with a difference after a moment."""
    return frozenset(Resend.objects.filter(report__in=ids, at__gt=since).values_list("report", flat=True))


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
    suspect_under_18: bool = False  # by the last later fact that says so
    language: str = ""
    source: str = ""


def gists(ids: Collection[int]) -> Mapping[int, Gist]:
    """What a list shows of these reports."""
    strands, ages = strands_of(ids), _ages(ids)
    return {
        each.pk: Gist(
            each.pk, each.reference, each.received_at, each.reported_at, bool(each.immediate),
            rules.victim_under_18(told=each.under_18, band=each.age_band, later=ages[each.pk]), each.historic, each.for_the_public,
            strands.get(each.pk, ()), rules.suspect_under_18(ages[each.pk]), each.language, each.source,
        )
        for each in Report.objects.filter(pk__in=ids)
    }  # fmt: skip


def strands_of(ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The strands that each of these reports tells of, of those that tell of any, in the order in which it was told."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    perceived = Perception.objects.filter(report__in=ids).order_by("pk")
    for report, strand in perceived.values_list("report", "strand"):
        found[report][strand] = None
    return {report: tuple(strands) for report, strands in found.items()}


def _ages(ids: Collection[int]) -> Mapping[int, list[str]]:
    """The later facts of these reports that tell of somebody's age, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    kinds = (AdditionKind.VICTIM_UNDER_18, AdditionKind.SUSPECT_UNDER_18, AdditionKind.SUSPECT_ADULT)
    rows = Addition.objects.filter(report__in=ids, kind__in=kinds).order_by("pk")
    for report, kind in rows.values_list("report", "kind"):
        found[report].append(kind)
    return found


def ids_of(references: Collection[str]) -> Mapping[str, int]:
    """The reports of these references."""
    return dict(Report.objects.filter(reference__in=references).values_list("reference", "pk"))


def numbered(*, after: int, limit: int) -> tuple[tuple[int, str], ...]:
    """Every report in the order in which it came, its number and reference, from behind a number on."""
    rows = Report.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "reference")
    return tuple(rows[:limit])


def with_words(words: str, *, before: int | None, limit: int) -> tuple[int, ...]:
    """Reports whose telling has these words, the newest first; names and contacts are masked in what is searched."""
    rows = Words.objects.annotate(found=SearchVector("what_happened", config="english")).filter(
        found=SearchQuery(words, config="english", search_type="websearch")
    )
    rows = rows.exclude(aside.of_report(OuterRef("report")))
    if before is not None:
        rows = rows.filter(report__lt=before)
    return tuple(rows.order_by("-report").values_list("report", flat=True)[:limit])


def of_persons(persons: Collection[int], *, before: int | None, limit: int) -> tuple[int, ...]:
    """Reports in which one of these persons has a part, the newest first."""
    rows = Party.objects.filter(person__in=persons)
    if before is not None:
        rows = rows.filter(report__lt=before)
    return tuple(rows.order_by("-report").values_list("report", flat=True).distinct()[:limit])


def of_victims(since: datetime, until: datetime) -> QuerySet[Report]:
    """The reports of a victim that were made in a time, for another reading to narrow by."""
    return Report.objects.filter(reported_at__gte=since, reported_at__lt=until, for_the_public=False)


def of_references(named: QuerySet[Any, Any]) -> QuerySet[Report]:
    """The reports that bear these references, for another reading to narrow by."""
    return Report.objects.filter(reference__in=named)


def per_day(*spans: tuple[datetime, datetime]) -> Mapping[date, int]:
    """How many were reported on each day in London within these times; a day without a report is not named."""
    within = Q(pk__in=())
    for since, until in spans:
        within |= Q(reported_at__gte=since, reported_at__lt=until)
    rows = Report.objects.filter(within)
    days = rows.annotate(day=TruncDate("reported_at", tzinfo=clock.LONDON)).order_by("day")
    return dict(days.values_list("day").annotate(Count("pk")))


def by_strand(before: datetime, since: datetime, until: datetime) -> Mapping[str, tuple[int, int]]:
    """How many reports tell of each strand: in the time asked for, and in the time before it."""
    rows = Perception.objects.filter(report__reported_at__gte=before, report__reported_at__lt=until)
    counted = rows.order_by("strand").values_list("strand").annotate(
        now=Count("report", distinct=True, filter=Q(report__reported_at__gte=since)),
        then=Count("report", distinct=True, filter=Q(report__reported_at__lt=since)),
    )  # fmt: skip
    return {strand: (now, then) for strand, now, then in counted}


def telling_of(strand: str) -> QuerySet[Perception, int]:
    """The reports that tell of a strand, for another reading to narrow by."""
    return Perception.objects.filter(strand=strand).values_list("report", flat=True)


def count() -> int:
    """How many reports are on record."""
    return Report.objects.count()


def sources() -> frozenset[str]:
    """Who has sent reports."""
    return frozenset(Report.objects.order_by().values_list("source", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Perceived:
    """A characteristic that somebody perceives, and who."""

    strand: str
    religion: str
    by: str


@dataclass(frozen=True, slots=True)
class Later:
    """What came to a report after it was told: a fact, a resend that differs, or an officer's disagreement."""

    report: int
    what: str  # added, resent or disagreed
    kind: str  # of a fact; the strand of a disagreement
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Ages:
    """Whether a child is among those concerned, with what was heard later."""

    under_18: bool
    suspect_under_18: bool  # by the last later fact that says so


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
    under_18: bool
    language: str
    sealed: int
    what_happened: str
    given: Mapping[str, Any]
    perceived: tuple[Perceived, ...]
    items: tuple[int, ...]
    later: tuple[Later, ...]

    @property
    def ages(self) -> Ages:
        """Who of them is under 18, by what was told and by what came afterwards."""
        return Ages(self.under_18, rules.suspect_under_18(_heard(self.later)))


def _heard(later: Iterable[Later]) -> list[str]:
    """The kinds of the later facts."""
    return [each.kind for each in later if each.what == "added"]


# In words of their own: the page of a case asks for them each time, and the library takes longer to make such
# questions than the database to answer them.
# What came to a report afterwards, in the order in which it came.
_LATER = """
    SELECT report_id, 'added' AS what, kind, at, by, text FROM reports_addition WHERE report_id = ANY(%(ids)s)
    UNION ALL
    SELECT report_id, 'resent', '', at, by, columns::text FROM reports_resend WHERE report_id = ANY(%(ids)s)
    UNION ALL
    SELECT perception.report_id, 'disagreed', perception.strand, said.at, said.by, said.reason
    FROM reports_disagreement AS said JOIN reports_perception AS perception ON perception.id = said.perception_id
    WHERE perception.report_id = ANY(%(ids)s)
    ORDER BY 4, 2
"""
_LATER_OF_ONE = _LATER.replace("ANY(%(ids)s)", "report.id")
_FILED = f"""
    SELECT report.id, report.reference, report.channel, report.reporter_role, report.reported_at, report.received_at,
        report.immediate, report.anonymous, report.historic, report.for_the_public, report.age_band, report.under_18,
        report.language, report.sealed_id, words.what_happened, words.given,
        ARRAY(SELECT json_build_array(strand, targeted_religion, perceived_by)::text
            FROM reports_perception WHERE report_id = report.id ORDER BY id),
        ARRAY(SELECT item_id FROM reports_appearance WHERE report_id = report.id ORDER BY id),
        ARRAY(SELECT json_build_array(report_id, what, kind, at, by, text)::text FROM ({_LATER_OF_ONE}) AS came)
    FROM reports_words AS words JOIN reports_report AS report ON report.id = words.report_id
    WHERE report.id = ANY(%(ids)s)
"""  # noqa: S608 - put together from constants


def filed(ids: Collection[int]) -> Mapping[int, Filed]:
    """These reports with their words, whole, in one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_FILED, {"ids": list(ids)})
        return {each[0]: _filed(*each) for each in cursor.fetchall()}


def _filed(*row: Any) -> Filed:
    """A report of its row, and of what was asked beside it."""
    *plain, given, perceived, items, later = row
    told = tuple(Perceived(*json.loads(each)) for each in perceived)
    facts: tuple[Any, ...] = (
        *plain, json.loads(given), told, tuple(items), tuple(_later(*json.loads(each)) for each in later),
    )  # fmt: skip
    found = Filed(*facts)
    child = rules.victim_under_18(told=found.under_18, band=found.age_band, later=_heard(found.later))
    return replace(found, under_18=child)


def _later(report: int, what: str, kind: str, at: str, *said: str) -> Later:
    """What came afterwards, as the database writes it beside a report."""
    return Later(report, what, kind, clock.read(at), *said)


def later(ids: Collection[int]) -> tuple[Later, ...]:
    """What came to these reports afterwards, in the order in which it came."""
    with connection.cursor() as cursor:
        cursor.execute(_LATER, {"ids": list(ids)})
        return tuple(Later(*each) for each in cursor.fetchall())


def parties(ids: Collection[int]) -> tuple[tuple[int, str, int], ...]:
    """Report, part and person of everybody that these reports tell of."""
    rows = Party.objects.filter(report__in=ids).order_by("report", "role")
    return tuple(rows.values_list("report", "role", "person"))
