"""Several records at once: only what was opened in this sitting, seen before it is done, for one reason where one alone needs it, and undone."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases_known
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.pathway import casework, clusters
from hub.pathway.opening import kind_of, proposed_exit, refuse_set_aside
from hub.pathway.queueing import claim, hand_over, release
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.queue import queries as queue_known
from hub.queue.terms import MOST, NEEDS_REASON, Act, Bulk, Done, Had, Line, LineState, Outcome, Row
from hub.reports import queries as reports_known

NEEDS_TARGET = frozenset({Act.HAND_OVER, Act.OFFER, Act.JOIN})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of several records: which act, on which, with whom, and since when they must have been opened."""

    act: Act
    subjects: tuple[str, ...]
    target: str
    since: datetime


def preview(*, asked: Asked, by: Actor) -> tuple[Outcome, ...]:
    """What would become of each record, tried and taken back again; what was not opened is named and refused."""
    with refusals_recorded(action="queue.bulk", subject_kind="bulk", by=by):
        permit(by, Permission.WORK_QUEUE)
        _few_enough(asked)
    if asked.act in NEEDS_TARGET and not asked.target:
        waits = "Waits for your choice."
        return tuple(
            Outcome(each, LineState.DONE, waits) if opened else _unopened(each)
            for each, opened in _opened(asked, by).items()
        )
    with transaction.atomic():
        found = tuple(each.outcome for each in _each(asked, "A preview.", by))
        transaction.set_rollback(True)
    return found


