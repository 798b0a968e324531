"""The words of this module: what one report shows of a post and of the account behind it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContentGiven:
    """What a telling shows, as it was given."""

    urls: tuple[str, ...] = ()
    platform: str = ""
    text: str = ""
    handle: str = ""
    account_id: str = ""
    posted_at: datetime | None = None
    first_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ItemGiven:
    """One item of a telling, with the key by which it is known again; blank where it never is."""

    key: str
    platform: str
    post_id: str
    url: str
    text: str
    posted_at: datetime | None
    handle: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Described:
    """A post whole, with every handle of its account, so that it can be kept again as it was."""

    id: int
    given: ItemGiven
    handles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it is read."""

    id: int
    reference: str
    platform: str
    url: str
    text: str
    posted_at: datetime | None
