"""The words of this module: what waits, how urgent it is, why, and who has it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from hub.cases.terms import Wall
from hub.queue.terms.routing import Passing

CLAIM = timedelta(minutes=30)
# Sorts after every real time; nothing with this has anything due.
NOTHING_DUE = datetime.fromisoformat("9999-12-31T00:00:00+00:00")


class Subject(TextChoices):
    """What waits."""

    CASE = "case", "case"
    REPORT = "report", "report"


class Band(TextChoices):
    """The headings of the queue, in their order."""

    DANGER = "danger", "Danger now"
    HIGH = "high", "At high risk"
    LATE = "late", "Late"
    TODAY = "today", "Due today"
    WEEK = "week", "This week"
    LATER = "later", "Later"
    NOTHING = "nothing", "Nothing due"


class Ended(TextChoices):
    """How a claim ended."""

    RELEASED = "released", "released"
    HANDED_OVER = "handed-over", "handed over"
    RAN_OUT = "ran-out", "ran out"
    LEFT = "left", "left the queue"
    PASSED = "passed", "passed on"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the row of something that waits is made from; never who anybody is."""

    subject_kind: str
    subject: str
    received_at: datetime
    danger: bool
    under_18: bool
    earlier: int  # other cases of the same victim
    reports: int
    about: str  # victim or public; aside where it is not a crime
    scope: str
    exit_to: str  # where an exit is proposed to, blank where none is
    historic: bool
    borough: str
    unit: str
    strands: tuple[str, ...]
    platform: str
    headline: str
    officer_id: int | None  # the officer in the case, or whom it is offered to
    duty: str  # kind of the next duty that runs, else of one that is paused
    due_at: datetime | None  # blank where nothing runs
    paused: bool
    ask: bool  # something is still to be asked
    changed: bool  # a resend says something else and nobody has read it
    suspect_under_18: bool = False
    same_account: int = 0  # other cases about an account that this one is about
    languages: tuple[str, ...] = ()  # in which whoever reported wants to be answered
    sources: tuple[str, ...] = ()  # from where the reports came, in small letters
    factors: tuple[str, ...] = ()  # of priority, the heaviest first
    points: int = 0
    high: bool = False  # at high risk, as the factors or an officer say
    overridden_until: datetime | None = None  # an officer's word on the priority stands until then


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in which queue, and by which rule and version, or by hand."""

    queue: str
    rule: str = ""  # the reference of a rule, blank where none fits or a hand put it here
    version: int = 0
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the queue as it is read."""

    id: int
    facts: Facts
    band: Band
    holder_id: int | None  # blank where nobody has it, or the claim ran out
    held_until: datetime | None
    place: Place = Place("")
    queue_name: str = ""  # these four where single records are asked for
    kept: str = ""  # why it is kept for longer than a claim
    passing: Passing | None = None
    walls: tuple[Wall, ...] = ()  # who is kept out


@dataclass(frozen=True, slots=True)
class Named:
    """Cases and reports by their references."""

    cases: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody asks the queue for; nothing said is everything."""

    holder: int | None = None
    free: bool = False
    officer: int | None = None
    named: bool | None = None  # whether an officer is named
    borough: str = ""
    unit: str = ""
    strand: str = ""
    vulnerable: bool = False  # under 18, or a repeat victim
    exits: bool = False
    late: bool = False
    danger: bool = False
    cases_only: bool = False
    queue: str = ""
    role: str = ""  # only what stands in queues that this role sees
    eyes: int | None = None  # whose eyes: nothing that an interest of theirs closes to them
    restricted: bool = True  # what is restricted too, where they do not work on it


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait; each counted up to a limit, so that a flood does not slow the page."""

    all: int
    free: int
    mine: int
    danger: int
    limit: int
    listed: int  # of the list that was asked for, to a short limit; of everything where none was
