"""Starting, pausing and ending duties, and reminding of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.audit import actions as audit
from hub.audit.terms import Entry
from hub.audit.terms import Kind as Operation
from hub.common import clock, copying, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties import queries, rules
from hub.duties.actions import following
from hub.duties.models import Duty, Pause, Reminder, WarningDay
from hub.duties.terms import Due, Kind, Meeting, NewDuty, Occasion, State, Subject, Warn
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_REMINDERS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that is newly due."""

    due: Due
    occasion: str
    at: datetime  # when it is due, or the day of warning
    words: str = ""  # what is to be done on a day of warning


_OUTLIVED = "Somebody reported again: the clock of what was taken in as history gives way to theirs."


def start(*, duties: Sequence[NewDuty], by: Actor) -> int:
    """Start these duties; one that is live already for its subject stands. Tells how many were started.

    A duty that arrives done ends the live one of its name; one that was not possible may begin again.
    """
    permit(by, Permission.KEEP_DUTIES)
    if not duties:
        return 0
    hold(subjects=[(each.subject_kind, each.subject) for each in duties])
    told: dict[tuple[str, str, str], list[NewDuty]] = defaultdict(list)
    for each in duties:
        told[each.subject_kind, each.subject, each.kind.value].append(each)
    standing: dict[tuple[str, str, str], list[Duty]] = defaultdict(list)
    known = Duty.objects.select_for_update().filter(subject__in={each.subject for each in duties})
    for row in known.order_by("pk"):
        standing[row.subject_kind, row.subject, row.kind].append(row)
    fresh: list[Duty] = []
    for name, alike in told.items():
        new, found = rules.one_of(alike), standing[name]
        left = [row for row in found if row.state in rules.LIVE]
        if rules.outlived(new, [row.historic for row in left]):
            _move(left, State.NOT_POSSIBLE, _OUTLIVED, by)
        met = rules.meeting(new, {State(row.state) for row in found})
        if met == Meeting.START:
            fresh.append(_row(new, by))
        elif met == Meeting.END:
            _move([row for row in found if row.state in rules.LIVE], State.DONE, new.done_reason, by)
    copying.add(fresh)
    audit.record(
        [
            Entry(
                Operation.COLLECTION, "duties.start", row.subject_kind, row.subject, str(by),
                {"duty": row.reference, "kind": row.kind, "state": row.state},
            )
            for row in fresh
        ]
    )  # fmt: skip
    return len(fresh)


def hold(*, subjects: Iterable[tuple[str, str]]) -> None:
    """Let nobody else start or move duties of these subjects until this is done.

    No audit line: it changes nothing, and what is done next writes its own.
    """
    locks.hold("duties.subject", {f"{kind}\0{subject}".encode() for kind, subject in subjects})


def _row(new: NewDuty, by: Actor) -> Duty:
    """The row of a new duty."""
    described = queries.clock_of(new.kind, new.from_at)
    because = new.done_reason or new.not_possible_reason
    return Duty(
        reference=references.new("D"), subject_kind=new.subject_kind, subject=new.subject, kind=new.kind.value,
        code_version=described.code_version, enhanced=new.enhanced, historic=new.historic, starts_at=new.from_at,
        due_at=rules.due_at(
            described, new.from_at, enhanced=new.enhanced, holidays=queries.bank_holidays()
        ),
        state=rules.first_state(new).value, detail=new.detail, ended_at=clock.now() if because else None,
        ended_because=because, ended_by=str(by) if because else "",
    )  # fmt: skip


def pause(*, reference: str, reason: str, by: Actor) -> None:
    """Stop a duty's clock while it cannot go on; one that is overdue cannot be made to wait."""
    row = _to_move(reference, State.PAUSED, reason, by)
    now = clock.now()
    if rules.overdue(State(row.state), row.due_at, now):
        raise NotNow(
            f"“{_title(row)}” is late already, so its clock cannot stop: do it, or say why it is not possible."
        )
    Pause.objects.create(duty=row, from_at=now, by=str(by), reason=reason)
    _move([row], State.PAUSED, reason, by)


