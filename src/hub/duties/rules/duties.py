"""When something is due: pure counting of hours, and of the working days of England and Wales."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.common import dated
from hub.duties.terms import Clock, Kind, Meeting, NewDuty, State, Unit, Warn

LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5

MOVES: Mapping[State, frozenset[State]] = {
    State.RUNNING: frozenset({State.PAUSED, State.DONE, State.NOT_POSSIBLE}),
    State.PAUSED: frozenset({State.RUNNING, State.DONE, State.NOT_POSSIBLE}),
    State.DONE: frozenset(),
    State.NOT_POSSIBLE: frozenset(),
}
LIVE = frozenset(each for each, onward in MOVES.items() if onward)
# A danger, a difference, a question or somebody at risk that comes again must be seen to again, and what comes back may
# be handed over again; other duties are done once.
_AGAIN = frozenset(
    {Kind.ALARM, Kind.REVIEW_CHANGE, Kind.ASK, Kind.BOROUGH_ASKS, Kind.SAFEGUARDING, Kind.TRANSFER}
)
# Who waits for help or for an answer is not made to wait by a clock that stands still.
UNPAUSABLE = frozenset({Kind.ALARM, Kind.BOROUGH_ASKS})
# What a statute counts no officer can stop or tick off.
UNSTOPPABLE = frozenset({Kind.LIMITATION})
_TELLS_MOST = (State.DONE, State.RUNNING, State.NOT_POSSIBLE)


def first_state(new: NewDuty) -> State:
    """The state in which a duty begins: a reason why it is done goes before one why it is not possible."""
    if new.done_reason:
        return State.DONE
    return State.NOT_POSSIBLE if new.not_possible_reason else State.RUNNING


def one_of(duties: Iterable[NewDuty]) -> NewDuty:
    """Of duties of one name told together, the one that counts: done, else possible, else the first told."""
    return min(duties, key=lambda each: _TELLS_MOST.index(first_state(each)))


def meeting(new: NewDuty, standing: Collection[State]) -> Meeting:
    """What comes of a duty whose subject has had this kind before, in these states."""
    state = first_state(new)
    if LIVE & set(standing):
        return Meeting.END if state == State.DONE else Meeting.STAND
    if State.DONE in standing:
        return Meeting.START if new.again or new.kind in _AGAIN else Meeting.STAND
    # What was not possible may have become so: somebody who could not be reached has given a safe contact.
    return Meeting.STAND if standing and state == State.NOT_POSSIBLE else Meeting.START


def outlived(new: NewDuty, historic: Sequence[bool]) -> bool:
    """Whether what is live is history alone, which nobody is reminded of, and somebody reports now."""
    return not new.historic and first_state(new) == State.RUNNING and bool(historic) and all(historic)


def clock_for(clocks: Iterable[Clock], kind: Kind, on: date) -> Clock:
    """The clock of a kind in force on a day; the earliest one speaks for days before it."""
    of_kind = sorted((each for each in clocks if each.kind == kind), key=lambda each: each.valid_from)
    live = [each for each in of_kind if dated.stands(each.valid_from, each.valid_to, on)]
    return live[-1] if live else of_kind[0]


def clock_named(clocks: Iterable[Clock], kind: Kind, code_version: str) -> Clock:
    """The clock of a kind under the version of the code that a duty was started under."""
    return next(each for each in clocks if (each.kind, each.code_version) == (kind, code_version))


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday and no bank holiday of England and Wales."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The day that many working days after one, which is itself day 0."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            count -= 1
    return day


def working_days_between(first: date, last: date, holidays: Collection[date]) -> int:
    """How many working days come after the first day, up to and with the last."""
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(is_working_day(each, holidays) for each in days)


def end_of(day: date) -> datetime:
    """The last second of a day in London, as UTC."""
    return datetime.combine(day, time(23, 59, 59), LONDON).astimezone(UTC)


def morning_of(day: date) -> datetime:
    """Eight in the morning of a day in London, as UTC: when somebody reads what is due."""
    return datetime.combine(day, time(8), LONDON).astimezone(UTC)


def due_at(clock: Clock, start: datetime, *, enhanced: bool, holidays: Collection[date]) -> datetime:
    """When a clock that starts then runs out; hours are elapsed time, whatever clocks on walls do."""
    amount = clock.enhanced if enhanced else clock.standard
    if clock.unit == Unit.WORKING_DAYS:
        return end_of(add_working_days(start.astimezone(LONDON).date(), amount, holidays))
    step = timedelta(minutes=amount) if clock.unit == Unit.MINUTES else timedelta(hours=amount)
    return start.astimezone(UTC) + step


def due_after_pause(
    unit: Unit, due: datetime, paused: datetime, resumed: datetime, *, holidays: Collection[date]
) -> datetime:
    """When a clock runs out after a pause: what was left of it at the pause is left from the day it resumes."""
    # In UTC, because the difference of two London times is what clocks on walls say, not what has elapsed.
    due, paused, resumed = due.astimezone(UTC), paused.astimezone(UTC), resumed.astimezone(UTC)
    if unit != Unit.WORKING_DAYS:
        return due + (resumed - paused)
    left = working_days_between(paused.astimezone(LONDON).date(), due.astimezone(LONDON).date(), holidays)
    day = resumed.astimezone(LONDON).date()
    if not is_working_day(day, holidays):
        # Paused on its last day and resumed on a Saturday: the rest of that day is given on Monday.
        left = max(left, 1)
    return max(due, end_of(add_working_days(day, left, holidays)))


def overdue(state: State, due: datetime, now: datetime) -> bool:
    """Whether a duty should have been done; a paused one waits."""
    return state == State.RUNNING and now > due


def to_warn(warnings: Iterable[Warn], now: datetime) -> tuple[Warn, ...]:
    """The warnings that are still to be given: of those whose day has come already, the last alone."""
    ordered = sorted(warnings, key=lambda each: each.at)
    come = [each for each in ordered if each.at <= now]
    return (*come[-1:], *(each for each in ordered if each.at > now))


def breached_at(
    due: datetime, ended: datetime | None, paused_since: datetime | None, now: datetime
) -> datetime | None:
    """When a duty ran out before it was ended; a clock that stood still until then did not run out."""
    until = paused_since or ended or now
    return due if due < until else None
