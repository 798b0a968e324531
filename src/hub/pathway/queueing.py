"""Who has what waits, the views that somebody keeps, and whether the queue is true to the record."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.pathway.opening import kind_of
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.queue import queries as queue_known
from hub.reports import queries as reports


def claim(*, subject: str, by: Actor) -> datetime:
    """Take something for thirty minutes; tells until when."""
    with (
        refusals_recorded(action="queue.claim", subject_kind=kind_of(subject), subject=subject, by=by),
        transaction.atomic(),
    ):
        return queue.claim(subject=subject, by=by)


def release(*, subject: str, by: Actor) -> None:
    """Let go of something."""
    with (
        refusals_recorded(action="queue.release", subject_kind=kind_of(subject), subject=subject, by=by),
        transaction.atomic(),
    ):
        queue.release(subject=subject, by=by)


def hand_over(*, subject: str, to: str, by: Actor) -> datetime:
    """Give something to a colleague."""
    with (
        refusals_recorded(action="queue.hand-over", subject_kind=kind_of(subject), subject=subject, by=by),
        transaction.atomic(),
    ):
        return queue.hand_over(subject=subject, to=to, by=by)


def save_view(*, name: str, query: str, by: Actor) -> None:
    """Keep a way of looking at the queue."""
    with (
        refusals_recorded(action="queue.save-view", subject_kind="view", typed=[name], by=by),
        transaction.atomic(),
    ):
        queue.save_view(name=name, query=query, by=by)


def forget_view(*, view: int, by: Actor) -> None:
    """Forget a kept way of looking at the queue."""
    with (
        refusals_recorded(action="queue.forget-view", subject_kind="view", by=by),
        transaction.atomic(),
    ):
        queue.forget_view(view=view, by=by)


def check_queue(*, by: Actor) -> tuple[str, ...]:
    """What does not stand in the queue as the record says; the check is on the record with what it found."""
    with refusals_recorded(action="queue.check", subject_kind="queue", by=by):
        permit(by, Permission.RUN_SYSTEM)
    found = queue_known.astray()
    entry = Entry(Kind.CONSULTATION, "queue.check", "queue", "queue", str(by), {"astray": len(found)})
    with transaction.atomic():
        audit.record([entry])
    return found


def rebuild_queue(*, progress: Callable[[int], None], by: Actor) -> int:
    """Make every row of the queue anew, a page at a time; one that is stopped is simply begun again.

    Claims stay with whoever has them.
    """
    with refusals_recorded(action="queue.rebuild", subject_kind="queue", by=by):
        permit(by, Permission.RUN_SYSTEM)
    made = 0
    for named in queue_known.pages():
        with transaction.atomic():
            queue.refresh(cases=named.cases, reports=named.reports)
        made += len(named.cases) + len(named.reports)
        progress(made)
    entry = Entry(Kind.ALTERATION, "queue.rebuild", "queue", "queue", str(by), {"looked-at": made})
    with transaction.atomic():
        audit.record([entry])
    return made


def fill_queue(*, progress: Callable[[int], None], by: Actor) -> int:
    """Make the rows of what was received before there was a queue; nothing is done where it was filled before."""
    with refusals_recorded(action="queue.rebuild", subject_kind="queue", by=by):
        permit(by, Permission.RUN_SYSTEM)
    if not queue_known.empty() or not reports.count():
        return 0
    return rebuild_queue(progress=progress, by=by)
