"""The words of safeguarding referrals."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices


class AtRisk(TextChoices):
    """Whom a referral is about."""

    CHILD = "child", "a child"
    ADULT = "adult", "an adult at risk"


class ReferralState(TextChoices):
    """The life of a safeguarding referral."""

    ASKED = "asked", "waits for a second person"
    REFUSED = "refused", "refused by a second person"
    AUTHORISED = "authorised", "waits to go"
    SENDING = "sending", "going"
    SENT = "sent", "sent: their reference is awaited"
    DONE = "done", "done: they have it"


class Shared(TextChoices):
    """A kind of fact that a referral passes on."""

    NAME = "name", "Name"
    BIRTH = "birth-date", "Date of birth or age"
    PLACE = "place", "Postcode and borough"
    CONTACT = "contact", "How to reach them, where that is safe"
    LANGUAGE = "language", "Language"
    THREAT = "threat", "What was told"


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A safeguarding referral as it is read; nothing of who anybody is."""

    id: int
    reference: str
    subject_kind: str
    subject: str
    at_risk: AtRisk
    borough: str
    basis: str
    fields: tuple[str, ...]
    reason: str
    state: ReferralState
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decided_because: str
    sent_at: datetime | None
    their_reference: str
    done_at: datetime | None
    done_by: str
    tries: int
