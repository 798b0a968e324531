"""The words of this module: what somebody told of a person, and how one person is recognised again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class MarkKind(TextChoices):
    """What two tellings of one person may share; kept only as keyed fingerprints."""

    NAME_AND_BIRTH = "name+birth", "name and birth date"
    NAME_AND_EMAIL = "name+email", "name and e-mail"
    NAME_AND_PHONE = "name+phone", "name and telephone"
    EMAIL = "email", "e-mail"
    PHONE = "phone", "telephone"


class ContactKind(TextChoices):
    """A way to reach somebody."""

    EMAIL = "email", "e-mail"
    PHONE = "phone", "telephone"


class LinkState(TextChoices):
    """How sure it is that two persons are one; they are never merged."""

    RECOGNISED = "recognised", "recognised by name with birth date, e-mail or telephone"
    SUGGESTED = "suggested", "suggested, for an officer to confirm"
    CONFIRMED = "confirmed", "confirmed by an officer"
    REFUSED = "refused", "refused by an officer"


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """Who somebody is, as they or another told it."""

    name: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    safe: str = ""  # yes, no, e-mail, phone; blank = nobody asked

    @property
    def named(self) -> bool:
        """Whether a name was given."""
        return bool(self.name.strip())


@dataclass(frozen=True, slots=True)
class TellingGiven:
    """One telling to be sealed: every column as typed, and the persons it tells of."""

    original: Mapping[str, str]
    reporter: PersonGiven | None
    victim: PersonGiven | None
    same: bool = False  # the reporter is the victim: one person, kept once


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a telling and its persons are kept."""

    telling_id: int
    reporter_id: int | None
    victim_id: int | None


@dataclass(frozen=True, slots=True)
class LetterAddress:
    """Where a letter may go, and whether that is safe."""

    email: str
    safe: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as told, opened for somebody who may see it."""

    name: str
    birth_date: str
    email: str
    phone: str
    safe: str
