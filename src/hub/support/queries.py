"""Reading the directory and the offers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hub.cases import queries as cases
from hub.cases.terms import CaseLine
from hub.common import tables
from hub.disclosures import queries as disclosures
from hub.places import queries as places
from hub.reports import queries as reports
from hub.support.models import Offer
from hub.support.terms import Directory, Service, Status

_DATA = Path(__file__).parent / "data" / "services.csv"


def _parts(text: str) -> frozenset[str]:
    """A list of a cell."""
    return frozenset(each.strip() for each in text.split(";") if each.strip())


def _years(text: str) -> int | None:
    """An age limit of a cell."""
    return int(text) if text else None


def _service(row: Mapping[str, str]) -> Service:
    """A service of the shipped table."""
    return Service(
        slug=row["slug"], name=row["name"], does=row["does"], url=row["url"], url_assured=row["url_assured"] == "yes",
        strands=_parts(row["strands"]), religions=_parts(row["religions"]), areas=_parts(row["areas"]),
        minimum_age=_years(row["minimum_age"]), maximum_age=_years(row["maximum_age"]),
        languages=_parts(row["languages"]), general=row["general"] == "yes", immediate=row["immediate"] == "yes",
        needs=_parts(row["needs"]), status=Status(row["status"]), assured_date=date.fromisoformat(row["assured_date"]),
        certainty=row["certainty"], source=row["source"],
    )  # fmt: skip


def shipped() -> list[dict[str, str]]:
    """The directory, row by row as it was written."""
    return tables.rows(_DATA)


@cache
def directory() -> Directory:
    """The shipped directory as one snapshot, read once by a process."""
    services = tuple(map(_service, shipped()))
    return Directory(services, frozenset(places.atlas().boroughs))


def offers(report: int) -> tuple[tuple[Service, tuple[str, ...]], ...]:
    """What was offered on a report, and why."""
    named = {each.slug: each for each in directory().services}
    rows = Offer.objects.filter(report=report).order_by("pk").values_list("service", "reasons")
    return tuple((named[slug], tuple(reasons)) for slug, reasons in rows if slug in named)


def victims_offered(since: datetime, until: datetime) -> int:
    """On how many reports of a victim, reported in this time, help was offered."""
    return _offered(since, until).count()


def offered_in(
    since: datetime, until: datetime, *, before: int | None = None, limit: int = 25
) -> tuple[tuple[int, ...], int | None]:
    """The reports of a victim on which help was offered, the newest first, and where the next page begins."""
    rows = _offered(since, until)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk").values_list("pk", flat=True)[: limit + 1])
    return tuple(found[:limit]), found[limit - 1] if len(found) > limit else None


def _offered(since: datetime, until: datetime) -> QuerySet[Any]:
    """The reports of a victim on which help was offered."""
    return reports.of_victims(since, until).filter(Exists(Offer.objects.filter(report=OuterRef("pk"))))


def cases_supported(since: datetime, until: datetime) -> int:
    """How many cases have somebody whom the hub offered help in this time, or who agreed to be referred."""
    return cases.count_of_any(*_supported(since, until))


def cases_supported_in(
    since: datetime, until: datetime, *, before: int | None = None, limit: int = 25
) -> tuple[tuple[CaseLine, ...], int | None]:
    """The same cases, the newest first, and where the next page begins."""
    return cases.of_any(*_supported(since, until), before=before, limit=limit)


def _supported(since: datetime, until: datetime) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The reports on which help was offered, and those on which somebody agreed to be referred."""
    return _offered(since, until), reports.of_references(disclosures.subjects_agreed(since, until))


def reports_offered() -> int:
    """On how many reports help was offered."""
    return Offer.objects.values("report").distinct().count()


@dataclass(frozen=True, slots=True)
class Filed:
    """A service that was offered on a report, as the page of its case shows it."""

    service: Service
    reasons: tuple[str, ...]
    at: datetime
    report: int


def offered_on(reports: Collection[int]) -> tuple[Filed, ...]:
    """What was offered on these reports; a service offered on several counts once, the first time."""
    named = {each.slug: each for each in directory().services}
    rows = Offer.objects.filter(report__in=reports).order_by("pk")
    found: dict[str, Filed] = {}
    for slug, reasons, at, report in rows.values_list("service", "reasons", "at", "report"):
        if slug in named and slug not in found:
            found[slug] = Filed(named[slug], tuple(reasons), at, report)
    return tuple(found.values())
