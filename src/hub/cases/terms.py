"""The words of this module: whose case it is, how a report came to it, and who holds it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices


class About(TextChoices):
    """Whose case it is."""

    VICTIM = "victim", "a victim"
    PUBLIC = "public", "the public: nobody in particular is targeted"


class State(TextChoices):
    """Who holds the case."""

    WITH_HUB = "with-hub", "with the hub"
    WITH_UNIT = "with-unit", "with a command unit"


class Given(TextChoices):
    """How a case stands with its command unit and the officer in the case; the hub supports throughout."""

    TO_UNIT = "to-unit", "with the command unit, nobody named yet"
    OFFERED = "offered", "offered to an officer"
    ACCEPTED = "accepted", "accepted by the officer in the case"
    RETURNED = "returned", "returned with a reason"
    HANDED_OVER = "handed-over", "handed over to another officer"
    ENDED = "ended", "taken back by the hub"


class How(TextChoices):
    """How a report came to its case."""

    OPENED = "opened", "opened the case"
    LINKED = "linked", "the same victim and the same item"
    PUBLIC = "public", "the same item, reported for the public"


@dataclass(frozen=True, slots=True)
class ToPlace:
    """A report that needs a case."""

    report_id: int
    reference: str
    public: bool
    victim_id: int | None
    same_as: frozenset[int]  # earlier persons who are this victim
    items: frozenset[int]
    borough: str
    unit: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report of a known victim that is in a case already."""

    case_id: int
    victim_id: int
    items: frozenset[int]


@dataclass(frozen=True, slots=True)
class Placement:
    """What the case rule says: join this case, or open one; and which cases to suggest beside it."""

    join: int | None
    how: How
    suggest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report's case is."""

    report_id: int
    case_id: int
    case: str
    how: How
    unit: str
    borough: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a line."""

    reference: str
    state: str
    borough: str
    unit: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case whole."""

    id: int
    line: CaseLine
    about: str
    reports: tuple[tuple[int, str], ...]
    suggestions: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Gist:
    """What a list shows of a case."""

    id: int
    reference: str
    about: str
    borough: str
    unit: str
    headline: str
    opened_at: datetime
    version: int
    officer_id: int | None  # the officer in the case, or whom it is offered to
    given: str  # how it stands with them, blank where no command unit has it
    reports: tuple[int, ...]
    earlier: int  # other cases of the same victim
