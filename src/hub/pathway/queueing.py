"""Who has what waits: claiming, releasing, handing over, and the views that somebody keeps."""

from datetime import datetime

from django.db import transaction

from hub.pathway.opening import kind_of
from hub.pathway.refusing import refusals_recorded
from hub.people.terms import Actor
from hub.queue import actions as queue


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
        refusals_recorded(action="queue.save-view", subject_kind="view", by=by),
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
