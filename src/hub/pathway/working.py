"""One step on a case or a report: by somebody who may, on the version that they have seen, whole or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from hub.cases import actions as cases
from hub.common.refusals import NotFound
from hub.pathway.opening import kind_of, may_work
from hub.pathway.refusing import refusals_recorded
from hub.pathway.settling import settle
from hub.people.terms import Actor
from hub.queue import actions as queue


@contextmanager
def on_record(
    action: str,
    subject: str,
    seen: int | None,
    by: Actor,
    typed: str = "",
    *,
    may: Callable[..., None] = may_work,
) -> Iterator[cases.HeldCase | None]:
    """One step on a case or report: permitted, on the version that was seen, counted, and seen in the queue."""
    kind = kind_of(subject)
    with (
        refusals_recorded(action=action, subject_kind=kind, subject=subject, typed=[typed], by=by),
        transaction.atomic(),
    ):
        may(subject=subject, by=by)
        row = cases.hold(case=subject, seen=seen) if kind == "case" else None
        yield row
        if row is not None:
            settle(case=row, by=by)
            cases.changed(cases=[subject])
            queue.refresh(cases=[subject])
        else:
            queue.refresh(reports=[subject])


@contextmanager
def on_case(action: str, case: str, seen: int | None, by: Actor, typed: str = "") -> Iterator[cases.HeldCase]:
    """One step on a case."""
    with on_record(action, case, seen, by, typed) as row:
        if row is None:
            raise NotFound(f"{case} is not a case. Check the reference and try again.")
        yield row
