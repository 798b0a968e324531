"""The words of this module: whose case it is, how a report came to it, and who holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import TextChoices

from hub.cases.terms.clusters import Clustered
from hub.cases.terms.walls import Wall
from hub.common.refusals import NotNow, NotPermitted


class About(TextChoices):
    """Whose case it is."""

    VICTIM = "victim", "a victim"
    PUBLIC = "public", "the public: nobody in particular is targeted"


class State(TextChoices):
    """Who holds the case."""

    WITH_HUB = "with-hub", "with the hub"
    WITH_UNIT = "with-unit", "with a command unit"


class Stage(TextChoices):
    """What a case has come to."""

    UNDECIDED = "undecided", "nobody has decided yet"
    ASKED = "asked", "more information is asked for"
    CHECKING = "checking", "a decision waits for a second check"
    CRIME = "crime", "decided: a crime"
    NOT_A_CRIME = "not-a-crime", "decided: not a crime"
    FINALISED = "finalised", "an outcome is recorded"
    LEFT = "left", "every report of it has left the hub"


class Given(TextChoices):
    """How a case stands with its command unit and the officer in the case; the hub supports throughout."""

    TO_UNIT = "to-unit", "with the command unit, nobody named yet"
    OFFERED = "offered", "offered to an officer"
    ACCEPTED = "accepted", "accepted by the officer in the case"
    RETURNED = "returned", "returned with a reason"
    HANDED_OVER = "handed-over", "handed over to another officer"
    ENDED = "ended", "taken back by the hub"


class How(TextChoices):
    """How a report came to its case."""

    OPENED = "opened", "opened the case"
    LINKED = "linked", "the same victim and the same item"
    PUBLIC = "public", "the same item, reported for the public"


class Relation(TextChoices):
    """What somebody has to do with a record; the words are the reason that is kept when they open it."""

    HOLDS = "holds", "You have claimed it."
    FREE = "free", "It is free in the queue, and you work the queue."
    OFFICER = "officer", "You are the officer in the case."
    OFFERED = "offered", "It is offered to you."
    SUPERVISES = "supervises", "You supervise the hub."
    NONE = "none", "You have no part in it."


class Step(TextChoices):
    """What is to be done next; the words are those of the panel at the top of a case."""

    DANGER = "danger", "Act on immediate danger"
    DECIDE_EXIT = "decide-exit", "Decide whether this leaves the hub"
    ANSWER_OFFER = "answer-offer", "Accept this case, or return it"
    SAFEGUARD = "safeguard", "Hear from whoever somebody at risk was referred to"
    ASK = "ask", "Ask what the report leaves open"
    ANSWER_BOROUGH = "answer-borough", "Answer the borough's question"
    READ_CHANGE = "read-change", "Read what a resend says differently"
    TRANSFER = "transfer", "Hand it over to the receiving force"
    ASSESS = "assess", "Assess the victim's needs"
    OFFER = "offer", "Name the officer in the case"
    SUPPORT = "support", "Refer the victim to support"
    UPDATE = "update", "Tell the victim what is happening"
    RECORD = "record", "Record the crime, or another decision"
    DECIDE = "decide", "Decide whether it is a crime"
    CHECK = "check", "Give the second check"
    OFFENCES = "offences", "Say which offences"
    TELL = "tell", "Tell them what was decided"
    TELL_OUTCOME = "tell-outcome", "Tell them the outcome"
    OFFER_REVIEW = "offer-review", "Offer the Victims' Right to Review"
    INVESTIGATE = "investigate", "Investigate within the time limit"
    REVIEW = "review", "Say how the investigation stands"
    WAIT_DECISION = "wait-decision", "Wait for the hub's decision"
    WAIT_HUB = "wait-hub", "Wait for the hub's answer"
    WAIT_ANSWER = "wait-answer", "Wait for the officer's answer"
    WAIT_CLOCK = "wait-clock", "Wait for what stopped the clock"
    NOTHING = "nothing", "Nothing is due"


class NeedsReason(NotPermitted):
    """Somebody without a part in a case may open it, if they say why; the inspector is told."""


class Moved(NotNow):
    """A report is in a case by now: whatever is seen or done of it is seen and done there."""

    def __init__(self, report: str, case: str) -> None:
        """Say which report, and in which case it is."""
        super().__init__(f"{report} is in case {case} now. Open the case, and do it there.")
        self.case = case


class Changed(NotNow):
    """Somebody else changed the case while a form was open; nothing was overwritten."""

    def __init__(self, case: str) -> None:
        """Say which case."""
        super().__init__(f"{case} was changed while you were writing. Nothing was overwritten.")
        self.case = case


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has to do with a case or report, as the rule of relations sees it."""

    unit: str
    holder_id: int | None  # who has claimed it now
    officer_id: int | None = None
    given: str = ""
    closed: bool = False  # it stands in a queue that the role of whoever asks does not see


