"""Whom an alarm calls next, from the rota and the calls that were made: pure decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from hub.common import dated
from hub.duties.terms import (
    AlarmState,
    Called,
    Channel,
    Made,
    Next,
    Recipient,
    Times,
)

ALARM_MOVES: Mapping[AlarmState, frozenset[AlarmState]] = {
    AlarmState.RAISED: frozenset({AlarmState.ACKNOWLEDGED, AlarmState.ENDED}),
    AlarmState.ACKNOWLEDGED: frozenset({AlarmState.ENDED}),
    AlarmState.ENDED: frozenset(),
}
OPEN = frozenset(each for each, onward in ALARM_MOVES.items() if onward)
LONGEST_SHIFT = timedelta(days=14)


def times_for(every: Iterable[Times], on: date) -> Times:
    """The waiting times in force on a day; the earliest ones speak for days before them."""
    ordered = sorted(every, key=lambda each: each.valid_from)
    live = [each for each in ordered if dated.stands(each.valid_from, each.valid_to, on)]
    return live[-1] if live else ordered[0]


def next_call(
    recipients: Sequence[Recipient], calls: Sequence[Made], times: Times, now: datetime
) -> Next | None:
    """The call to be made now, or none: one way after the other, one recipient after the other, round after round.

    A way that fails is followed by the next at once. Whoever was reached has a time to acknowledge; after it the next is
    called. When everybody was called, it begins anew after a while, and within a minute where the last of them, the
    control room, was not reached; until somebody acknowledges. Nobody waits for an answer of whoever is kept out.
    """
    if under_way(calls, times, now):
        return None
    number = max((each.round for each in calls), default=1)
    made = [each for each in calls if each.round == number]
    kept_out = {each.officer for each in recipients if each.kept_out}
    reached = [each.at for each in made if each.accepted and each.officer not in kept_out]
    if reached and now < max(reached) + times.answer:
        return None
    found = _in_round(recipients, made, number)
    if found or not made:
        return found
    last = next((each for each in reversed(recipients) if not each.kept_out), None)
    heard = last is not None and any(
        each.accepted and each.called == last.called for each in made if each.officer not in kept_out
    )
    # Round after round that does not reach the last, a little later each time: what is down is asked, not flooded.
    pause = times.again if heard else min(times.again, times.settle * number)
    since = max(each.at for each in made) + pause
    return _in_round(recipients, (), number + 1) if now >= since else None


def under_way(calls: Iterable[Made], times: Times, now: datetime) -> bool:
    """Whether a call is on its way; one of which nothing was heard for long has failed."""
    return any(each.accepted is None and now < each.at + times.settle for each in calls)


def _in_round(recipients: Sequence[Recipient], made: Collection[Made], number: int) -> Next | None:
    """The first way that was not tried of the first recipient who was not reached in this round."""
    reached = {(each.called, each.officer) for each in made if each.accepted}
    tried = {(each.called, each.officer, each.channel) for each in made}
    for who in recipients:
        if (who.called, who.officer) in reached:
            continue
        for way in who.ways:
            if (who.called, who.officer, way.channel) not in tried:
                return Next(number, who.called, who.officer, way)
    return None


def next_test(ways: Sequence[Recipient], calls: Sequence[Made], times: Times, now: datetime) -> Next | None:
    """The call that a test makes now: every way once, whatever came of the one before."""
    if under_way(calls, times, now):
        return None
    return _in_round(ways, [_unreached(each) for each in calls], 1)


def _unreached(call: Made) -> Made:
    """A call of a test: that one way works says nothing of the next."""
    return Made(call.round, call.called, call.officer, call.channel, call.at, accepted=False)


def failed_ways(calls: Iterable[Made]) -> tuple[Channel, ...]:
    """The ways of a test that did not take its message."""
    return tuple(each.channel for each in calls if not each.accepted)


def why_called(called: Called, *, officers: bool, calls: int) -> str:
    """Why the control room is told: the reason that is kept with what leaves."""
    if called != Called.CONTROL_ROOM:
        return ""
    if not officers:
        return "Nobody is on call who can be reached"
    return f"Nobody on call acknowledged; {calls} {'call was' if calls == 1 else 'calls were'} made"


def stands(state: AlarmState) -> bool:
    """Whether a danger told again finds somebody being called already; one that somebody has is called out anew."""
    return state == AlarmState.RAISED


def why_no_shift(*, rank: int, from_at: datetime, until_at: datetime, now: datetime) -> str:
    """Why a time on call cannot stand, blank where it can."""
    if rank < 1:
        return "The order begins at 1: whoever is called first."
    if until_at <= from_at:
        return "The shift would end before it begins. Choose a later end."
    if until_at <= now:
        return "The shift is over already. Choose a later end."
    if until_at - from_at > LONGEST_SHIFT:
        return f"Nobody is on call for more than {LONGEST_SHIFT.days} days. Choose an earlier end."
    return ""


def overdue_test(passed_at: datetime | None, times: Times, now: datetime) -> bool:
    """Whether no test went through within the time there is."""
    return passed_at is None or now > passed_at + times.test


def in_the_way(alarms: Iterable[tuple[str, AlarmState]]) -> str:
    """Why nothing else is decided of something yet, blank where it may be.

    Danger stops the normal flow until somebody has the alarm: whoever decided meanwhile would take it for acted on. From
    then on a person answers for it, its duty runs on, and the work goes on beside it.
    """
    called_out = [reference for reference, state in alarms if state == AlarmState.RAISED]
    if not called_out:
        return ""
    return f"Somebody may be in danger, and nobody has the alarm {called_out[0]} yet. Take it and act on it first, then do this."
