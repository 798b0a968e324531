"""The dedicated unit is told of what went into quarantine, and its danger is called out."""

from collections.abc import Sequence

from hub.common import clock
from hub.duties import actions as duties
from hub.duties.terms import AlarmSubject, Danger, NewAlarm
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway.opening import kind_of
from hub.people import queries as people
from hub.people.terms import MACHINE, Actor, Role
from hub.queue import actions as queue

_WHY = "A file that is said to be sexual, or to show a child, is in quarantine ({}). Nobody opens it here."


def tell(subjects: Sequence[str], exhibit: str, by: Actor) -> None:
    """The danger is called out for each case or report, and the dedicated unit is told which exhibit it is.

    The letter is the hub's own: whoever puts a file away, a borough's officer too, has it written.
    """
    now = clock.now()
    duties.raise_alarms(
        alarms=[
            NewAlarm(AlarmSubject(kind_of(each)), each, (Danger.CHILD,), _WHY.format(exhibit))
            for each in subjects
        ],
        by=by,
    )
    queue.refresh(
        cases=[each for each in subjects if kind_of(each) == "case"],
        reports=[each for each in subjects if kind_of(each) == "report"],
    )
    letters.queue(
        letters=[
            NewLetter(
                RecipientKind.STAFF, "exhibit", exhibit, "quarantine", f"quarantine:{exhibit}:{now:%Y%m%dT%H%M%S%f}",
                recipient=each.reference,
            )
            for each in people.working(roles=[Role.DEDICATED_UNIT])
        ],
        by=MACHINE,
    )  # fmt: skip
