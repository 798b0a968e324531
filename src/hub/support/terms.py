"""The words of this module: services, and what somebody needs of one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class Status(TextChoices):
    """Whether a service takes people on."""

    ACTIVE = "active", "active"
    CLOSED = "temporarily-closed", "temporarily closed"
    DEFUNCT = "defunct", "defunct"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the directory, as it was checked on its assured date."""

    slug: str
    name: str
    does: str
    url: str  # blank where no public page of its own is known
    url_assured: bool  # whether a source gives the address
    strands: frozenset[str]
    religions: frozenset[str]  # where named, it is for these alone
    areas: frozenset[str]  # boroughs by slug, or london, england-and-wales or uk
    minimum_age: int | None  # in years
    maximum_age: int | None
    languages: frozenset[str]  # BCP 47
    general: bool  # for anybody, whatever it was about
    immediate: bool  # somebody answers day and night
    needs: frozenset[
        str
    ]  # for these needs alone: offered by an officer who knows of one, never by the machine
    status: Status
    assured_date: date
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory as one snapshot."""

    services: tuple[Service, ...]
    london: frozenset[str]  # the slugs of London's boroughs, the City included


@dataclass(frozen=True, slots=True)
class Wanted:
    """What help should fit: never who it is for."""

    strands: tuple[str, ...]
    religions: tuple[str, ...]
    borough: str  # slug; blank = not known, or not in London
    under_18: bool | None
    language: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A service that fits, with the reasons."""

    slug: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferWanted:
    """A report whose people are to be offered help."""

    report_id: int
    report: str
    wanted: Wanted
    outside_london: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """What was offered on a report."""

    report_id: int
    services: tuple[str, ...]
