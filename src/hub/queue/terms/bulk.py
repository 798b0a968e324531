"""Acting on several records at once: which acts there are, which can be undone, and what became of each record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

UNDO = timedelta(minutes=10)
MOST = 50  # records at once


class Act(TextChoices):
    """What can be done to several records at once."""

    CLAIM = "claim", "Claim them"
    RELEASE = "release", "Release them"
    HAND_OVER = "hand-over", "Hand them over to a colleague"
    OFFER = "offer", "Offer them to an officer of the command unit"
    JOIN = "join", "Join them into a cluster"
    CONFIRM = "confirm-exit", "Confirm that they leave the hub"
    REFUSE = "refuse-exit", "Keep them with the hub"


# A decision about a way out is told to people at once, and opens or closes what cannot be opened or closed again.
UNDOABLE = frozenset({Act.CLAIM, Act.RELEASE, Act.HAND_OVER, Act.OFFER, Act.JOIN})
# Of several a reason is asked where it is asked of one.
NEEDS_REASON = frozenset({Act.JOIN, Act.CONFIRM, Act.REFUSE})


class LineState(TextChoices):
    """What became of one record."""

    DONE = "done", "done"
    REFUSED = "refused", "not done"
    UNDONE = "undone", "undone"
    CHANGED = "changed", "not undone"


@dataclass(frozen=True, slots=True)
class Had:
    """Who has or had a record, until when, and why for so long where it is kept or was passed to them."""

    holder: int
    until: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record, or would, and why not where it was not done."""

    subject: str
    state: LineState
    sentence: str


@dataclass(frozen=True, slots=True)
class Done:
    """One record of what was done, to be kept."""

    outcome: Outcome
    before: dict[str, str]
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a bulk as it is read."""

    id: int
    subject: str
    state: LineState
    sentence: str
    before: dict[str, str]
    mark: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What was done to several records at once."""

    id: int
    reference: str
    account_id: int
    act: Act
    target: str
    reason: str
    at: datetime
    undo_until: datetime | None
    undone_at: datetime | None
    lines: tuple[Line, ...]
