"""Tables of duties, of alarms and of the rota: they point at what they are about by kind and reference."""

from hub.duties.models.alarms import Alarm, Answer, Call, NamedDanger
from hub.duties.models.duties import Duty, Pause, Reminder, WarningDay
from hub.duties.models.rota import Shift, Way

__all__ = [
    "Alarm",
    "Answer",
    "Call",
    "Duty",
    "NamedDanger",
    "Pause",
    "Reminder",
    "Shift",
    "WarningDay",
    "Way",
]
