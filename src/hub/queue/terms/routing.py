"""The words of routing: queues, rules with their conditions, where something went and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

DEFAULT = "hub"  # the queue that catches what no rule does
Conditions = Mapping[str, tuple[str, ...]]


class Fact(TextChoices):
    """What a rule may ask about; a condition holds where one of its values fits."""

    DANGER = "danger", "Danger is reported"
    PRIORITY = "priority", "Priority at least"
    UNDER_18 = "under-18", "The victim is under 18"
    REPEAT = "repeat", "The victim has another case"
    SAME_ACCOUNT = "same-account", "An account is reported in another case"
    STRAND = "strand", "Strand"
    ABOUT = "about", "Aimed at"
    SCOPE = "scope", "Whose it is"
    BOROUGH = "borough", "Borough"
    UNIT = "unit", "Command unit"
    PLATFORM = "platform", "Platform"
    LANGUAGE = "language", "Language"
    SOURCE = "source", "Source"


class Because(TextChoices):
    """Why something stands in its queue."""

    RULE = "rule", "a rule put it here"
    DEFAULT = "default", "no rule fits, so it is in the queue that catches the rest"
    HAND = "hand", "a person put it here"


@dataclass(frozen=True, slots=True)
class Queue:
    """A named queue, and which roles see it."""

    slug: str
    name: str
    what: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule as somebody writes it."""

    name: str
    conditions: Conditions
    queue: str
    position: int
    on: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it stands: its newest version."""

    reference: str
    version: int
    name: str
    conditions: Conditions
    queue: str
    position: int
    on: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """When a rule last put something into its queue, and how often in thirty days."""

    last: datetime | None
    hits: int


@dataclass(frozen=True, slots=True)
class Moved:
    """That something came into a queue: by which rule and version and from which facts, or by whose hand."""

    at: datetime
    queue: str
    because: Because
    rule: str
    rule_name: str
    version: int
    inputs: Mapping[str, str]
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passing:
    """That somebody passed something by hand; it holds against the rules until it is released."""

    subject: str
    queue: str  # blank where it stays where the rules put it
    person_id: int | None
    reason: str
    by: str
    at: datetime
