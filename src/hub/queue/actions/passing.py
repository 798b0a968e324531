"""Passing something on by hand: to a queue, a team's or anybody's, or to a person; it holds against the rules until released."""

from datetime import datetime

from hub.common import clock
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor, Role
from hub.queue import queries
from hub.queue.actions.claims import account_of, at_work, end, give, held_by_another, locked, record, theirs
from hub.queue.models import Passed, Routed, Waiting
from hub.queue.terms import NOTHING_DUE, Because, Ended, Had

_PLACE = ("queue", "rule", "rule_version", "by_hand")


def pass_on(*, subject: str, queue: str, to: str, reason: str, by: Actor) -> None:
    """Pass something to a queue, to a colleague, or to both, for a reason."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    if held_by_another(row, account_of(by), now) and by.role != Role.INSPECTOR:
        raise NotNow(theirs(row, now))
    if not reason.strip():
        raise Refusal("Say why: whoever has it next reads it, and the rules do not move it back.")
    if not queue and not to:
        raise Refusal("Choose a queue, a colleague, or both.")
    if queue and queue not in {each.slug for each in queries.queues()}:
        raise NotFound("There is no such queue. Choose one from the list.")
    colleague = at_work(to) if to else None
    before = queries.passed([subject]).get(subject)
    queue = queue or (before.queue if before else "")  # who gets it now gets it where a hand put it
    _end_passing(subject, str(by), "It was passed on.", now)
    Passed.objects.create(
        subject=subject, queue=queue, person_id=colleague.id if colleague else None, reason=reason.strip(),
        by=str(by), at=now,
    )  # fmt: skip
    row.by_hand = True
    if queue:
        row.queue, row.rule, row.rule_version = queue, "", 0
    Routed.objects.create(subject=subject, queue=row.queue, because=Because.HAND, at=now)
    if colleague:
        row.save(update_fields=list(_PLACE))
        give(row, Had(colleague.id, NOTHING_DUE, reason.strip()), by, action="queue.pass", now=now)
        return
    _let_go(row, now)
    row.save(update_fields=[*_PLACE, "holder", "held_until"])
    record("queue.pass", row, by, reason)


def release_passing(*, subject: str, reason: str, by: Actor) -> None:
    """Let the rules say again where something stands; whoever it was passed to has it no more."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    if held_by_another(row, account_of(by), now) and by.role != Role.INSPECTOR:
        raise NotNow(theirs(row, now))
    if not reason.strip():
        raise Refusal("Say why the rules may move it again.")
    if not _end_passing(subject, str(by), reason.strip(), now):
        raise NotNow(f"{subject} stands where the rules put it already. Nothing was changed.")
    if row.held_until == NOTHING_DUE:
        _let_go(row, now)
        row.save(update_fields=["holder", "held_until"])
    record("queue.release-passing", row, by, reason)


def put_back(*, subject: str, had: Had | None, by: Actor) -> None:
    """Somebody has it again as long and for what they had it, if that is still to come; else nobody has it."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    if had is not None and had.until > now:
        if had.until == NOTHING_DUE:
            _passed_again(row, had, by, now)
        give(row, had, by, action="queue.claim", now=now)
        return
    end(row, Ended.RELEASED, now)
    row.holder, row.held_until = None, None
    row.save(update_fields=["holder", "held_until"])
    record("queue.release", row, by)


def _passed_again(row: Waiting, had: Had, by: Actor, now: datetime) -> None:
    """What was passed to somebody without an end is passed to them again, where nothing else holds it by hand."""
    if Passed.objects.filter(subject=row.subject, ended_at__isnull=True).exists():
        return
    Passed.objects.create(
        subject=row.subject, queue="", person_id=had.holder, reason=had.why, by=str(by), at=now
    )
    Routed.objects.create(subject=row.subject, queue=row.queue, because=Because.HAND, at=now)
    row.by_hand = True
    row.save(update_fields=["by_hand"])


def _let_go(row: Waiting, now: datetime) -> None:
    """Nobody has it from now on."""
    end(row, Ended.PASSED, now)
    row.holder, row.held_until = None, None


def _end_passing(subject: str, by: str, reason: str, now: datetime) -> int:
    """End what was passed by hand, where it was."""
    live = Passed.objects.filter(subject=subject, ended_at__isnull=True)
    return live.update(ended_at=now, ended_by=by, ended_reason=reason)
