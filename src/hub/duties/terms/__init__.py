"""The words of duties, of alarms and of the rota."""

from hub.duties.terms.alarms import (
    Address,
    AlarmLine,
    AlarmState,
    AlarmSubject,
    Called,
    CallLine,
    Channel,
    Danger,
    Made,
    Message,
    Named,
    NewAlarm,
    Next,
    Recipient,
    Taken,
    Tested,
    Times,
    ToSend,
)
from hub.duties.terms.duties import (
    Clock,
    Due,
    Kind,
    Meeting,
    NewDuty,
    Occasion,
    Sort,
    State,
    Subject,
    Unit,
)
from hub.duties.terms.rota import Cover, ShiftLine, ShortAlarm, Watch, WayLine
from hub.duties.terms.duties import Warn

__all__ = ['Address', 'AlarmLine', 'AlarmState', 'AlarmSubject', 'CallLine', 'Called', 'Channel', 'Clock', 'Cover', 'Danger', 'Due', 'Kind', 'Made', 'Meeting', 'Message', 'Named', 'NewAlarm', 'NewDuty', 'Next', 'Occasion', 'Recipient', 'ShiftLine', 'ShortAlarm', 'Sort', 'State', 'Subject', 'Taken', 'Tested', 'Times', 'ToSend', 'Unit', 'Warn', 'Watch', 'WayLine']
