"""Reading the directory and the offers."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from hub.places import queries as places
from hub.support.models import Offer
from hub.support.terms import Directory, Service

_DATA = Path(__file__).parent / "data" / "services.csv"


def _parts(text: str) -> frozenset[str]:
    """A list of a cell."""
    return frozenset(each.strip() for each in text.split(";") if each.strip())


@cache
def directory() -> Directory:
    """The shipped directory, read once by a process; an entry without an address is not assured."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        services = tuple(
            Service(
                row["slug"], row["name"], row["does"], row["url"], _parts(row["strands"]), _parts(row["religions"]),
                _parts(row["boroughs"]), int(row["minimum_age"]) if row["minimum_age"] else None,
                int(row["maximum_age"]) if row["maximum_age"] else None, _parts(row["languages"]),
                row["general"] == "yes", date.fromisoformat(row["assured_date"]) if row["url"] else None,
            )
            for row in csv.DictReader(file)
        )  # fmt: skip
    return Directory(services, frozenset(places.atlas().boroughs))


def offers(report: int) -> tuple[tuple[Service, tuple[str, ...]], ...]:
    """What was offered on a report, and why."""
    named = {each.slug: each for each in directory().services}
    rows = Offer.objects.filter(report=report).order_by("pk").values_list("service", "reasons")
    return tuple((named[slug], tuple(reasons)) for slug, reasons in rows if slug in named)
