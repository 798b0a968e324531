"""The words of alarms: kinds of danger, whom an alarm calls, by which way, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices


class Danger(TextChoices):
    """The ten immediate escalations; what each asks for is a dated table of triage."""

    THREAT_TO_LIFE = "threat-to-life", "threat to life or to kill"
    HOME_KNOWN = "home-known", "an address published with a threat, or somebody on their way"
    WEAPON = "weapon", "a weapon, an attack date or a place of many people"
    CHILD = "child", "a child at risk, or images of child abuse"
    SELF_HARM = "self-harm", "suicide or self-harm"
    DOMESTIC = "domestic", "domestic, stalking or honour-based abuse"
    LIVESTREAM = "livestream", "violence streamed live"
    PUBLIC_ROLE = "public-role", "a witness, juror, judge, MP or candidate"
    TERRORIST_CONTENT = "terrorist-content", "terrorist content"
    PILE_ON = "pile-on", "a mass attack after a trigger event"


class AlarmState(TextChoices):
    """The life of an alarm."""

    RAISED = "raised", "raised, and nobody has it yet"
    ACKNOWLEDGED = "acknowledged", "acknowledged: somebody has it"
    ENDED = "ended", "ended"


class AlarmSubject(TextChoices):
    """What an alarm is about."""

    REPORT = "report", "report"
    CASE = "case", "case"
    TEST = "test", "nothing: it is the daily test"


class Called(TextChoices):
    """Whom an alarm calls."""

    OFFICER = "officer", "an officer on call"
    CONTROL_ROOM = "control-room", "the control room"
    TEST = "test", "the recipient of the daily test"


class Channel(TextChoices):
    """A way to reach somebody at once."""

    SMS = "sms", "text message"
    WEBHOOK = "webhook", "pager service"
    EMAIL = "e-mail", "e-mail"


@dataclass(frozen=True, slots=True)
class NewAlarm:
    """An alarm to be raised; without a kind it is danger as it was told."""

    subject_kind: AlarmSubject
    subject: str
    dangers: tuple[Danger, ...] = ()
    reason: str = ""  # an officer's words; blank where the report itself tells of danger


@dataclass(frozen=True, slots=True)
class Times:
    """How long an alarm waits, as it is in force between two dates."""

    valid_from: date
    valid_to: date | None
    answer: timedelta  # for whoever was called to acknowledge, before the next is called
    again: timedelta  # after everybody was called, before it begins anew
    settle: timedelta  # before a call of which nothing was heard counts as failed
    test: timedelta  # between two daily tests at most


@dataclass(frozen=True, slots=True)
class Address:
    """A way to one recipient."""

    channel: Channel
    address: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A service that a way needs and that is not set."""

    service: str
    settings: str  # the names of what sets it


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom an alarm may call, with the ways to reach them in their order."""

    called: Called
    officer: str  # the reference of an account; blank where it is no officer
    ways: tuple[Address, ...]
    kept_out: bool = False  # they may not act on it themselves, and are called when everybody else was


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was made."""

    round: int
    called: Called
    officer: str
    channel: Channel
    at: datetime
    accepted: bool | None  # blank while nothing is known of it


@dataclass(frozen=True, slots=True)
class Next:
    """The call that is to be made now."""

    round: int
    called: Called
    officer: str
    way: Address


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to somebody at once; the key lets a recipient know a message that came twice."""

    key: str
    subject: str
    text: str
    facts: Mapping[str, str]  # the same for a machine that reads it


@dataclass(frozen=True, slots=True)
class Taken:
    """What a way answered: whether it took the message, and its code, or 0 where it did not answer."""

    accepted: bool
    code: int


@dataclass(frozen=True, slots=True)
class ToSend:
    """A call that is on record and may go."""

    id: int
    alarm: str
    subject_kind: str
    subject: str
    dangers: tuple[Danger, ...]
    raised_at: datetime
    round: int
    called: Called
    officer: str
    way: Address
    why: str  # why it goes to them


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of danger that somebody named, and why."""

    danger: Danger
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as a page shows it; never the address that was called."""

    round: int
    called: Called
    officer: str
    channel: Channel
    at: datetime
    accepted: bool | None
    code: int | None


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm as it is read."""

    id: int
    reference: str
    subject_kind: str
    subject: str
    state: AlarmState
    raised_at: datetime
    raised_by: str
    reason: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    ended_at: datetime | None
    ended_by: str
    ended_because: str
    test: bool
    passed: bool | None  # of a test that ended
    named: tuple[Named, ...]
    calls: tuple[CallLine, ...]
    closed: bool = False  # an interest of whoever asks is on record: somebody else has to have it

    @property
    def dangers(self) -> tuple[Danger, ...]:
        """The kinds that were named, each once; none is danger as told."""
        return tuple(dict.fromkeys(each.danger for each in self.named))


@dataclass(frozen=True, slots=True)
class Tested:
    """How the daily test stands."""

    wanted: bool  # a recipient of the test is set, so that it can run
    passed_at: datetime | None
    failed_at: datetime | None  # of the last one, where that failed
    late: bool  # none went through within the time there is

    @property
    def trouble(self) -> bool:
        """Whether somebody must see to it."""
        return self.wanted and (self.late or self.failed_at is not None)
