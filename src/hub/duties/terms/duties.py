"""The words of duties: their kinds, their clocks and their states."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db.models import TextChoices


class Kind(TextChoices):
    """What must be done."""

    ALARM = "alarm", "act on immediate danger"
    RECORDED = "recorded", "record the crime"
    NEEDS_ASSESSMENT = "needs-assessment", "assess the victim's needs"
    SUPPORT_REFERRAL = "support-referral", "refer the victim to support"
    VICTIM_UPDATE = "victim-update", "update the victim"
    ASK = "ask", "ask what is left open"
    BOROUGH_ASKS = "borough-asks", "answer the borough's question"
    TRANSFER = "transfer", "get the receiving force's reference"
    REVIEW_CHANGE = "review-change", "read what a resend says differently"
    SAFEGUARDING = "safeguarding", "hear from whoever a child or an adult at risk was referred to"
    SECOND_CHECK = "second-check", "give the second check of a decision"
    DECISION_TOLD = "decision-told", "tell them what was decided"
    OFFENCES = "offences", "say which offences"
    LIMITATION = "limitation", "charge within the time limit"
    CASE_REVIEW = "case-review", "say how the investigation stands"
    OUTCOME_TOLD = "outcome-told", "tell them the outcome"
    REVIEW_OFFER = "review-offer", "offer the Victims' Right to Review"


class State(TextChoices):
    """The life of a duty."""

    RUNNING = "running", "running"
    PAUSED = "paused", "paused"
    DONE = "done", "done"
    NOT_POSSIBLE = "not-possible", "not possible"


class Sort(TextChoices):
    """Which running duties are asked for; what a historic import brought is left in peace."""

    PRESSING = "pressing", "late and at risk"
    LATE = "late", "late"
    AT_RISK = "at-risk", "at risk"
    CHECK = "second-check", "waiting for a second check"
    LOOK = "another-look", "waiting for another look"
    DECISION = "decision", "waiting for a first decision"
    DECISION_DANGER = "decision-danger", "waiting for a first decision, with danger"
    DANGER_LATE = "danger-late", "dangers not acted on in time"


class Subject(TextChoices):
    """What a duty is about."""

    REPORT = "report", "report"
    CASE = "case", "case"


class Occasion(TextChoices):
    """Why somebody is reminded."""

    SOON = "soon", "soon due"
    OVERDUE = "overdue", "overdue"
    WARNING = "warning", "a day of warning"


class Happening(TextChoices):
    """What can happen to the clock of a duty."""

    STARTED = "started", "started"
    PAUSED = "paused", "paused"
    RESUMED = "resumed", "resumed"
    WARNED = "warned", "warned of"
    BREACHED = "breached", "breached"
    DONE = "done", "done"
    NOT_POSSIBLE = "not-possible", "not possible"


class Meeting(Enum):
    """What comes of a duty that meets what its subject has already."""

    START = "it is started"
    STAND = "what is there stands"
    END = "what is live there is done by it"


class Unit(TextChoices):
    """What a clock counts in."""

    MINUTES = "minutes", "minutes"
    HOURS = "hours", "hours"
    WORKING_DAYS = "working-days", "working days of England and Wales"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock, as it is in force between two dates."""

    kind: Kind
    title: str
    basis: str
    code_version: str
    valid_from: date
    valid_to: date | None
    standard: int
    enhanced: int
    unit: Unit
    remind_before: timedelta


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty to be started; with a reason it is done, or not possible, from the first."""

    subject_kind: str  # case or report
    subject: str
    kind: Kind
    from_at: datetime
    enhanced: bool = True
    historic: bool = False
    done_reason: str = ""
    not_possible_reason: str = ""
    detail: str = ""
    again: bool = False  # it is owed anew, though it was done once


@dataclass(frozen=True, slots=True)
class Warn:
    """A moment on which somebody is warned before a duty is due, and what is to be done then."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the clock of a duty, so that service levels can be measured."""

    duty: str
    subject_kind: str
    subject: str
    kind: Kind
    what: Happening
    at: datetime
    by: str  # blank where nobody did it
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """A duty as it is read."""

    id: int
    reference: str
    subject_kind: str
    subject: str
    kind: Kind
    title: str
    basis: str
    starts_at: datetime
    due_at: datetime
    state: State
    historic: bool
    overdue: bool
    detail: str
    ended_because: str
