"""The words of the rota: who is on call, in which order, and how they are reached."""

from dataclasses import dataclass
from datetime import datetime

from hub.duties.terms.alarms import Channel, Tested


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A time in which an officer is on call."""

    reference: str
    officer: str
    rank: int
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way in which an officer is reached while on call."""

    officer: str
    channel: Channel
    address: str
    order: int


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """An alarm that has not ended, in short: whether somebody has it, who and since when."""

    reference: str
    acknowledged_by: str  # blank where nobody has it
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cover:
    """Who can be called now."""

    officers: int  # on call, with at least one way to reach them
    unreachable: tuple[str, ...]  # on call, and no way is known
    control_room: bool

    @property
    def nobody(self) -> bool:
        """Whether an alarm would find no officer."""
        return self.officers == 0


@dataclass(frozen=True, slots=True)
class Watch:
    """What is said of alarms on a page: how many nobody has, the open ones of its subjects, who is on call, the test."""

    raised: int
    alarms: tuple[OpenAlarm, ...]
    cover: Cover
    tested: Tested