def resume(*, reference: str, reason: str, by: Actor) -> None:
    """Let a paused duty's clock go on, with what was left of it."""
    row = _to_move(reference, State.RUNNING, reason, by)
    stopped = Pause.objects.get(duty=row, to_at__isnull=True)
    resumed = clock.now()
    described = rules.clock_named(queries.clocks(), Kind(row.kind), row.code_version)
    row.due_at = rules.due_after_pause(
        described.unit, row.due_at, stopped.from_at, resumed, holidays=queries.bank_holidays()
    )
    _move([row], State.RUNNING, reason, by)


def complete(*, reference: str, reason: str, by: Actor) -> None:
    """Say that a duty is done, and how."""
    _move([_to_move(reference, State.DONE, reason, by)], State.DONE, reason, by)


def mark_not_possible(*, reference: str, reason: str, by: Actor) -> None:
    """Say that a duty cannot be done, and why."""
    _move([_to_move(reference, State.NOT_POSSIBLE, reason, by)], State.NOT_POSSIBLE, reason, by)


def complete_kind(*, subjects: Sequence[str], kind: Kind, reason: str, by: Actor) -> int:
    """End the live duties of a kind of these subjects, because what they wait for has happened."""
    permit(by, Permission.KEEP_DUTIES)
    _need(reason)
    live = Duty.objects.select_for_update().filter(subject__in=subjects, kind=kind, state__in=rules.LIVE)
    rows = list(live.order_by("pk"))
    _move(rows, State.DONE, reason, by)
    return len(rows)


def ask(*, case: str, question: str, by: Actor, kind: Kind = Kind.ASK) -> None:
    """Ask something of a case; where a question of its kind waits already, both are answered together."""
    permit(by, Permission.KEEP_DUTIES)
    hold(subjects=[(Subject.CASE.value, case)])
    live = Duty.objects.select_for_update().filter(subject=case, kind=kind, state__in=rules.LIVE).first()
    if live is None:
        start(duties=[NewDuty(Subject.CASE.value, case, kind, clock.now(), detail=question)], by=by)
        return
    live.detail = f"{live.detail} {question}".strip()
    live.save(update_fields=["detail"])
    codes = {"duty": live.reference, "kind": live.kind}
    audit.record([Entry(Operation.ALTERATION, "duties.ask", Subject.CASE.value, case, str(by), codes)])


def keep_limit(
    *, case: str, from_at: datetime, until: datetime, warnings: Sequence[Warn], detail: str, by: Actor
) -> None:
    """Say until when a case must be charged and on which days to warn; what was said before is replaced."""
    permit(by, Permission.KEEP_DUTIES)
    hold(subjects=[(Subject.CASE.value, case)])
    kind = Kind.LIMITATION
    row = Duty.objects.select_for_update().filter(subject=case, kind=kind, state__in=rules.LIVE).first()
    if row is None:
        described = queries.clock_of(kind, clock.now())
        row = Duty(
            reference=references.new("D"), subject_kind=Subject.CASE.value, subject=case, kind=kind.value,
            code_version=described.code_version, enhanced=True, historic=False, state=State.RUNNING.value,
        )  # fmt: skip
    row.starts_at, row.due_at, row.detail = min(from_at, until), until, detail
    row.save()
    WarningDay.objects.filter(duty=row).delete()
    given = rules.to_warn(warnings, clock.now())
    WarningDay.objects.bulk_create([WarningDay(duty=row, at=each.at, words=each.words) for each in given])
    codes: dict[str, str | int | bool] = {"duty": row.reference, "until": f"{until:%Y-%m-%d}"}
    audit.record([Entry(Operation.ALTERATION, "duties.keep-limit", Subject.CASE.value, case, str(by), codes)])


