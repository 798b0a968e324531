"""Who has what waits, the views that somebody keeps, and whether the queue is true to the record."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common.refusals import NotFound, NotPermitted
from hub.pathway.opening import kind_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_closed
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor, Role
from hub.queue import actions as queue
from hub.queue import queries as queue_known
from hub.queue.terms import Moved, NewRule, Row
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


def come_to_hand_over(*, subject: str, by: Actor) -> Row:
    """Somebody comes to give something to a colleague: where it stands in the queue, unless it is closed to them."""
    with refusals_recorded(action="queue.hand-over", subject_kind=kind_of(subject), subject=subject, by=by):
        permit(by, Permission.WORK_QUEUE)
        row = queue_known.rows_of([subject]).get(subject)
        if row is None:
            raise NotFound(f"{subject} does not wait any more. Go back to the queue.")
        refuse_closed(subject, by=by)
        return row


def hand_over(*, subject: str, to: str, by: Actor) -> datetime:
    """Give something to a colleague."""
    with (
        refusals_recorded(action="queue.hand-over", subject_kind=kind_of(subject), subject=subject, by=by),
        transaction.atomic(),
    ):
        return queue.hand_over(subject=subject, to=to, by=by)


def hold(*, subject: str, until: date, reason: str, by: Actor) -> datetime:
    """Keep something over the end of a claim, to the end of a day; tells until when."""
    with (
        refusals_recorded(
            action="queue.hold", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        return queue.hold(subject=subject, until=until, reason=reason, by=by)


def pass_on(*, subject: str, queue_named: str, to: str, reason: str, by: Actor) -> None:
    """Pass something to a queue, to a colleague, or to both."""
    with (
        refusals_recorded(
            action="queue.pass", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        queue.pass_on(subject=subject, queue=queue_named, to=to, reason=reason, by=by)


def release_passing(*, subject: str, reason: str, by: Actor) -> None:
    """Let the rules say again where something stands."""
    kind = kind_of(subject)
    with (
        refusals_recorded(
            action="queue.release-passing", subject_kind=kind, subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        queue.release_passing(subject=subject, reason=reason, by=by)
        queue.refresh(**{f"{kind}s": [subject]})


def save_queue(*, slug: str, name: str, what: str, roles: Collection[str], by: Actor) -> str:
    """Make a queue, or change what one is called and who sees it."""
    with (
        refusals_recorded(action="queue.save-queue", subject_kind="queue", typed=[name, what], by=by),
        transaction.atomic(),
    ):
        return queue.save_queue(slug=slug, name=name, what=what, roles=roles, by=by)


def save_rule(*, rule: str, new: NewRule, seen: int, by: Actor) -> str:
    """Keep a rule, or a new version of one; the workers put what waits where it says."""
    with (
        refusals_recorded(
            action="queue.save-rule", subject_kind="rule", subject=rule, typed=[new.name, new.reason], by=by
        ),
        transaction.atomic(),
    ):
        return queue.save_rule(rule=rule, new=new, seen=seen, by=by)


def reroute(*, by: Actor) -> int:
    """Put everything that waits where the rules say; tells how many stand elsewhere."""
    with refusals_recorded(action="queue.reroute", subject_kind="queue", by=by), transaction.atomic():
        return queue.reroute(by=by)


def end_words(*, by: Actor) -> int:
    """Let the factors say again where something stands whose officer's word is over; tells how many."""
    with refusals_recorded(action="queue.end-words", subject_kind="queue", by=by):
        permit(by, Permission.RUN_SYSTEM)
    over = queue_known.words_that_ended()
    with transaction.atomic():
        queue.refresh(
            cases=[each for each in over if kind_of(each) == "case"],
            reports=[each for each in over if kind_of(each) == "report"],
        )
    return len(over)


def explain(*, subject: str, by: Actor) -> tuple[Row, tuple[Moved, ...]]:
    """Where something stands in the queue and how it came there; the look is on the record."""
    kind = kind_of(subject)
    with refusals_recorded(action="queue.why", subject_kind=kind, subject=subject, by=by):
        permit(by, Permission.READ_CASES)
        row = queue_known.rows_of([subject]).get(subject)
        if row is None:
            raise NotFound(f"{subject} does not wait. `hub queue list` shows what does.")
        permit_unit(by, Permission.READ_CASES, row.facts.unit)
        seen = queue_known.seen_by(by.role, queue_known.queues()) if by.role == Role.HUB_OFFICER else None
        if seen is not None and row.place.queue not in seen:
            raise NotPermitted(
                f"{subject} stands in a queue that your role does not see. Ask your inspector."
            )
    with transaction.atomic():
        audit.record([Entry(Kind.CONSULTATION, "queue.why", kind, subject, str(by))])
    return row, queue_known.moves(subject)


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
