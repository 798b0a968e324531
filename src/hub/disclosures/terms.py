"""The words of this module: agreements, and what is asked of the gate."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices


class Basis(TextChoices):
    """On what something may leave."""

    AGREEMENT = "agreement", "the person agreed"
    TO_THE_PERSON = "to-the-person", "it goes to the person whose report it is"
    OWN_FORCE = "own-force", "law enforcement within the force (DPA 2018 s.35)"
    ANOTHER_FORCE = "another-force", "a law enforcement purpose of another force (DPA 2018 s.36(3))"
    VITAL_INTEREST = "vital-interest", "somebody's life or safety"
    SAFEGUARDING = "safeguarding", "a child or an adult at risk"


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What somebody agreed to, or what a source says that they did."""

    subject_kind: str
    subject: str
    organisation: str
    purpose: str
    given: bool
    confirmed: bool
    told_by: str
    wording: str
    wording_version: str
    language: str
    fields: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """Something that is about to leave: to whom, what, why, on what basis."""

    subject_kind: str
    subject: str
    recipient_kind: str
    recipient: str
    purpose: str
    basis: Basis
    fields: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement as it is read."""

    id: int
    reference: str
    organisation: str
    purpose: str
    fields: tuple[str, ...]
    given: bool
    confirmed: bool
    told_by: str
    until: datetime | None
