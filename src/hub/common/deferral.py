"""Work that is done later: named here, deferred in the transaction of the change, carried out by the workers."""

from collections.abc import Sequence
from enum import StrEnum

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONValue


class Task(StrEnum):
    """Everything that can be deferred; the workers implement each, and a test holds the two sets equal."""

    SEND_LETTER = "letters.send"
    AUDIT_EXAMINE = "audit.examine"
    DISPOSE_OF_ORIGINAL = "aside.dispose"


def defer(task: Task, ids: Sequence[int]) -> None:
    """Ask the workers to do one task for each id, once this transaction commits; ids are all a job ever holds."""
    if ids:
        jobs: list[dict[str, JSONValue]] = [{"id": each} for each in ids]
        try:
            app.configure_task(task.value).batch_defer(*jobs)
        except ConnectorException as trouble:  # whoever tries again knows the database's own errors
            raise (trouble.__cause__ or trouble) from None