def transfer(*, from_report: str, to_case: str, by: Actor) -> int:
    """Move a report's live duties to the case that it has now; what is live there already stands."""
    permit(by, Permission.KEEP_DUTIES)
    hold(subjects=[(Subject.REPORT.value, from_report), (Subject.CASE.value, to_case)])
    live = Duty.objects.filter(state__in=rules.LIVE)
    known = set(live.filter(subject_kind=Subject.CASE, subject=to_case).values_list("kind", flat=True))
    moving = live.filter(subject_kind=Subject.REPORT, subject=from_report).exclude(kind__in=known)
    moved = moving.update(subject_kind=Subject.CASE.value, subject=to_case)
    if Kind.ALARM.value not in known:
        following.transfer(from_report=from_report, to_case=to_case)
    if moved:
        codes: dict[str, str | int | bool] = {"from": from_report, "duties": moved}
        audit.record(
            [
                Entry(
                    Operation.ALTERATION, "duties.transfer", Subject.CASE.value, to_case, str(by), codes
                )
            ]
        )  # fmt: skip
    return moved


def _need(reason: str) -> None:
    """Refuse a blank reason."""
    if not reason.strip():
        raise Refusal("Say why: a duty is paused, resumed or ended with a reason.")


def _to_move(reference: str, state: State, reason: str, by: Actor) -> Duty:
    """The duty, held, if it may move to this state."""
    permit(by, Permission.KEEP_DUTIES)
    _need(reason)
    row = Duty.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no duty {reference}. Check the reference and try again.")
    if row.kind in rules.UNSTOPPABLE:
        raise NotNow(
            f"“{_title(row)}” runs by statute: it ends with the outcome, or when its offences change. Nothing was changed."
        )
    if state == State.PAUSED and row.kind in rules.UNPAUSABLE:
        raise NotNow(
            f"Somebody waits for this, so the clock of “{_title(row)}” cannot stop. Nothing was changed."
        )
    if state not in rules.MOVES[State(row.state)]:
        raise NotNow(
            f"“{_title(row)}” is {State(row.state).label}: it cannot become {state.label}. Nothing was changed."
        )
    if state not in rules.LIVE and row.kind == Kind.TRANSFER:
        raise NotNow(
            "Only the receiving force's own reference closes this. Record the reference, or that it is disputed."
        )
    return row


def _title(row: Duty) -> str:
    """What a duty is called where somebody reads of it."""
    return queries.view(row).title


def _move(rows: Sequence[Duty], state: State, reason: str, by: Actor) -> None:
    """The one function that moves duties; whatever leaves a pause ends it."""
    now = clock.now()
    if state != State.PAUSED:
        Pause.objects.filter(duty__in=rows, to_at__isnull=True).update(to_at=now)
    for row in rows:
        row.state = state.value
        if state not in rules.LIVE:
            row.ended_at, row.ended_because, row.ended_by = now, reason, str(by)
    Duty.objects.bulk_update(
        rows, ["state", "due_at", "ended_at", "ended_because", "ended_by"], batch_size=500
    )
    # Whoever acted on a danger has ended its alarm: nobody is called out for what is done.
    acted_on = [(each.subject_kind, each.subject) for each in rows if each.kind == Kind.ALARM]
    if state not in rules.LIVE and acted_on:
        following.end(subjects=acted_on, reason=reason, by=by)
    audit.record(
        [
            Entry(
                Operation.ALTERATION, f"duties.{state.value}", row.subject_kind, row.subject, str(by),
                {"duty": row.reference, "kind": row.kind}, reason=reason,
            )
            for row in rows
        ]
    )  # fmt: skip


def remind(*, by: Actor) -> tuple[Reminded, ...]:
    """The reminders that are newly due, each made once; what a historic import brought is left in peace.

    At most 500 at a time, the first due first; the next call takes the rest.
    """
    permit(by, Permission.KEEP_DUTIES)
    locks.hold("duties.remind", [b"all"])
    soon = [
        Reminded(due, occasion, due.due_at) for due, occasion in queries.to_remind(limit=_REMINDERS_AT_ONCE)
    ]
    warned = [
        Reminded(due, Occasion.WARNING, at, words)
        for due, at, words in queries.to_warn(limit=_REMINDERS_AT_ONCE - len(soon))
    ]
    made, now = (*soon, *warned), clock.now()
    Reminder.objects.bulk_create(
        [Reminder(duty_id=each.due.id, occasion=each.occasion, due_at=each.at, at=now) for each in made]
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
    return made
