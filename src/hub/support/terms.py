"""The words of this module: services, and what somebody needs of one."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the directory, as it was last checked."""

    slug: str
    name: str
    does: str
    url: str
    strands: frozenset[str]
    religions: frozenset[str]
    boroughs: frozenset[str]  # slugs, or london, or uk
    minimum_age: int | None
    maximum_age: int | None
    languages: frozenset[str]
    general: bool  # for anybody, whatever it was about
    assured_date: date | None


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
    borough: str  # slug; blank = not known
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
