"""Reading agreements."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from hub.common import clock
from hub.common.subjects import named as subjects_named
from hub.disclosures.models import Agreement as Row
from hub.disclosures.models import Release
from hub.disclosures.terms import Agreement


def standing(subjects: Collection[str]) -> dict[str, list[Agreement]]:
    """The agreements of these subjects that nothing has replaced."""
    replaced = Row.objects.filter(subject__in=subjects, supersedes__isnull=False).values("supersedes")
    found: dict[str, list[Agreement]] = {}
    for row in Row.objects.filter(subject__in=subjects).exclude(pk__in=replaced).order_by("pk"):
        found.setdefault(row.subject, []).append(_agreement(row))
    return found


@dataclass(frozen=True, slots=True)
class Filed:
    """An agreement with who recorded it and when, and whether a later one has its place."""

    agreement: Agreement
    at: datetime
    by: str
    replaces: bool
    replaced: bool


def filed(subjects: Collection[str]) -> tuple[Filed, ...]:
    """Every agreement of these subjects, in the order in which it was recorded."""
    rows = list(Row.objects.filter(subject__in=subjects).order_by("pk"))
    gone = {each.supersedes_id for each in rows}
    return tuple(
        Filed(_agreement(each), each.at, each.by, each.supersedes_id is not None, each.pk in gone) for each in rows
    )  # fmt: skip


def of_reference(reference: str, subjects: Collection[str]) -> Agreement | None:
    """One agreement of these subjects, also where a later one has replaced it."""
    row = Row.objects.filter(reference=reference, subject__in=subjects).first()
    return _agreement(row) if row else None


def _agreement(row: Row) -> Agreement:
    """An agreement as it is read."""
    return Agreement(
        row.pk, row.reference, row.organisation, row.purpose, tuple(row.fields), row.given, row.confirmed, row.told_by,
        row.until,
    )  # fmt: skip


def agreed(since: datetime, until: datetime) -> int:
    """On how many reports somebody agreed, in this time, to be referred, and it is in force."""
    return subjects_agreed(since, until).distinct().count()


def subjects_agreed(since: datetime, until: datetime) -> QuerySet[Row, Any]:
    """The same reports, for another reading to narrow by."""
    return _in_force(since, until).values("subject")


def agreed_in(
    since: datetime, until: datetime, *, before: int | None = None, limit: int = 25
) -> tuple[tuple[str, ...], int | None]:
    """The reports whose agreement to be referred is in force, the newest first, and where the next page begins."""
    rows = _in_force(since, until).order_by().values("subject").annotate(newest=Max("pk"))
    if before is not None:
        rows = rows.filter(newest__lt=before)
    found = list(rows.order_by("-newest").values_list("subject", "newest")[: limit + 1])
    shown = found[:limit]
    return tuple(subject for subject, _ in shown), shown[-1][1] if len(found) > limit else None


def _in_force(since: datetime, until: datetime) -> QuerySet[Row]:
    """The agreements to be referred for support that the person gave themselves in this time and that stand now."""
    replaced = Row.objects.filter(supersedes=OuterRef("pk"))
    lasting = Q(until__isnull=True) | Q(until__gt=clock.now())
    return Row.objects.filter(
        ~Exists(replaced),
        lasting,
        subject_kind="report",
        purpose="support",
        given=True,
        confirmed=True,
        at__gte=since,
        at__lt=until,
    )


def subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that an agreement is about, a page at a time."""
    return subjects_named(Row.objects.all())


def released() -> Iterator[tuple[str, ...]]:
    """The cases and reports of which something left the hub, a page at a time."""
    return subjects_named(Release.objects.all())
