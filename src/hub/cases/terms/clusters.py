"""The same thing again: why two cases may belong together, and the clusters that a person makes of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices


class Alike(TextChoices):
    """What two cases share; the words are those that an officer reads."""

    VICTIM = "victim", "the same victim, another item"
    PUBLIC = "public", "a report shows items of both"
    ITEM = "item", "the same post"
    ACCOUNT = "account", "the same account"
    CONTACT = "contact", "somebody with the same contact"
    CONDUCT = "conduct", "the same account against the same person, in a report that was not a crime"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that two cases share, by a mark that tells nothing about anybody."""

    case_id: int
    other_id: int
    alike: Alike
    mark: str  # the number of the post or account; of a person or a contact only that there is one


@dataclass(frozen=True, slots=True)
class Heard:
    """The days on which the first and the last report of a case were told."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RepeatPeriod:
    """Within how many months two cases make a repeat victim or a repeat account, between two dates."""

    what: Alike
    months: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Again:
    """How many other cases there are of the same victim, and of an account that this one is about."""

    victim: int = 0
    account: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A suggestion of something that is set aside, as it is laid into the original until that is over."""

    case_id: int
    other_id: int
    at: datetime
    shared: tuple[tuple[str, str, datetime], ...]  # what they share, its mark, and since when; in their order
    dismissed: tuple[tuple[int, datetime, str, str], ...]  # through how much of that, when, by whom, and why


@dataclass(frozen=True, slots=True)
class Clustered:
    """The cluster that a case is in."""

    cluster: str
    size: int


@dataclass(frozen=True, slots=True)
class Member:
    """A case of a cluster, or one that was: since when, by whom and why, and how it ended."""

    id: int
    case: str
    borough: str
    unit: str
    headline: str
    from_at: datetime
    by: str
    reason: str
    to_at: datetime | None
    ended_by: str
    ended_reason: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Cases that somebody keeps together; each stays whole."""

    reference: str
    opened_at: datetime
    by: str
    size: int  # live members
