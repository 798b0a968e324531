"""The words of risk: the limbs of THRIVE+ with their grades, the boxes of the decision model, and what a victim is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices


class Limb(TextChoices):
    """THRIVE+: what risk is assessed by."""

    THREAT = "threat", "Threat"
    HARM = "harm", "Harm"
    RISK = "risk", "Risk"
    INVESTIGATION = "investigation", "Investigation"
    VULNERABILITY = "vulnerability", "Vulnerability"
    ENGAGEMENT = "engagement", "Engagement"
    PREVENTION = "prevention", "Prevention and intervention"


class Grade(TextChoices):
    """How grave a limb is, in rising order."""

    NONE = "none", "none"
    LOW = "low", "low"
    MEDIUM = "medium", "medium"
    HIGH = "high", "high"


class Box(TextChoices):
    """The boxes of the National Decision Model as a decision is written down."""

    INFORMATION = "information", "Information and intelligence gathered"
    STRATEGY = "strategy", "Threat, risk and the working strategy"
    POWERS = "powers", "Powers and policy"
    OPTIONS = "options", "Options and contingencies"
    REJECTED = "rejected", "Options rejected, and why"
    ACTION = "action", "Action and review"
    ETHICS = "ethics", "The Code of Ethics at the centre"


class Said(TextChoices):
    """What a victim answered."""

    YES = "yes", "yes"
    NO = "no", "no"
    NOT_KNOWN = "not-known", "not known"


@dataclass(frozen=True, slots=True)
class Graded:
    """One limb as it was assessed."""

    grade: Grade
    text: str


@dataclass(frozen=True, slots=True)
class NewRisk:
    """A risk assessment to be kept: every limb, the whole of it, and the boxes of the decision model."""

    limbs: Mapping[Limb, Graded]
    overall: Grade
    boxes: Mapping[Box, str]
    review_on: date | None
    reason: str = ""  # why it takes the place of an earlier one

    def limbs_in_words(self) -> str:
        """Every limb that is more than nothing, with its words, the gravest first."""
        order = list(Grade)
        grave = sorted(self.limbs.items(), key=lambda each: -order.index(each[1].grade))
        return (
            " ".join(
                f"{limb.label} {each.grade.label}: {each.text.strip()}"
                for limb, each in grave
                if each.grade != Grade.NONE
            )
            or "Every limb is graded none."
        )


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk assessment as it is read."""

    reference: str
    subject_kind: str
    subject: str
    limbs: Mapping[Limb, Graded]
    overall: Grade
    boxes: Mapping[Box, str]
    review_on: date | None
    reason: str
    by: str
    at: datetime
    stands: bool  # nothing has taken its place


@dataclass(frozen=True, slots=True)
class VictimQuestion:
    """One question of the dated table, and what a yes grounds."""

    id: str
    question: str
    hint: str
    ground: str  # of enhanced rights, blank where a yes grounds none
    valid_from: date
    valid_to: date | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class NewVictim:
    """A victim's assessment to be kept."""

    answers: Mapping[str, Said]
    notes: str = ""
    reason: str = ""  # why it takes the place of an earlier one


@dataclass(frozen=True, slots=True)
class Victim:
    """A victim's assessment as it is read."""

    reference: str
    subject_kind: str
    subject: str
    answers: Mapping[str, Said]
    notes: str
    reason: str
    by: str
    at: datetime
    stands: bool