def act(*, asked: Asked, reason: str, by: Actor) -> str:
    """Do it to each record that was opened and that lets it be done; tells the reference of it all."""
    with (
        refusals_recorded(action="queue.bulk", subject_kind="bulk", typed=[reason], by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.WORK_QUEUE)
        _few_enough(asked)
        if asked.act in NEEDS_REASON and not reason.strip():
            raise Refusal("Say why: one reason is kept for all of them.")
        if asked.act in NEEDS_TARGET and not asked.target:
            raise Refusal("Choose with whom, or with which case.")
        done = _each(asked, reason.strip(), by)
        marks = _marks([each.outcome.subject for each in done if each.outcome.state == LineState.DONE])
        kept = [Done(each.outcome, each.before, marks.get(each.outcome.subject, "")) for each in done]
        return queue.keep_bulk(act=asked.act, target=asked.target, reason=reason, done=kept, by=by)


def _few_enough(asked: Asked) -> None:
    """Refuse nothing at all, and more than anybody can have read."""
    if not asked.subjects:
        raise Refusal("Mark at least one record, and try again.")
    if len(asked.subjects) > MOST:
        raise Refusal(f"At most {MOST} records at once: more than that nobody has read.")


def _opened(asked: Asked, by: Actor) -> Mapping[str, bool]:
    """Which of these this person has had open since they sat down, in one order."""
    seen = cases_known.seen_since(account=by.account or 0, subjects=asked.subjects, since=asked.since)
    return {each: each in seen for each in sorted(set(asked.subjects))}


def _unopened(subject: str) -> Outcome:
    """What was not opened is named and refused."""
    sentence = "You have not opened it in this sitting. Open it, read it, and mark it again."
    return Outcome(subject, LineState.REFUSED, sentence)


def _each(asked: Asked, reason: str, by: Actor) -> list[Done]:
    """Try each record by itself: what refuses one does not stop the others."""
    done = []
    rows = queue_known.rows_of(asked.subjects)
    for subject, opened in _opened(asked, by).items():
        before = _before(rows.get(subject))
        if not opened:
            done.append(Done(_unopened(subject), before, ""))
            continue
        try:
            refuse_set_aside(subject)
            refuse_shut(subject, by=by)
            said = _ACTS[asked.act](subject, asked.target, reason, by)
        except Refusal as refusal:
            done.append(Done(Outcome(subject, LineState.REFUSED, refusal.sentence), before, ""))
        else:
            done.append(Done(Outcome(subject, LineState.DONE, said), before, ""))
    return done


def _before(row: Row | None) -> dict[str, str]:
    """Who has a record, until when and why for so long, to be kept; nothing where nobody has it."""
    if row is None or row.holder_id is None or row.held_until is None:
        return {}
    return {"holder": str(row.holder_id), "until": row.held_until.isoformat(), "why": row.kept}


def _had(before: Mapping[str, str]) -> Had | None:
    """The same as it was kept."""
    return Had(int(before["holder"]), clock.read(before["until"]), before["why"]) if before else None


def _claim(subject: str, _: str, __: str, by: Actor) -> str:
    return f"Yours until {claim(subject=subject, by=by).astimezone(clock.LONDON):%H:%M}."


def _release(subject: str, _: str, __: str, by: Actor) -> str:
    release(subject=subject, by=by)
    return "Free to take."


def _hand_over(subject: str, target: str, _: str, by: Actor) -> str:
    hand_over(subject=subject, to=target, by=by)
    return "Your colleague has it for thirty minutes."


def _offer(subject: str, target: str, _: str, by: Actor) -> str:
    casework.offer_case(case=_a_case(subject), to=target, seen=_version(subject), by=by)
    return "Offered. Until the officer accepts, the hub holds it."


def _join(subject: str, target: str, reason: str, by: Actor) -> str:
    cluster = clusters.join(case=_a_case(subject), other=target, reason=reason, seen=None, by=by)
    return f"In a cluster with {target}." if cluster else ""


def _version(case: str) -> int:
    """The version that a case has now: what was seen of it is in its mark."""
    found = cases_known.stands(case)
    return found.version if found else 0


def _a_case(subject: str) -> str:
    """Refuse a report that has no case."""
    if kind_of(subject) != "case":
        raise NotNow(f"{subject} has no case yet: decide first whether it stays.")
    return subject


def _confirm(subject: str, _: str, reason: str, by: Actor) -> str:
    _decide(subject, reason, by, leaves=True)
    return "Confirmed. This cannot be undone."


def _refuse(subject: str, _: str, reason: str, by: Actor) -> str:
    case = _decide(subject, reason, by, leaves=False)
    return f"It stays, as {case}. This cannot be undone." if case else ""


def _decide(subject: str, reason: str, by: Actor, *, leaves: bool) -> str:
    """Decide the way out that is proposed for a record."""
    out = proposed_exit(subject=subject)
    if out is None:
        raise NotNow(f"No way out of {subject} waits for a decision.")
    report = reports_known.summaries([out.report])[out.report].reference
    within = subject if kind_of(subject) == "case" else ""
    return casework.decide_exit(report=report, leaves=leaves, reason=reason, case=within, by=by)


_ACTS: Mapping[Act, Callable[[str, str, str, Actor], str]] = {
    Act.CLAIM: _claim, Act.RELEASE: _release, Act.HAND_OVER: _hand_over, Act.OFFER: _offer, Act.JOIN: _join,
    Act.CONFIRM: _confirm, Act.REFUSE: _refuse,
}  # fmt: skip


def _marks(subjects: Sequence[str]) -> Mapping[str, str]:
    """By what it is known that nobody changed these since: who has them until when, and the version of a case."""
    rows, gists = queue_known.rows_of(subjects), cases_known.gists(subjects)
    found = {}
    for each in subjects:
        row, gist = rows.get(each), gists.get(each)
        said = (
            row.holder_id if row else None,
            row.held_until if row else None,
            gist.version if gist else None,
            gist.given if gist else "",
        )
        found[each] = hashlib.sha256(repr(said).encode()).hexdigest()
    return found


def undo(*, bulk: str, by: Actor) -> None:
    """Undo what was done to each record, but for those that changed since."""
    with (
        refusals_recorded(action="queue.undo-bulk", subject_kind="bulk", subject=bulk, by=by),
        transaction.atomic(),
    ):
        queue.begin_undo(bulk=bulk, by=by)
        found = queue_known.bulk(bulk)
        outcomes: dict[int, Outcome] = {}
        for line in reversed(found.lines if found else ()):
            if line.state == LineState.DONE and found is not None:
                outcomes[line.id] = _undone(found, line, by)
        queue.keep_undone(outcomes=outcomes, by=by)


def _undone(bulk: Bulk, line: Line, by: Actor) -> Outcome:
    """One record as it was before, if nobody changed it since."""
    if _marks([line.subject])[line.subject] != line.mark:
        return Outcome(line.subject, LineState.CHANGED, "It was changed since, so it stays as it is now.")
    try:
        if bulk.act == Act.JOIN:
            clusters.leave(case=line.subject, reason=_undone_because(bulk), seen=None, by=by)
        elif bulk.act == Act.OFFER:
            casework.take_case_back(
                case=line.subject, reason=_undone_because(bulk), seen=_version(line.subject), by=by
            )
        else:
            with transaction.atomic():  # of what is refused nothing is left
                queue.restore(subject=line.subject, had=_had(line.before), by=by)
    except Refusal as refusal:
        return Outcome(line.subject, LineState.CHANGED, refusal.sentence)
    return Outcome(line.subject, LineState.UNDONE, "As it was before.")


def _undone_because(bulk: Bulk) -> str:
    """Why something is taken back: the reason of what is undone, where one was given."""
    return f"Undone: {bulk.reason}" if bulk.reason else "Undone by whoever did it."


def read(*, bulk: str, by: Actor) -> Bulk:
    """What was done to several records at once, for whoever did it; the look is on the record."""
    with (
        refusals_recorded(action="queue.read-bulk", subject_kind="bulk", subject=bulk, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.WORK_QUEUE)
        found = queue_known.bulk(bulk)
        if found is None:
            raise NotFound("There is no such act. Go back to the queue.")
        if found.account_id != by.account:
            raise NotPermitted("Somebody else did this: it stands on each of the records.")
        audit.record([Entry(Kind.CONSULTATION, "queue.read-bulk", "bulk", bulk, str(by))])
        return found
