"""The words of the crime decision: the answers, the worksheet of Article 10, and second checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import TextChoices


class About(TextChoices):
    """What a decision is about."""

    CASE = "case", "a case"


class CrimeAnswer(TextChoices):
    """Whether, on the balance of probabilities, an offence in law took place."""

    CRIME = "crime", "Crime"
    NOT_A_CRIME = "not-a-crime", "Not a crime"
    MORE = "more-information", "More information"


class Point(TextChoices):
    """What the worksheet of Article 10 asks."""

    SPEECH = "speech", "What kind of speech is it?"
    AIM = "aim", "Which lawful aim?"
    LAW = "law", "Is it set out in law?"
    NECESSITY = "necessity", "Why is acting necessary?"
    PROPORTION = "proportion", "Is it in proportion?"
    LESS = "less", "Would something less do?"


class Mark(TextChoices):
    """Whether an answer is a fact or an officer's view; they are kept apart (DPA 2018 s.38(2))."""

    FACT = "fact", "Fact"
    VIEW = "view", "Your view"


class LaterStep(StrEnum):
    """A step that interferes with somebody's expression, and what it is called in a sentence."""

    ARREST = "an arrest"
    CHARGE = "an offence named for charge"
    REMOVAL_OF_LAWFUL = "a removal request that does not rest on illegal content"
    REMOVAL_OF_ILLEGAL = "a removal request that rests on illegal content"


class Fact(StrEnum):
    """A fact of a case that a second check may hang on."""

    UNDER_18 = "under-18"
    DANGER_REPORTED = "danger-reported"
    AGGRAVATED = "aggravated"
    CANCELS_A_CRIME = "cancels-a-crime"


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One answer of the worksheet."""

    words: str
    mark: Mark


Answers = Mapping[Point, SheetAnswer]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as it was kept."""

    id: int
    answers: Answers
    offences: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckRule:
    """When a second person looks at a decision: which answer, on which fact, and why."""

    answer: CrimeAnswer
    fact: Fact
    words: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy under which a decision is made, in its words, from and to when."""

    answer: CrimeAnswer
    words: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to be made, in the officer's words."""

    answer: CrimeAnswer
    reason: str
    considered: tuple[str, ...]
    question: str = ""  # what is still to be asked
    verified: str = ""  # what speaks against a crime that is recorded already
    offence_date: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A second person's word on a decision."""

    agrees: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it stands in the ledger."""

    id: int
    reference: str
    subject: str
    answer: CrimeAnswer
    reason: str
    considered: tuple[str, ...]
    question: str
    verified: str
    offence_date: date | None
    check: tuple[str, ...]  # why a second person looks at it, blank where nobody has to
    by: str
    at: datetime
    checked: Checked | None = None
    policies: tuple[str, ...] = ()  # under which it was made; blank where it was before they were kept

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person, and nobody is told until then."""
        return bool(self.check) and self.checked is None

    @property
    def holds(self) -> bool:
        """Whether it is in force: nobody has to look at it, or somebody did and agrees."""
        return not self.check or (self.checked is not None and self.checked.agrees)
