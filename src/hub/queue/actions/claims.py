"""Who has what waits: claiming, keeping, releasing and handing over."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases
from hub.cases import rules as case_rules
from hub.cases.terms import Shut, Standing, Wall
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.queries import Colleague
from hub.people.terms import AccountState, Actor, Role
from hub.queue import queries, rules
from hub.queue.models import Claim, Passed, Waiting
from hub.queue.terms import CLAIM, NOTHING_DUE, Ended, Had

LONGEST = timedelta(days=28)  # that something is kept by one officer
_LAST = time(23, 59, 59)


def claim(*, subject: str, by: Actor) -> datetime:
    """Take something for thirty minutes, or keep it for thirty more; tells until when."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    account = account_of(by)
    if held_by_another(row, account, now):
        raise NotNow(theirs(row, now))
    if row.holder_id == account and row.held_until and row.held_until > now + CLAIM:
        raise NotNow(f"You keep {subject} for longer than half an hour already. Nothing was changed.")
    return give(row, Had(account, now + CLAIM), by, action="queue.claim", now=now)


def carry(*, subject: str, until: datetime, reason: str = "", by: Actor) -> None:
    """Keep what somebody had where it stands now, until the same moment and for the same reason; who has that keeps it."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    until = min(until, now + (LONGEST if reason else CLAIM))
    if until > now and not rules.held(holder=row.holder_id, until=row.held_until, now=now):
        give(row, Had(account_of(by), until, reason), by, action="queue.claim", now=now)


def hold(*, subject: str, until: date, reason: str, by: Actor) -> datetime:
    """Keep something over the end of a claim, to the end of a day and for a reason; tells until when."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    account = account_of(by)
    if held_by_another(row, account, now):
        raise NotNow(theirs(row, now))
    if not reason.strip():
        raise Refusal("Say why you keep it: colleagues read it when they look for the case.")
    today = now.astimezone(clock.LONDON).date()
    if not today <= until <= today + LONGEST:
        raise Refusal("Choose today or a day within four weeks: until then nobody else takes it.")
    end = datetime.combine(until, _LAST, clock.LONDON).astimezone(UTC)
    return give(row, Had(account, end, reason.strip()), by, action="queue.hold", now=now)


