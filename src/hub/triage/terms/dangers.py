"""The words of the ten immediate escalations."""

from dataclasses import dataclass
from datetime import date

AS_TOLD = "Immediate danger, not named yet"


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a kind of danger is, what to do first and whom to tell, as it is in force between two dates."""

    id: str
    title: str
    sentence: str
    first: str
    tell: str
    valid_from: date
    valid_to: date | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Needed:
    """What a control room needs to send help, in words, and which kinds of fact that is."""

    who: str
    where: str
    threat: str
    reach: str
    language: str
    fields: tuple[str, ...]