@dataclass(frozen=True, slots=True)
class LiveDuty:
    """A duty that runs or is paused."""

    reference: str
    kind: str
    due_at: datetime
    paused: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What the next step is chosen from."""

    duties: tuple[LiveDuty, ...]
    exit_to: str  # where an exit is proposed to, blank where none is
    about: str  # victim or public
    unit: str
    given: str
    mine: bool  # whoever looks is the officer in the case, or it is offered to them
    borough: bool  # whoever looks works for a command unit, not for the hub
    stage: str = Stage.UNDECIDED.value


@dataclass(frozen=True, slots=True)
class Next:
    """The next step, and the duty whose clock it is."""

    step: Step
    duty: LiveDuty | None = None


@dataclass(frozen=True, slots=True)
class ToPlace:
    """A report that needs a case."""

    report_id: int
    reference: str
    public: bool
    victim_id: int | None
    same_as: frozenset[int]  # earlier persons who are this victim
    items: frozenset[int]
    borough: str
    unit: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report of a known victim that is in a case already."""

    case_id: int
    victim_id: int
    items: frozenset[int]


@dataclass(frozen=True, slots=True)
class Placement:
    """What the case rule says: join this case, or open one; and which cases to suggest beside it."""

    join: int | None
    how: How
    suggest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report's case is."""

    report_id: int
    case_id: int
    case: str
    how: How
    unit: str
    borough: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a line."""

    reference: str
    state: str
    borough: str
    unit: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case whole."""

    id: int
    line: CaseLine
    about: str
    reports: tuple[tuple[int, str], ...]
    suggestions: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was done on a case, with what was written."""

    kind: str  # allocation, note or headline
    reference: str
    at: datetime
    by: str
    text: str
    given: str = ""
    unit: str = ""
    officer_id: int | None = None
    ended_at: datetime | None = None
    supersedes: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One case as its page needs it: how it stands, its reports in the order they came, and what was done on it."""

    id: int
    reference: str
    about: str
    state: str
    borough: str
    unit: str
    headline: str
    opened_at: datetime
    version: int
    officer_id: int | None
    given: str
    reports: tuple[tuple[int, str, str, datetime], ...]  # id, reference, how it came, when
    history: tuple[Happened, ...]
    suggestions: tuple[tuple[str, str], ...]
    stage: str
    chosen: tuple["Candidate", ...]
    outcomes: tuple["Outcome", ...]
    cluster: Clustered | None = None
    set_aside: bool = False  # it is not a crime
    walls: tuple[Wall, ...] = ()  # who is kept out
    walls_beside: Mapping[str, tuple[Wall, ...]] = field(default_factory=dict)  # and of what is suggested


@dataclass(frozen=True, slots=True)
class Gist:
    """What a list shows of a case."""

    id: int
    reference: str
    about: str
    borough: str
    unit: str
    headline: str
    opened_at: datetime
    version: int
    officer_id: int | None  # the officer in the case, or whom it is offered to
    given: str  # how it stands with them, blank where no command unit has it
    reports: tuple[int, ...]
    earlier: int  # other cases of the same victim
    set_aside: bool = False  # it is not a crime
    same_account: int = 0  # other cases about an account that this one is about


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """An offence that an officer chooses for a case, with the days that its time limit is counted from."""

    offence: str
    first_sent: date
    last_act: date | None = None
    evidence: date | None = None
    strands: tuple[str, ...] = ()  # the hostility that makes its aggravated form, blank for the basic one
    principal: bool = False
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what suggested it


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offence chosen for a case."""

    id: int
    chosen: NewCandidate
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome of a case, or its being taken up again."""

    reference: str
    number: int | None  # blank where the case was taken up again
    why: str
    reason: str
    facts: Mapping[str, bool | int | str]
    by: str
    at: datetime
