"""When something is due, and whom an alarm calls next: pure decisions."""

from hub.duties.rules.alarms import (
    ALARM_MOVES,
    LONGEST_SHIFT,
    OPEN,
    failed_ways,
    next_call,
    next_test,
    overdue_test,
    stands,
    times_for,
    under_way,
    why_called,
    why_no_shift,
)
from hub.duties.rules.duties import (
    LIVE,
    LONDON,
    MOVES,
    add_working_days,
    clock_for,
    clock_named,
    due_after_pause,
    due_at,
    end_of,
    first_state,
    is_working_day,
    meeting,
    one_of,
    overdue,
    working_days_between,
)
from hub.duties.rules.duties import morning_of, to_warn, UNSTOPPABLE

__all__ = ['ALARM_MOVES', 'LIVE', 'LONDON', 'LONGEST_SHIFT', 'MOVES', 'OPEN', 'UNSTOPPABLE', 'add_working_days', 'clock_for', 'clock_named', 'due_after_pause', 'due_at', 'end_of', 'failed_ways', 'first_state', 'is_working_day', 'meeting', 'morning_of', 'next_call', 'next_test', 'one_of', 'overdue', 'overdue_test', 'stands', 'times_for', 'to_warn', 'under_way', 'why_called', 'why_no_shift', 'working_days_between']
