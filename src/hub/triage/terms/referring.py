"""The words of this module: the questions that decide whose a report is, and the answers with their reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices


class Question(TextChoices):
    """What is asked of every report."""

    DANGER = "danger", "Is somebody in danger now?"
    ONLINE = "online", "Did it happen online?"
    HATE = "hate", "Did somebody perceive hostility about a protected characteristic?"
    FORCE = "force", "Which police force is it for?"
    BOROUGH = "borough", "Which borough?"
    VICTIM = "victim", "Where does the victim live?"
    SUSPECT = "suspect", "Where was the suspect, if known when it was recorded?"


class Scope(TextChoices):
    """Where a report stands: exactly one of three."""

    IN = "in-scope", "in scope of the hub"
    OUT = "out-of-scope", "an exit is proposed"
    FORCE_UNKNOWN = "force-unknown", "the force is not known yet"


class ExitState(TextChoices):
    """The life of an exit: proposed, decided by an officer, and closed by the receiving force's own reference."""

    PROPOSED = "proposed", "proposed"
    CONFIRMED = "confirmed", "confirmed by an officer"
    REFUSED = "refused", "refused: the report stays"
    SENT = "sent", "handed to the receiving force"
    ACKNOWLEDGED = "acknowledged", "taken by the receiving force, under its own reference"
    DISPUTED = "disputed", "disputed: an inspector settles it"
    SETTLED = "settled", "settled by an inspector: the report stays"
    APPEALED = "appealed", "appealed against: another inspector hears it"


@dataclass(frozen=True, slots=True)
class Place:
    """What `places` said of where the victim lives, or the place that a report names."""

    borough: str
    unit: str
    force: str
    outside: str  # blank, other-force or not-uk
    force_to_be_named: bool
    rule: str
    reason: str
    ask: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What triage looks at: never who anybody is."""

    online: bool | None
    strands: tuple[str, ...]
    no_hate_element: bool
    religion_without_strand: bool
    immediate: bool | None
    place: Place


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the ledger."""

    question: Question
    answer: str
    reason: str
    rule: str
    inputs: Mapping[str, str | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the machine says of one report: answers, where it stands, the exit it proposes, what to ask."""

    answers: tuple[Answer, ...]
    scope: Scope
    exit: str  # blank, or the slug that names the exit
    exit_reason: str
    force: str
    borough: str
    unit: str
    immediate: bool
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToAssess:
    """A report with its assessment, to be recorded."""

    report_id: int
    reference: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands now."""

    scope: str
    exit: str
    exit_state: str
    exit_reason: str
    force: str
    borough: str
    unit: str
    immediate: bool
