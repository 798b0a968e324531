"""The words of this module: an exhibit, how it stands, what was done with it, and what an examination found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices

from hub.common.refusals import Refusal
from hub.keys.terms import DataKey


class State(TextChoices):
    """How an exhibit stands."""

    WAITING = "waiting", "waits for its scan"
    CLEAN = "clean", "clean"
    INFECTED = "infected", "infected"
    QUARANTINED = "quarantined", "in quarantine"
    DESTROYED = "destroyed", "destroyed"


class Act(TextChoices):
    """What was done with an exhibit, as its custody holds it."""

    COLLECT = "collect", "collected"
    OFFER_AGAIN = "offer-again", "offered again"
    MEND = "mend", "put right from the same bytes"
    SCAN = "scan", "scanned"
    EXPORT = "export", "exported"
    QUARANTINE = "quarantine", "put in quarantine"
    RELEASE = "release", "released from quarantine"
    LAY_ASIDE = "lay-aside", "laid aside with its case"
    TAKE_UP = "take-up", "put back with its case"
    DESTROY = "destroy", "destroyed"
    REMOVE = "remove", "removed from the store"


class Damaged(Refusal):
    """What the vault holds is not what was sealed; the sentence says in what way."""


class Missing(Damaged):
    """The vault does not hold it."""


class Away(Refusal):
    """The vault does not answer now; what it holds may be as it was."""


class NoRoom(Refusal):
    """The vault cannot be written to; the sentence says why and what to do."""


class Trouble(TextChoices):
    """Why nothing looked for malware in an exhibit yet."""

    NO_SCANNER = "no-scanner", "no scanner is set"
    NO_ANSWER = "no-answer", "the scanner does not answer"
    TOO_LARGE = "too-large", "it is larger than the scanner takes"
    LOCKED = "locked", "it is locked, so that nothing can look into it"
    DAMAGED = "damaged", "it is not what came: see hub evidence verify"
    AWAY = "away", "the vault does not answer"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanner found in a file: nothing, or the name of what it knows, and by which signatures; or why it could not."""

    found: str = ""
    signatures: str = ""
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class LockPeriod:
    """For how many days what is written on a day is locked where a store can lock it."""

    valid_from: date
    valid_to: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is offered: what it is called, and its bytes from the beginning, which are asked for twice."""

    name: str
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the vault read back of a file and found as it came, with the key that opens it."""

    object: str
    store: str
    sha256: bytes  # of the file as it came
    size: int  # bytes of the file as it came
    sealed_sha256: bytes  # of what the store holds
    key: DataKey
    sealed_name: bytes
    media_type: str  # by its content, never by its name
    mislabelled: bool  # its name says that it is of another type


@dataclass(frozen=True, slots=True)
class NewExhibit:
    """A file to be kept: of which case or report it is, and what the vault read back of it."""

    subject_kind: str
    subject: str
    sealed: Sealed
    reason: str
    mends: bool = False  # what the vault holds of these bytes is damaged, and this takes its place
    flagged: bool = False  # whoever brings it says that it is sexual, or shows a child


@dataclass(frozen=True, slots=True)
class Kept:
    """An exhibit as whoever brought it is told."""

    exhibit: str
    sha256: str
    size: int
    state: State
    again: bool = False  # the case held these bytes already


@dataclass(frozen=True, slots=True)
class Custody:
    """One thing that was done with an exhibit: what, when and by whom."""

    act: Act
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit as it is listed; its name is sealed and not among this."""

    id: int
    reference: str
    subject_kind: str
    subject: str
    sha256: str
    size: int
    media_type: str
    mislabelled: bool
    state: State
    received_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An exhibit as it leaves the vault: what it was called, how it stands, and its bytes, each piece checked as it comes."""

    exhibit: Exhibit
    name: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Laid:
    """What opens an exhibit, as it lies in the original of what was set aside."""

    exhibit: str
    wrapped_key: bytes
    key_version: int
    sealed_name: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """An exhibit that is not as it was sealed, and why."""

    exhibit: str
    why: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What an examination of exhibits found."""

    checked: int
    failed: tuple[Failed, ...]
