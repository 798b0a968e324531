"""Work that is done later: named here, deferred in the transaction of the change, carried out by the workers."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONValue


class Task(StrEnum):
    """Everything that can be deferred; the workers implement each, and a test holds the two sets equal."""

    SEND_LETTER = "letters.send"
    AUDIT_EXAMINE = "audit.examine"
    CALL_ALARM = "duties.call-alarm"
    SEND_REFERRAL = "triage.send-referral"
    QUEUE_REROUTE = "queue.reroute"
    SCAN_EXHIBIT = "evidence.scan"
    DISPOSE_OF_ORIGINAL = "aside.dispose"


# What goes before whatever else waits; nothing said is 0.
_FIRST = {Task.CALL_ALARM: 100, Task.SEND_REFERRAL: 50, Task.SCAN_EXHIBIT: -10}
# One at a time, because each may take minutes, and an alarm never waits for a free hand.
_ALONE = frozenset({Task.SCAN_EXHIBIT})


def defer(task: Task, ids: Sequence[int], *, at: datetime | None = None) -> None:
    """Ask the workers to do one task for each id, once this transaction commits; ids are all a job ever holds.

    With a moment, not before it.
    """
    if ids:
        jobs: list[dict[str, JSONValue]] = [{"id": each} for each in ids]
        try:
            app.configure_task(
                task.value,
                schedule_at=at,
                priority=_FIRST.get(task, 0),
                lock=task.value if task in _ALONE else None,
            ).batch_defer(*jobs)
        except ConnectorException as trouble:  # whoever tries again knows the database's own errors
            raise (trouble.__cause__ or trouble) from None
