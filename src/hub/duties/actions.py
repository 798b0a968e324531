"""Starting, pausing and ending duties, and reminding of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hub.audit import actions as audit
from hub.audit.terms import Entry
from hub.audit.terms import Kind as Operation
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties import queries, rules
from hub.duties.models import Duty, Pause, Reminder
from hub.duties.terms import Due, Kind, NewDuty, State, Unit
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_REMINDERS_AT_ONCE = 500
# A danger or a difference that is told again must be looked at again; other duties are done once.
_AGAIN = frozenset({Kind.ALARM.value, Kind.REVIEW_CHANGE.value, Kind.ASK.value})


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that is newly due."""

    due: Due
    occasion: str


def start(*, duties: Sequence[NewDuty], by: Actor) -> int:
    """Start these duties; one that is live already for its subject stands. Tells how many were started."""
    permit(by, Permission.KEEP_DUTIES)
    if not duties:
        return 0
    locks.hold("duties.subject", {f"{each.subject_kind}\0{each.subject}".encode() for each in duties})
    found = Duty.objects.filter(subject__in={each.subject for each in duties})
    known = {
        (subject_kind, subject, kind)
        for subject_kind, subject, kind, state in found.values_list(
            "subject_kind", "subject", "kind", "state"
        )
        if rules.MOVES[State(state)] or kind not in _AGAIN
    }
    fresh = {(each.subject_kind, each.subject, each.kind.value): each for each in reversed(duties)}
    rows = [_row(each) for name, each in reversed(fresh.items()) if name not in known]
    Duty.objects.bulk_create(rows)
    audit.record(
        [
            Entry(
                Operation.COLLECTION, "duties.start", row.subject_kind, row.subject, str(by),
                {"duty": row.reference, "kind": row.kind, "state": row.state},
            )
            for row in rows
        ]
    )  # fmt: skip
    return len(rows)


def _row(new: NewDuty) -> Duty:
    """The row of a new duty."""
    described = queries.clock_of(new.kind, new.from_at)
    because = new.done_reason or new.not_possible_reason
    state = State.DONE if new.done_reason else State.NOT_POSSIBLE if because else State.RUNNING
    return Duty(
        reference=references.new("D"), subject_kind=new.subject_kind, subject=new.subject, kind=new.kind,
        code_version=described.code_version, enhanced=new.enhanced, historic=new.historic, starts_at=new.from_at,
        due_at=rules.due_at(
            described, new.from_at, enhanced=new.enhanced, holidays=queries.bank_holidays()
        ),
        state=state, detail=new.detail, ended_at=clock.now() if because else None, ended_because=because,
    )  # fmt: skip


def pause(*, reference: str, reason: str, by: Actor) -> None:
    """Stop a duty's clock while it cannot go on."""
    row = _to_move(reference, State.PAUSED, reason, by)
    if rules.overdue(State(row.state), row.due_at, clock.now()):
        raise NotNow(f"Duty {reference} is overdue already: do it, or say why it is not possible.")
    Pause.objects.create(duty=row, from_at=clock.now(), by=str(by), reason=reason)
    _move(row, State.PAUSED, reason, by)


def resume(*, reference: str, reason: str, by: Actor) -> None:
    """Let a paused duty's clock go on, with what was left of it."""
    row = _to_move(reference, State.RUNNING, reason, by)
    open_pause = Pause.objects.select_for_update().get(duty=row, to_at__isnull=True)
    open_pause.to_at = clock.now()
    open_pause.save(update_fields=["to_at"])
    unit = queries.clock_of(Kind(row.kind), row.starts_at).unit
    row.due_at = rules.due_after_pause(
        Unit(unit), row.due_at, open_pause.from_at, open_pause.to_at, holidays=queries.bank_holidays()
    )
    _move(row, State.RUNNING, reason, by)


def complete(*, reference: str, reason: str, by: Actor) -> None:
    """Say that a duty is done, and how."""
    _move(_to_move(reference, State.DONE, reason, by), State.DONE, reason, by)


def mark_not_possible(*, reference: str, reason: str, by: Actor) -> None:
    """Say that a duty cannot be done, and why."""
    _move(_to_move(reference, State.NOT_POSSIBLE, reason, by), State.NOT_POSSIBLE, reason, by)


