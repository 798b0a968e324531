"""Reading duties, alarms and the rota."""

from hub.duties.queries.alarms import (
    alarm,
    alarm_of_id,
    alarm_subjects,
    alarms,
    calls_of,
    control_room,
    count_raised,
    raised,
    set_up,
    shipped_times,
    test_recipient,
    times,
)
from hub.duties.queries.duties import (
    Filed,
    Live,
    Stop,
    Undecided,
    bank_holidays,
    clock_of,
    clocks,
    counts,
    counts_by_kind,
    danger_late,
    due,
    filed,
    late_and_at_risk,
    live,
    of_reference,
    of_subjects,
    shipped,
    sorted_out,
    subjects,
    to_remind,
    undecided,
    view,
    warn_from,
)
from hub.duties.queries.rota import (
    ON_CALL,
    count_shifts,
    cover,
    on_call,
    recipients,
    shifts,
    tested,
    watch,
    ways,
)
from hub.duties.queries.duties import to_warn

__all__ = ['Filed', 'Live', 'ON_CALL', 'Stop', 'Undecided', 'alarm', 'alarm_of_id', 'alarm_subjects', 'alarms', 'bank_holidays', 'calls_of', 'clock_of', 'clocks', 'control_room', 'count_raised', 'count_shifts', 'counts', 'counts_by_kind', 'cover', 'danger_late', 'due', 'filed', 'late_and_at_risk', 'live', 'of_reference', 'of_subjects', 'on_call', 'raised', 'recipients', 'set_up', 'shifts', 'shipped', 'shipped_times', 'sorted_out', 'subjects', 'test_recipient', 'tested', 'times', 'to_remind', 'to_warn', 'undecided', 'view', 'warn_from', 'watch', 'ways']
