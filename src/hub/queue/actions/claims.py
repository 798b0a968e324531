"""Keeping the queue true to the record, and claiming, releasing and handing over what waits."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import AccountState, Actor, Role
from hub.queue import queries, rules
from hub.queue.models import Claim, SavedView, Waiting
from hub.queue.terms import CLAIM, Ended, Facts

_MADE = (
    "subject_kind", "live", "urgency", "order_at", "received_at", "danger", "under_18", "earlier", "reports", "about",
    "scope", "exit_to", "historic", "borough", "unit", "strands", "platform", "headline", "officer", "duty", "due_at",
    "paused", "ask", "changed",
)  # fmt: skip


def refresh(*, cases: Collection[str] = (), reports: Collection[str] = ()) -> None:
    """Make the rows of these cases and reports anew, in the transaction of what changed them.

    No audit line: it is the record seen from another side, and what changed the record wrote one.
    """
    if not cases and not reports:
        return
    named = sorted(queries.touched(cases_named=cases, reports_named=reports))
    locks.hold("queue.subject", (each.encode() for each in named))
    found = queries.facts(cases_named=cases, reports_named=reports)
    Waiting.objects.bulk_create(
        [_made(each) for each in found.values()],
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=_MADE,
    )
    gone = [each for each in named if each not in found]
    if gone:
        _leave(gone)


def _made(facts: Facts) -> Waiting:
    """The row of something that waits."""
    return Waiting(
        subject_kind=facts.subject_kind, subject=facts.subject, live=True, urgency=rules.urgency(facts),
        order_at=rules.order_at(facts), received_at=facts.received_at, danger=facts.danger, under_18=facts.under_18,
        earlier=facts.earlier, reports=facts.reports, about=facts.about, scope=facts.scope, exit_to=facts.exit_to,
        historic=facts.historic, borough=facts.borough, unit=facts.unit, strands=list(facts.strands),
        platform=facts.platform, headline=facts.headline, officer_id=facts.officer_id, duty=facts.duty,
        due_at=facts.due_at, paused=facts.paused, ask=facts.ask, changed=facts.changed,
    )  # fmt: skip


def _leave(subjects: Collection[str]) -> None:
    """What waits no longer leaves the queue, and nobody has it any more."""
    Waiting.objects.filter(subject__in=subjects, live=True).update(live=False, holder=None, held_until=None)
    Claim.objects.filter(subject__in=subjects, ended_at__isnull=True).update(
        ended_at=clock.now(), ended=Ended.LEFT
    )


def claim(*, subject: str, by: Actor) -> datetime:
    """Take something for thirty minutes, or keep it for thirty more; tells until when."""
    permit(by, Permission.WORK_QUEUE)
    row, now = _locked(subject), clock.now()
    account = _account(by)
    if _held_by_another(row, account, now):
        raise NotNow(_theirs(row, now))
    return _give(row, account, by, action="queue.claim", now=now)


def carry(*, subject: str, until: datetime, by: Actor) -> None:
    """Keep what somebody had claimed where it stands now, until the same moment; who has that already keeps it."""
    permit(by, Permission.WORK_QUEUE)
    row, now = _locked(subject), clock.now()
    until = min(until, now + CLAIM)
    if until > now and not rules.held(holder=row.holder_id, until=row.held_until, now=now):
        _give(row, _account(by), by, action="queue.claim", now=now, until=until)


def release(*, subject: str, by: Actor) -> None:
    """Let go of something, so that anybody may take it."""
    permit(by, Permission.WORK_QUEUE)
    row, now = _locked(subject), clock.now()
    if row.holder_id != _account(by):
        raise NotNow(f"You do not have {subject}: nothing was changed.")
    _end(row, Ended.RELEASED, now)
    row.holder, row.held_until = None, None
    row.save(update_fields=["holder", "held_until"])
    _record("queue.release", row, by)


def hand_over(*, subject: str, to: str, by: Actor) -> datetime:
    """Give something to a colleague who works the queue; who has it, or the inspector, may."""
    permit(by, Permission.WORK_QUEUE)
    row, now = _locked(subject), clock.now()
    if _held_by_another(row, _account(by), now) and by.role != Role.INSPECTOR:
        raise NotNow(_theirs(row, now))
    colleague = people.by_reference(to)
    if colleague is None or colleague.state != AccountState.ACTIVE:
        raise NotFound("There is no such colleague at work. Choose somebody from the list.")
    if colleague.role not in {Role.HUB_OFFICER, Role.INSPECTOR}:
        raise Refusal(f"{colleague.name} does not work the queue. Choose somebody from the list.")
    return _give(row, colleague.id, by, action="queue.hand-over", now=now)


def put_back(*, subject: str, holder: int | None, until: datetime | None, by: Actor) -> None:
    """Somebody has it again until when they had it, if that is still to come; else nobody has it."""
    permit(by, Permission.WORK_QUEUE)
    row, now = _locked(subject), clock.now()
    if holder is not None and until is not None and until > now:
        _give(row, holder, by, action="queue.claim", now=now, until=until)
        return
    _end(row, Ended.RELEASED, now)
    row.holder, row.held_until = None, None
    row.save(update_fields=["holder", "held_until"])
    _record("queue.release", row, by)


def save_view(*, name: str, query: str, by: Actor) -> None:
    """Keep a way of looking at the queue under a name; the same name again replaces it."""
    permit(by, Permission.WORK_QUEUE)
    name = name.strip()
    if not name:
        raise Refusal("Give this view a name, so that you find it again.")
    SavedView.objects.update_or_create(
        account_id=_account(by), name=name[:60], defaults={"query": query[:400], "made_at": clock.now()}
    )


def forget_view(*, view: int, by: Actor) -> None:
    """Forget a kept way of looking at the queue."""
    permit(by, Permission.WORK_QUEUE)
    forgotten, _ = SavedView.objects.filter(pk=view, account_id=_account(by)).delete()
    if not forgotten:
        raise NotFound("You keep no such view any more. Go back to the queue.")


def _account(by: Actor) -> int:
    """The account of whoever works the queue; nobody claims from the command line."""
    if by.account is None:
        raise Refusal("Sign in at the desk to claim: at the command line nobody knows who would have it.")
    return by.account


def _locked(subject: str) -> Waiting:
    """The row of something that waits, held until this is done."""
    row = Waiting.objects.select_for_update().filter(subject=subject, live=True).first()
    if row is None:
        raise NotFound(f"{subject} does not wait any more. Go back to the queue.")
    return row


def _held_by_another(row: Waiting, account: int, now: datetime) -> bool:
    """Whether somebody else has it."""
    return rules.held(holder=row.holder_id, until=row.held_until, now=now) and row.holder_id != account


def _theirs(row: Waiting, now: datetime) -> str:
    """Who has it, and for how long."""
    colleague = people.colleague(row.holder_id) if row.holder_id else None
    left = rules.minutes_left(row.held_until, now) if row.held_until else 0
    name = colleague.name if colleague else "A colleague"
    return (
        f"{name} has {row.subject} for {left} more {'minute' if left == 1 else 'minutes'}. Ask them, or wait."
    )


def _give(
    row: Waiting, account: int, by: Actor, *, action: str, now: datetime, until: datetime | None = None
) -> datetime:
    """Let somebody have it from now on, for thirty minutes where no end is named."""
    until = until or now + CLAIM
    same = row.holder_id == account
    _end(row, Ended.HANDED_OVER if row.holder_id and not same else Ended.RELEASED, now)
    row.holder_id, row.held_until = account, until
    row.save(update_fields=["holder", "held_until"])
    Claim.objects.create(subject=row.subject, account_id=account, from_at=now, until=until)
    _record(action, row, by)
    return until


def _end(row: Waiting, ended: Ended, now: datetime) -> None:
    """End the claim that is there; one that ran out ended when it did."""
    live = Claim.objects.filter(Q(subject=row.subject), ended_at__isnull=True)
    for each in live:
        ran_out = each.until <= now
        each.ended_at, each.ended = (each.until, Ended.RAN_OUT) if ran_out else (now, ended)
        each.save(update_fields=["ended_at", "ended"])


def _record(action: str, row: Waiting, by: Actor) -> None:
    """One line for what was done."""
    audit.record([Entry(Kind.ALTERATION, action, row.subject_kind, row.subject, str(by))])
