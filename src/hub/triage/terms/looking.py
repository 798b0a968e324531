"""The words of the second look: what is read again, blind, by another officer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices


class Looked(TextChoices):
    """Which first decisions are sampled; a new sort of decision is a member here, its answers, and a row of the table."""

    EXIT = "exit", "whether a report leaves the hub"
    RISK = "risk", "the overall risk"
    CRIME = "crime", "whether it is a crime"


@dataclass(frozen=True, slots=True)
class Share:
    """How many in a hundred of a sort of decision are read again, between two dates."""

    what: Looked
    per_cent: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class First:
    """A decision as it was first taken."""

    what: Looked
    subject_kind: str
    subject: str
    about: str  # the reference that names this decision among others of its sort
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A second reading that waits; the first answer is not in it."""

    reference: str
    what: Looked
    subject_kind: str
    subject: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Compared:
    """Both readings, once the second is given."""

    reference: str
    what: Looked
    subject_kind: str
    subject: str
    first_answer: str
    first_reason: str
    first_by: str
    second_answer: str
    second_reason: str
    second_by: str
    at: datetime
    agrees: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many second readings of a sort wait, agree and disagree."""

    what: Looked
    waiting: int
    agreed: int
    disagreed: int