def release(*, subject: str, by: Actor) -> None:
    """Let go of something, so that anybody may take it; what was passed to somebody is so no more."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    if row.holder_id != account_of(by):
        raise NotNow(f"You do not have {subject}: nothing was changed.")
    end(row, Ended.RELEASED, now)
    _no_longer_theirs(row, by, now, "They let go of it.")
    row.holder, row.held_until = None, None
    row.save(update_fields=["holder", "held_until", "by_hand"])
    record("queue.release", row, by)


def hand_over(*, subject: str, to: str, by: Actor) -> datetime:
    """Give something to a colleague who works the queue; who has it, or the inspector, may."""
    permit(by, Permission.WORK_QUEUE)
    row, now = locked(subject, by), clock.now()
    if held_by_another(row, account_of(by), now) and by.role != Role.INSPECTOR:
        raise NotNow(theirs(row, now))
    colleague = at_work(to)
    if not sees(colleague.role, row.queue):
        raise Refusal(
            f"{colleague.name} does not see the queue in which {subject} stands. Pass it to them with a reason instead."
        )
    _no_longer_theirs(row, by, now, "It was handed over.")
    row.save(update_fields=["by_hand"])
    return give(row, Had(colleague.id, now + CLAIM), by, action="queue.hand-over", now=now)


def _no_longer_theirs(row: Waiting, by: Actor, now: datetime, why: str) -> None:
    """What was passed to a colleague, and to no queue, is where the rules put it again."""
    to_them = Passed.objects.filter(subject=row.subject, ended_at__isnull=True, queue="")
    if to_them.update(ended_at=now, ended_by=str(by), ended_reason=why):
        row.by_hand = False


def at_work(reference: str) -> Colleague:
    """A colleague who works the queue."""
    colleague = people.by_reference(reference)
    if colleague is None or colleague.state != AccountState.ACTIVE:
        raise NotFound("There is no such colleague at work. Choose somebody from the list.")
    if colleague.role not in {Role.HUB_OFFICER, Role.INSPECTOR}:
        raise Refusal(f"{colleague.name} does not work the queue. Choose somebody from the list.")
    return colleague


def account_of(by: Actor) -> int:
    """The account of whoever works the queue; nobody claims from the command line."""
    if by.account is None:
        raise Refusal("Sign in at the desk to claim: at the command line nobody knows who would have it.")
    return by.account


def locked(subject: str, by: Actor) -> Waiting:
    """The row of something that waits, held until this is done; refused where it stands in a queue that is not theirs."""
    row = Waiting.objects.select_for_update().filter(subject=subject, live=True).first()
    if row is None:
        raise NotFound(f"{subject} does not wait any more. Go back to the queue.")
    held = rules.held(holder=row.holder_id, until=row.held_until, now=clock.now())
    own = held and by.account is not None and row.holder_id == by.account
    relation = case_rules.relation(by, Standing("", row.holder_id if held else None))
    why = case_rules.shut(by, _walls(row), relation, danger=row.danger)
    if why:
        raise Shut(f"{subject} is {why}. Ask your inspector.")
    if not own and not sees(by.role, row.queue):
        raise NotPermitted(f"{subject} stands in a queue that your role does not see. Ask your inspector.")
    return row


def _walls(row: Waiting) -> tuple[Wall, ...]:
    """Who is kept out of something that waits."""
    return cases.walls([row.subject]).get(row.subject, ())


def sees(role: Role, queue: str) -> bool:
    """Whether a role sees a queue."""
    seen = queries.seen_by(role, queries.queues())
    return seen is None or queue in seen


def held_by_another(row: Waiting, account: int, now: datetime) -> bool:
    """Whether somebody else has it."""
    return rules.held(holder=row.holder_id, until=row.held_until, now=now) and row.holder_id != account


def theirs(row: Waiting, now: datetime) -> str:
    """Who has it, and for how long."""
    colleague = people.colleague(row.holder_id) if row.holder_id else None
    name = colleague.name if colleague else "A colleague"
    if row.held_until == NOTHING_DUE:
        return f"{row.subject} was passed to {name}, who has it until it is released. Ask them, or your inspector."
    if row.held_until and row.held_until > now + CLAIM:
        return f"{name} keeps {row.subject} until {clock.in_london(row.held_until)}. Ask them, or your inspector."
    left = rules.minutes_left(row.held_until, now) if row.held_until else 0
    return (
        f"{name} has {row.subject} for {left} more {'minute' if left == 1 else 'minutes'}. Ask them, or wait."
    )


def give(row: Waiting, to: Had, by: Actor, *, action: str, now: datetime) -> datetime:
    """Let somebody have it from now on, until when and why; tells until when."""
    if case_rules.interested(to.holder, _walls(row)):
        raise Refusal(f"An interest of theirs in {row.subject} is on record. Choose somebody else.")
    same = row.holder_id == to.holder
    end(row, Ended.HANDED_OVER if row.holder_id and not same else Ended.RELEASED, now)
    row.holder_id, row.held_until = to.holder, to.until
    row.save(update_fields=["holder", "held_until"])
    Claim.objects.create(
        subject=row.subject, account_id=to.holder, from_at=now, until=to.until, reason=to.why
    )
    record(action, row, by, to.why)
    return to.until


def let_go(*, subject: str, account: int, by: Actor) -> None:
    """Somebody who is kept out has it no more; where a hand passed it to them, the rules place it again."""
    permit(by, Permission.DECLARE_INTEREST)
    row, now = Waiting.objects.select_for_update().filter(subject=subject, live=True).first(), clock.now()
    if row is None or row.holder_id != account:
        return
    end(row, Ended.RELEASED, now)
    _no_longer_theirs(row, by, now, "They are kept out of it.")
    row.holder, row.held_until = None, None
    row.save(update_fields=["holder", "held_until", "by_hand"])
    record("queue.release", row, by)


def end(row: Waiting, ended: Ended, now: datetime) -> None:
    """End the claim that is there; one that ran out ended when it did."""
    live = Claim.objects.filter(Q(subject=row.subject), ended_at__isnull=True)
    for each in live:
        ran_out = each.until <= now
        each.ended_at, each.ended = (each.until, Ended.RAN_OUT) if ran_out else (now, ended)
        each.save(update_fields=["ended_at", "ended"])


def record(action: str, row: Waiting, by: Actor, reason: str = "") -> None:
    """One line for what was done."""
    audit.record([Entry(Kind.ALTERATION, action, row.subject_kind, row.subject, str(by), reason=reason)])
