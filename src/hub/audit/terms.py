"""The words of this module: the six kinds of operation that the law names, and what one line says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import TextChoices


class Kind(TextChoices):
    """The kinds of processing that DPA 2018 s.62(1) requires to be logged."""

    COLLECTION = "collection", "collection"
    ALTERATION = "alteration", "alteration"
    CONSULTATION = "consultation", "consultation"
    DISCLOSURE = "disclosure", "disclosure"
    COMBINATION = "combination", "combination"
    ERASURE = "erasure", "erasure"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded: one subject, one action."""

    kind: Kind
    action: str  # noun.verb, such as "reports.receive"
    subject_kind: str
    subject: str  # an opaque reference, never a name
    actor: str
    codes: Mapping[str, str | int | bool] = field(default_factory=lambda: MappingProxyType({}))
    recipient: str = ""
    reason: str = ""  # typed words; kept apart, so that they can be erased and the chain survives
    refused: bool = False


class Fault(TextChoices):
    """What can be wrong with the record."""

    CHANGED = "changed", "changed"
    DELETED = "deleted", "deleted"
    INSERTED = "inserted", "inserted"
    REORDERED = "reordered", "reordered"
    REASON_CHANGED = "reason-changed", "reason changed"
    BLOCK = "block", "seal broken"
    HEADS = "heads", "seal not as written outside the database"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    fault: Fault
    line: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What an examination of the whole record found."""

    lines: int
    blocks: int
    epoch: int
    unsealed: int
    oldest_unsealed: datetime | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it is read."""

    id: int
    at: datetime
    kind: str
    action: str
    actor: str
    subject_kind: str
    subject: str
    recipient: str
    codes: Mapping[str, str | int | bool]
    refused: bool
    reason: str
    sealed: bool
    erased: bool = False  # somebody typed a reason, and its words are gone


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody asks the record for; everything that is given narrows it."""

    record: str = ""  # one reference: what a line is about, or what it names besides
    subjects: frozenset[str] | None = None  # any of these references
    persons: frozenset[str] = frozenset()  # or any of these persons, by number
    actors: tuple[str, ...] = ()
    kind: str = ""
    refused: bool = False
    since: datetime | None = None
    until: datetime | None = None  # before this moment


@dataclass(frozen=True, slots=True)
class DayOfLines:
    """How many lines on one day in London."""

    on: date
    lines: int
    looks: int
    refused: int


@dataclass(frozen=True, slots=True)
class Chain:
    """How the chain stands."""

    lines: int
    blocks: int
    epoch: int
    sealed_at: datetime | None
    unsealed: int
    oldest_unsealed: datetime | None


class ExaminationState(TextChoices):
    """How far an examination of the whole record has come."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination of the whole record: who asked, when, how far it came, what it found."""

    reference: str
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    lines: int
    findings: tuple[Finding, ...]  # the first of them, in words
    found: int  # how many there are
    state: ExaminationState
