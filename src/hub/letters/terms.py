"""The words of this module: letters, why they are held, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.db.models import TextChoices


class RecipientKind(TextChoices):
    """To whom a letter goes."""

    PERSON = "person", "a person"
    UNIT = "unit", "a command unit"
    HUB = "hub", "the hub"
    FORCE = "force", "another police force"
    STAFF = "staff", "a colleague"


class State(TextChoices):
    """The life of a letter."""

    HELD = "held", "held"
    QUEUED = "queued", "waiting to go"
    SENDING = "sending", "going"
    SENT = "sent", "sent"
    REFUSED = "refused", "refused for good"


class About(Enum):
    """What a mail server's answer is about."""

    LETTER = "this letter or whom it is for"
    US = "the hub, its password or its sender; it says nothing of the letter"


class Held(TextChoices):
    """Why a letter does not go."""

    UNSAFE = "unsafe", "it is not safe to write"
    PHONE_ONLY = "phone-only", "only the telephone is safe"
    NO_ADDRESS = "no-address", "there is no address"
    NO_SMTP = "no-smtp", "no mail server is set"
    OVER = "over", "what it reminds of is done"
    WITHDRAWN = "withdrawn", "what it tells was undone before it went"


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be queued; it holds references and no person's data."""

    recipient_kind: RecipientKind
    subject_kind: str
    subject: str
    template: str
    occasion: str
    language: str = "en"
    recipient: str = ""  # a unit's code, a force's slug, or a colleague's reference
    person_id: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in a line."""

    reference: str
    state: State
    held: str
    template: str
    language: str
    recipient: str
    subject: str
    queued_at: datetime
    sent_at: datetime | None
    attempts: int


class TryAgain(Exception):  # noqa: N818 - it asks the worker to come back
    """The mail server does not take the letter now."""
