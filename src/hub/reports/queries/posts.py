"""Reading which posts reports show."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection

from hub.reports.models import (
    Appearance,
)
from hub.reports.terms import Shown


def items_of(ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The items that each of these reports showed."""
    found: dict[int, set[int]] = defaultdict(set)
    for report, item in Appearance.objects.filter(report__in=ids).values_list("report", "item"):
        found[report].add(item)
    return {report: frozenset(items) for report, items in found.items()}


def shown(ids: Collection[int]) -> tuple[Shown, ...]:
    """Which posts these reports showed."""
    rows = Appearance.objects.filter(report__in=ids).order_by("pk")
    return tuple(Shown(*each) for each in rows.values_list("report", "item", "first_seen_at"))


def shown_elsewhere(items: Collection[int], reports: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The reports besides these that show each of these posts."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Appearance.objects.filter(item__in=items).exclude(report__in=reports)
    for item, report in rows.values_list("item", "report"):
        found[item].add(report)
    return {item: frozenset(showing) for item, showing in found.items()}


def showing(items: Collection[int], *, before: int | None, limit: int) -> tuple[int, ...]:
    """Reports that show one of these items, the newest first."""
    rows = Appearance.objects.filter(item__in=items)
    if before is not None:
        rows = rows.filter(report__lt=before)
    found = rows.order_by("-report").values_list("report", flat=True).distinct()
    return tuple(found[:limit])


# In words of its own: the newest few of each, without reading all that there are.
_NEWEST = """
    SELECT wanted.item, newest.report_id FROM unnest(%(items)s::bigint[]) AS wanted(item)
    CROSS JOIN LATERAL (
        SELECT report_id FROM reports_appearance WHERE item_id = wanted.item ORDER BY report_id DESC LIMIT %(each)s
    ) AS newest
"""


def newest_showing(items: Collection[int], *, each: int) -> Mapping[int, tuple[int, ...]]:
    """The newest few reports that show each of these items."""
    found: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"items": list(items), "each": each})
        for item, report in cursor.fetchall():
            found[item].append(report)
    return {item: tuple(reports) for item, reports in found.items()}
