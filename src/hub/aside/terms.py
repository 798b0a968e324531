"""The words of this module: originals, why they are held, submissions; whoever told is the reporter, the other the person reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db.models import TextChoices

from hub.common.refusals import NotNow


class State(TextChoices):
    """The life of an original."""

    KEPT = "kept", "sealed until its day"
    HELD = "held", "held"
    RESTORED = "restored", "brought back"
    DISPOSED = "disposed", "disposed of"


class Because(TextChoices):
    """Why an original is held beyond its day."""

    ANOTHER_LOOK = "another-look", "somebody asks for another look"
    PROCEEDINGS = "proceedings", "a court, an inquiry or a complaint needs it"


class Standing(TextChoices):
    """The life of an intelligence submission: written by one, authorised by another, over on its day."""

    SUBMITTED = "submitted", "waiting for a supervisor"
    AUTHORISED = "authorised", "authorised"
    REFUSED = "refused", "refused"
    EXPIRED = "expired", "expired"
    ENDED = "ended", "ended early"


class Limb(TextChoices):
    """Which real risk the threshold test names."""

    HARM = "harm", "significant harm to individuals or groups with a characteristic"
    OFFENCE = "offence", "a future offence against them"


class Kept(TextChoices):
    """How a plain word is kept in a masked text."""

    ALWAYS = "always", "always"
    SMALL = "small letters", "in small letters alone: written large it may name somebody"


class Form(Enum):
    """What stands in a column."""

    TEXT = "text"
    JSON = "json"
    GIVEN = "given"  # the columns of a telling, by their names
    PLATFORM = "platform"  # a platform that the hub knows, or whatever else was typed


@dataclass(frozen=True, slots=True)
class Column:
    """A column where the name of whoever was reported may stand, and how its rows are found from what is set aside."""

    table: str
    name: str
    found: str  # the condition of its rows, over %(reports)s, %(subjects)s and %(case)s
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Regime:
    """The rule in force between two dates: what a letter promises is never longer than the original is kept."""

    rule: str
    valid_from: date
    valid_to: date | None
    ask_days: int  # as the letter of a decision promises
    keep_days: int
    submission_months: int
    source: str
    how_sure: str

    def __post_init__(self) -> None:
        """Refuse a rule by which an original would be gone before the day that was promised."""
        if self.keep_days < self.ask_days:
            raise ValueError(
                f"the rule {self.rule} keeps an original shorter than somebody may ask for another look"
            )


@dataclass(frozen=True, slots=True)
class Subject:
    """What is set aside: a case with its reports, or the one report that has none."""

    kind: str
    reference: str
    case: int | None
    reports: tuple[int, ...]
    references: tuple[str, ...]  # of the reports
    items: tuple[str, ...] = ()  # of the posts that they showed

    @property
    def named(self) -> list[str]:
        """Every reference under which something about it may stand."""
        return sorted({self.reference, *self.references})


@dataclass(frozen=True, slots=True)
class SetAside:
    """What became of it: the original's reference, and its last day."""

    reference: str
    kept_until: date


@dataclass(frozen=True, slots=True)
class Original:
    """An original as it is read; nothing of what it seals."""

    id: int
    reference: str
    subject_kind: str
    subject: str
    reports: tuple[int, ...]
    state: State
    decided_at: datetime
    set_aside_at: datetime
    by: str
    rule: str
    dispose_on: date
    because: str
    held_at: datetime | None
    held_by: str
    held_until: date | None
    ended_at: datetime | None
    ended_by: str
    named: tuple[str, ...]  # every reference under which something about it may stand

    @property
    def there(self) -> bool:
        """Whether it is set aside and the original can still be opened."""
        return self.state in {State.KEPT, State.HELD}


@dataclass(frozen=True, slots=True)
class Given:
    """What an officer writes in a submission; every part is needed."""

    purpose: str
    necessity: str
    proportionality: str
    limb: Limb
    risk: str
    article_10: str
    expires_on: date
    told: bool  # whether the person reported is told
    told_why: str

    @property
    def words(self) -> Mapping[str, str]:
        """The words of it."""
        return {
            "purpose": self.purpose, "necessity": self.necessity, "proportionality": self.proportionality,
            "risk": self.risk, "article_10": self.article_10, "told_why": self.told_why,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A submission as it is read; its words are sealed."""

    id: int
    reference: str
    subject_kind: str
    subject: str
    state: Standing
    limb: Limb
    expires_on: date
    told: bool
    submitted_by: str
    submitter: int
    submitted_at: datetime
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What an original gives back: what other modules laid into it; the texts are written back by this one."""

    things: Mapping[str, Any] = field(default_factory=dict)


class IsSetAside(NotNow):
    """It is not a crime: nothing is done on it, and what is kept of it has a page of its own."""

    def __init__(self, subject: str) -> None:
        """Say which case or report."""
        super().__init__(
            f"{subject} is not a crime and was set aside. Ask for another look first: its page says until when."
        )
        self.subject = subject
