"""Reading agreements."""

from collections.abc import Collection, Iterator
from datetime import datetime

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
        found.setdefault(row.subject, []).append(
            Agreement(
                row.pk, row.reference, row.organisation, tuple(row.fields), row.given, row.confirmed, row.told_by,
                row.until,
            )
        )  # fmt: skip
    return found


def of_reference(reference: str) -> Agreement | None:
    """One agreement."""
    row = Row.objects.filter(reference=reference).first()
    if row is None:
        return None
    return Agreement(
        row.pk,
        row.reference,
        row.organisation,
        tuple(row.fields),
        row.given,
        row.confirmed,
        row.told_by,
        row.until,
    )


def agreed(since: datetime, until: datetime) -> int:
    """On how many reports somebody agreed, in this time, to be referred, and it is in force."""
    return _in_force(since, until).values("subject").distinct().count()


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
    """The agreements to be referred for support that were given in this time and stand now."""
    replaced = Row.objects.filter(supersedes=OuterRef("pk"))
    lasting = Q(until__isnull=True) | Q(until__gt=clock.now())
    return Row.objects.filter(
        ~Exists(replaced),
        lasting,
        subject_kind="report",
        purpose="support",
        given=True,
        at__gte=since,
        at__lt=until,
    )


def subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that an agreement is about, a page at a time."""
    return subjects_named(Row.objects.all())


def released() -> Iterator[tuple[str, ...]]:
    """The cases and reports of which something left the hub, a page at a time."""
    return subjects_named(Release.objects.all())
