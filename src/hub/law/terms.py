"""The words of this module: offences in their dated forms, bounds of time, outcomes, and what they are asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Mode(StrEnum):
    """In which court an offence is tried."""

    SUMMARY = "summary"
    EITHER_WAY = "either-way"
    INDICTABLE = "indictable-only"


class Acts(StrEnum):
    """Whether each act is an offence of its own, or several are one."""

    EACH = "each-act"
    COURSE = "course-of-conduct"


class Counting(StrEnum):
    """Whether a period counts the day it runs from; the statute's own words decide."""

    EXCLUDES = "excludes-the-day"
    INCLUDES = "includes-the-day"


class RunsFrom(StrEnum):
    """What a bound of time runs from."""

    OFFENCE = "offence"
    EVIDENCE = "evidence"


class About(StrEnum):
    """What a sentence beside an offence tells."""

    PROVE = "prove"
    DEFENCE = "defence"
    SPEECH = "speech"
    SENTENCE = "sentence"


class Sure(StrEnum):
    """How sure the hub is of a row; what is uncertain is checked before anybody relies on it."""

    SOURCED = "sourced"
    OWN = "own-knowledge"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when a row is law and until when, where it is from, how sure it is, and when to look again."""

    valid_from: date
    valid_to: date | None
    source: str
    sure: Sure
    certainty: str
    checked_at: date
    check_again_at: date


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence in the wording of one time."""

    id: str
    statute: str
    section: str
    title: str
    acts: Acts
    consent: str
    referral: str
    reach: str
    note: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Form:
    """How an offence, or a limb of it, or its aggravated form is tried and punished, and which limit it has."""

    offence: str
    aggravated: bool
    limb: str  # blank where the offence has one only
    provision: str
    mode: Mode
    indictment: str
    summary: str
    limit: str  # blank: none
    standing: Standing


@dataclass(frozen=True, slots=True)
class Aggravation:
    """Hostility on a strand that makes an aggravated form of an offence."""

    offence: str
    strand: str
    commenced: bool  # false: enacted or proposed, and nobody has verified that it is in force
    standing: Standing


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a limit, by the words of its statute."""

    limit: str
    months: int
    counting: Counting
    runs_from: RunsFrom
    words: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence beside an offence: what to prove, a usual defence, a limit of free speech, or the sentence."""

    offence: str
    about: About
    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class WarningDay:
    """A day on which a limit of so many months warns."""

    months: int
    days: int
    words: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class GeneralLimit:
    """The longest sentence of a magistrates' court for one offence, by the day of conviction."""

    words: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Question:
    """A named question, and the answers it may have."""

    name: str
    words: str
    answers: Mapping[str, str]  # answer -> what it means


@dataclass(frozen=True, slots=True)
class Pattern:
    """Answers that together suggest an offence, and answers that rule it out."""

    offence: str
    when: Mapping[str, frozenset[str]]  # question -> any of these
    unless: Mapping[str, frozenset[str]]
    because: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Law:
    """Everything that offences, limits and suggestions are decided from, as one snapshot."""

    offences: tuple[Offence, ...]  # in the order of the catalogue
    forms: tuple[Form, ...]
    aggravations: tuple[Aggravation, ...]
    bounds: tuple[Bound, ...]
    points: tuple[Point, ...]
    warning_days: tuple[WarningDay, ...]
    general_limits: tuple[GeneralLimit, ...]
    questions: tuple[Question, ...]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """An offence as it stands on one day, with everything that goes with it."""

    offence: Offence
    since: date  # in any wording
    forms: tuple[Form, ...]
    aggravated: tuple[Form, ...]
    strands: tuple[Aggravation, ...]
    prove: tuple[str, ...]
    defences: tuple[str, ...]
    speech: tuple[str, ...]
    sentence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the limitation engine is asked."""

    offence: str
    first_sent: date
    on: date
    last_act: date | None = None
    evidence: date | None = None
    strands: tuple[str, ...] = ()
    closed: frozenset[date] = field(default_factory=frozenset)  # bank holidays


@dataclass(frozen=True, slots=True)
class Counted:
    """One bound, counted: from which day to which, whether that day is known, and whether it decides the last day."""

    words: str
    limb: str
    runs_from: date
    months: int = 0  # 0: no limit
    by_evidence: bool = False
    known: bool = True  # whether the day it runs from is known
    last_day: date | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Warned:
    """A day on which somebody is warned, and whether it has come."""

    days: int
    on: date
    reached: bool
    words: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when an information may be laid, why, and when to warn; no last day is no limit."""

    in_force: bool
    last_day: date | None
    basis: str
    bounds: tuple[Counted, ...]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offence that answers suggest; a person decides."""

    offence: str
    title: str
    because: tuple[str, ...]
    aggravated_by: tuple[str, ...]
    prove: tuple[str, ...]
    defences: tuple[str, ...]
    speech: tuple[str, ...]
    consent: str
    certainty: str


class Meets(StrEnum):
    """How a fact meets a condition."""

    TRUE = "true"
    FALSE = "false"
    NAMED = "named"
    UNDER = "under"
    AT_LEAST = "at-least"
    IS = "is"


class Otherwise(StrEnum):
    """What follows where a condition is not met, or the fact is not known."""

    INVALID = "invalid"
    THEN = "then"
    NOTHING = "nothing"


class When(StrEnum):
    """When a thing is to be done after an outcome."""

    ALWAYS = "always"
    REVIEW_POLICE = "review-police"
    REVIEW_CPS = "review-cps"
    REVIEW_OPEN = "review-to-settle"


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact that an outcome asks; of several in a group the first that is known decides."""

    outcome: int
    group: str
    fact: str
    meets: Meets
    value: str
    if_not: Otherwise
    if_unknown: Otherwise
    words: str  # where it is not met
    words_unknown: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome type of the Counting Rules."""

    number: int
    name: str
    needs: str
    applies: bool  # false: not to what a hub deals with
    review: bool  # whether it is a decision not to charge that a victim may ask to be reviewed
    sanction: bool  # whether somebody is charged, cautioned or punished by it, for an offence that is named
    standing: Standing


@dataclass(frozen=True, slots=True)
class Task:
    """What an outcome asks to be done; outcome 0 is every outcome."""

    outcome: int
    when: When
    words: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything that outcomes are judged by, as one snapshot."""

    outcomes: Mapping[int, Outcome]
    conditions: tuple[Condition, ...]
    tasks: tuple[Task, ...]


Fact = bool | int | str
BOOLEAN, WHOLE_NUMBER, TEXT = "true or false", "a whole number", "text"
FACTS: Mapping[str, str] = {
    "suspect_named": BOOLEAN, "suspect_interviewed": BOOLEAN, "suspect_age": WHOLE_NUMBER, "suspect_dead": BOOLEAN,
    "victim_supports": BOOLEAN, "victim_identifies_suspect": BOOLEAN, "investigation_complete": BOOLEAN,
    "evidential_difficulty": BOOLEAN, "time_limit_expired": BOOLEAN, "decided_by": TEXT, "supervisor": BOOLEAN,
    "body_named": TEXT, "activity_named": TEXT, "admission": BOOLEAN,
}  # fmt: skip
DECIDERS = ("police", "cps")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an outcome may stand on these facts, why, and what is to be done then."""

    valid: bool
    why: str
    then: tuple[str, ...]
