"""The words of this module: what a telling holds, and the values that the field uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices

from hub.common.refusals import NotNow


class Channel(TextChoices):
    """How the telling reached us."""

    FORM = "form", "form"
    PHONE = "phone", "phone"
    IN_PERSON = "in-person", "in person"
    EMAIL = "e-mail", "e-mail"
    PARTNER = "partner", "partner"
    POLICE = "police", "police"
    TRUE_VISION = "true-vision", "True Vision"
    API = "api", "API"
    OTHER = "other", "other"


class ReporterRole(TextChoices):
    """Who is telling."""

    VICTIM = "victim", "victim"
    WITNESS = "witness", "witness"
    ON_BEHALF = "on-behalf", "on behalf of the victim"
    PROFESSIONAL = "professional", "professional"
    ORGANISATION = "organisation", "organisation"


class Strand(TextChoices):
    """The characteristic that somebody perceives the hostility to be about."""

    RACE = "race", "race"
    RELIGION = "religion", "religion"
    SEXUAL_ORIENTATION = "sexual-orientation", "sexual orientation"
    DISABILITY = "disability", "disability"
    TRANSGENDER = "transgender", "transgender identity"
    SEX = "sex", "sex"
    AGE = "age", "age"
    ALTERNATIVE_SUBCULTURE = "alternative-subculture", "alternative subculture"
    OTHER = "other", "other"


class Religion(TextChoices):
    """The religion perceived to be targeted, as the Home Office counts them."""

    BUDDHIST = "buddhist", "Buddhist"
    CHRISTIAN = "christian", "Christian"
    HINDU = "hindu", "Hindu"
    JEWISH = "jewish", "Jewish"
    MUSLIM = "muslim", "Muslim"
    SIKH = "sikh", "Sikh"
    OTHER = "other", "other"
    NO_RELIGION = "no-religion", "no religion"
    UNKNOWN = "unknown", "unknown"


class Safe(TextChoices):
    """Whether and how it is safe to make contact; blank means nobody asked."""

    YES = "yes", "yes"
    NO = "no", "no"
    EMAIL = "e-mail", "by e-mail only"
    PHONE = "phone", "by telephone only"


@dataclass(frozen=True, slots=True)
class Telling:
    """One report as somebody gave it, read into the hub's terms; `given` holds every column exactly as typed."""

    given: Mapping[str, str]  # every non-empty column as it came, unknown ones too
    source: str
    source_reference: str
    reported_at: datetime
    zone_assumed: bool  # the time came without a zone and was read as London's
    what_happened: str
    channel: Channel = Channel.OTHER
    reporter_role: ReporterRole | None = None
    reporter_name: str = ""
    reporter_email: str = ""
    reporter_phone: str = ""
    safe_to_contact: Safe | None = None
    language: str = ""  # BCP 47, lower case; blank = not said
    victim_name: str = ""
    victim_date_of_birth: date | None = None
    victim_under_18: bool | None = None
    postcode: str = ""
    borough: str = ""  # as typed, known to be readable by hub.places
    online: bool | None = None
    strands: tuple[Strand, ...] = ()
    no_hate_element: bool = False  # strands was the single word none
    targeted_religion: tuple[Religion, ...] = ()
    content_text: str = ""
    content_urls: tuple[str, ...] = ()
    platform: str = ""
    account_handle: str = ""
    account_id: str = ""
    posted_at: datetime | None = None
    first_seen_at: datetime | None = None
    immediate_danger: bool | None = None
    crime_reference: str = ""
    consent_support: bool | None = None
    consent_partners: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what reading it had to assume, in plain words


class Disposition(TextChoices):
    """What a telling turned out to be when it arrived."""

    NEW = "received", "received"
    SAME = "duplicate", "known: the same telling again"
    CHANGED = "changed", "known, but it says something else this time"


class AdditionKind(TextChoices):
    """A later fact about a report."""

    NOTE = "note", "note"
    CRIME_REFERENCE = "crime-reference", "crime reference"
    ANSWER = "answer", "answer to a question we asked"
    VICTIM_UNDER_18 = "victim-under-18", "the victim is under 18"
    SUSPECT_UNDER_18 = "suspect-child", "the suspect is under 18"
    SUSPECT_ADULT = "suspect-adult", "the suspect is 18 or over"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is already known of a telling; a report of the same sequence is named by its place, not yet by its id."""

    disposition: Disposition
    digest: bytes
    report_id: int | None = None
    first: int | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewReport:
    """A telling with where its identities and items are kept."""

    telling: Telling
    digest: bytes
    sealed_id: int
    reporter_id: int | None
    victim_id: int | None
    items: tuple[int, ...]
    historic: bool
    words: Mapping[str, str]  # the copy that is worked with: identities masked


@dataclass(frozen=True, slots=True)
class Change:
    """A telling sent again that says something else, kept beside the first."""

    report_id: int
    digest: bytes
    sealed_id: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A report that is on record."""

    id: int
    reference: str


class DraftState(TextChoices):
    """The life of a report that is being entered: open, and then erased in one of three ways."""

    OPEN = "open", "open"
    SENT = "sent", "sent: its words are the report's now"
    DISCARDED = "discarded", "discarded by its officer"
    EXPIRED = "expired", "expired unsent"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being entered, opened for its officer; the words are columns as the import file has them."""

    reference: str
    state: DraftState
    version: int  # one more with every change, so that two tabs cannot overwrite each other unseen
    words: Mapping[str, str]
    begun_at: datetime
    saved_at: datetime
    expires_at: datetime
    report: str  # blank until it is sent


@dataclass(frozen=True, slots=True)
class DraftLine:
    """An open draft in a list: nothing of its words."""

    reference: str
    danger: bool
    begun_at: datetime
    saved_at: datetime
    expires_at: datetime


class ChangedElsewhere(NotNow):
    """A draft was changed in another tab since this one was opened; nothing was overwritten."""

    def __init__(self, sentence: str, version: int) -> None:
        super().__init__(sentence)
        self.version = version
