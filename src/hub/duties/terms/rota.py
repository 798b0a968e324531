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
class ShortAlarm:
    """An alarm in short: whether it has ended, and who has it since when."""

    reference: str
    ended: bool
    raised_at: datetime
    raised_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str  # blank where nobody acknowledged it


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
    """What is said of alarms on a page: how many nobody has, those of its subjects, who is on call, and the test."""

    raised: int
    alarms: tuple[ShortAlarm, ...]
    cover: Cover
    tested: Tested

    @property
    def open(self) -> tuple[ShortAlarm, ...]:
        """Those of its subjects that have not ended."""
        return tuple(each for each in self.alarms if not each.ended)
