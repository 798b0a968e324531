"""The words of this module: boroughs, command units, forces, and what a postcode can say."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices


class PostcodeKind(TextChoices):
    """What somebody wrote where a postcode was asked."""

    BLANK = "blank", "nothing"
    FULL = "full", "a whole postcode"
    OUTWARD = "outward", "the first half only"
    PARTIAL = "partial", "the first half and a part of the second"
    CROWN_DEPENDENCY = "crown-dependency", "Jersey, Guernsey or the Isle of Man"
    FOREIGN = "foreign", "a form used abroad"
    UNREADABLE = "unreadable", "not a postcode"


class AreaKind(TextChoices):
    """What somebody wrote where a borough was asked."""

    BLANK = "blank", "nothing"
    BOROUGH = "borough", "a London borough"
    FORCE = "force", "the area of a force outside London"
    OUTSIDE_LONDON = "outside-london", "elsewhere in the United Kingdom"
    ABROAD = "abroad", "outside the United Kingdom"
    UNKNOWN = "unknown", "no area we know"


@dataclass(frozen=True, slots=True)
class Borough:
    """A London borough, or the City."""

    slug: str
    name: str
    gss: str
    unit: str  # blank in the City, which has a force of its own
    force: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A Basic Command Unit."""

    code: str
    name: str
    force: str


@dataclass(frozen=True, slots=True)
class Outward:
    """The boroughs that an outward code may lie in, and how much of it lies outside London."""

    boroughs: tuple[str, ...]
    substantial: tuple[str, ...]
    outside: str  # none, fringe, mostly


@dataclass(frozen=True, slots=True)
class ExactRow:
    """What the loaded postcode table says of one postcode; borough is blank outside London."""

    borough: str
    force: str
    country: str  # E, W, S, N, or blank outside the United Kingdom
    edition: str = ""  # of the postcode table


@dataclass(frozen=True, slots=True)
class Atlas:
    """Everything that places are decided from, as one snapshot."""

    boroughs: Mapping[str, Borough]
    units: Mapping[str, Unit]
    forces: Mapping[str, str]  # slug -> name
    outward: Mapping[str, Outward]
    borough_names: Mapping[str, str]  # alike-spelt name -> slug
    force_names: Mapping[str, str]
    edition: str  # of the district table, and how far it can be relied on


@dataclass(frozen=True, slots=True)
class ReadPostcode:
    """A postcode as it was understood."""

    kind: PostcodeKind
    postcode: str = ""
    outward: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """An area as it was understood: a borough's or a force's slug."""

    kind: AreaKind
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """Where somebody lives, in policing terms, with the reason an officer reads."""

    borough_slug: str = ""
    unit: str = ""
    force: str = ""
    outside: str = ""  # blank, other-force or not-uk
    force_to_be_named: bool = False
    candidates: tuple[str, ...] = ()
    rule: str = ""
    reason: str = ""
    ask: str = ""