def complete_kind(*, subjects: Sequence[str], kind: Kind, reason: str, by: Actor) -> int:
    """End the live duties of a kind of these subjects, because what they wait for has happened."""
    permit(by, Permission.KEEP_DUTIES)
    live = Duty.objects.select_for_update().filter(
        subject__in=subjects, kind=kind, state__in=[State.RUNNING, State.PAUSED]
    )
    rows = list(live.order_by("pk"))
    for row in rows:
        _move(row, State.DONE, reason, by)
    return len(rows)


def transfer(*, from_report: str, to_case: str, by: Actor) -> int:
    """Move a report's live duties to the case that it has now; what is live there already stands."""
    permit(by, Permission.KEEP_DUTIES)
    live = [State.RUNNING, State.PAUSED]
    known = set(Duty.objects.filter(subject=to_case, state__in=live).values_list("kind", flat=True))
    rows = list(
        Duty.objects.select_for_update().filter(subject=from_report, state__in=live).exclude(kind__in=known)
    )
    for row in rows:
        row.subject_kind, row.subject = "case", to_case
        row.save(update_fields=["subject_kind", "subject"])
    codes: dict[str, str | int | bool] = {"from": from_report, "duties": len(rows)}
    audit.record([Entry(Operation.ALTERATION, "duties.transfer", "case", to_case, str(by), codes)])
    return len(rows)


def _to_move(reference: str, state: State, reason: str, by: Actor) -> Duty:
    """The duty, held, if it may move to this state."""
    permit(by, Permission.KEEP_DUTIES)
    if not reason.strip():
        raise Refusal("Say why: a duty is paused, resumed or ended with a reason.")
    row = Duty.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no duty {reference}. Check the reference and try again.")
    if state not in rules.MOVES[State(row.state)]:
        raise NotNow(
            f"Duty {reference} is {State(row.state).label}: it cannot become {state.label}. Nothing was changed."
        )
    return row


def _move(row: Duty, state: State, reason: str, by: Actor) -> None:
    """The one function that moves a duty."""
    row.state = state
    if not rules.MOVES[state]:
        row.ended_at, row.ended_because = clock.now(), reason
        Pause.objects.filter(duty=row, to_at__isnull=True).update(to_at=row.ended_at)
    row.save(update_fields=["state", "due_at", "ended_at", "ended_because"])
    codes = {"duty": row.reference, "kind": row.kind}
    entry = Entry(
        Operation.ALTERATION,
        f"duties.{state.value}",
        row.subject_kind,
        row.subject,
        str(by),
        codes,
        reason=reason,
    )
    audit.record([entry])


def remind(*, by: Actor) -> tuple[Reminded, ...]:
    """The reminders that are newly due, each made once; what a historic import brought is left in peace."""
    permit(by, Permission.KEEP_DUTIES)
    now = clock.now()
    longest = max((each.remind_before for each in queries.clocks()), default=timedelta(0))
    rows = Duty.objects.filter(state=State.RUNNING, historic=False, due_at__lte=now + longest).order_by(
        "due_at", "pk"
    )
    made: list[Reminded] = []
    told = set(Reminder.objects.filter(duty__in=rows.values("pk")).values_list("duty", "occasion", "due_at"))
    for row in rows.iterator():
        shown = queries.view(row)
        soon = row.due_at - queries.clock_of(Kind(row.kind), row.starts_at).remind_before <= now
        occasion = "overdue" if shown.overdue else "soon" if soon else ""
        if occasion and (row.pk, occasion, row.due_at) not in told:
            made.append(Reminded(shown, occasion))
        if len(made) == _REMINDERS_AT_ONCE:
            break
    Reminder.objects.bulk_create(
        [
            Reminder(duty_id=each.due.id, occasion=each.occasion, due_at=each.due.due_at, at=now)
            for each in made
        ]
    )
    audit.record(
        [
            Entry(
                Operation.ALTERATION, "duties.remind", each.due.subject_kind, each.due.subject, str(by),
                {"duty": each.due.reference, "occasion": each.occasion},
            )
            for each in made
        ]
    )  # fmt: skip
    return tuple(made)
