"""The words of priority: factors with their weights, what they come to, and an officer's own word on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import TextChoices

from hub.triage.terms.risk import Grade


class Level(TextChoices):
    """Where something stands in the queue; danger, which is no level, stands before both."""

    HIGH = "high", "at high risk"
    STANDARD = "standard", "in the order in which it is due"


class Word(TextChoices):
    """What an officer says of a priority; the last takes an earlier word back."""

    HIGH = "high", "at high risk"
    STANDARD = "standard", "in the order in which it is due"
    AS_COUNTED = "as-counted", "as the factors say"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the dated table: what it weighs, in whose words, from where, and how sure that is."""

    id: str
    weight: int
    sentence: str
    source: str
    valid_from: date
    valid_to: date | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many points on something stands at high risk, between two dates."""

    level: Level
    at_least: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Override:
    """An officer's word on a priority, until it is looked at again."""

    level: Level
    reason: str
    by: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Assessed:
    """What officers assessed of something that waits: grades by limb and overall, the questions with a yes, their word."""

    grades: Mapping[str, Grade] = field(default_factory=dict)
    grounds: frozenset[str] = frozenset()
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    """What a priority is counted from; never who anybody is."""

    received_on: date  # the table of this day counts
    danger: bool
    under_18: bool
    earlier: int  # other cases of the same victim
    reports: int
    changed: bool
    force_unknown: bool
    assessed: Assessed
    same_account: int = 0  # other cases about an account that this one is about


@dataclass(frozen=True, slots=True)
class Priority:
    """What the factors come to, and where that places something."""

    factors: tuple[str, ...]  # the heaviest first
    points: int
    level: Level
    overridden_until: datetime | None
