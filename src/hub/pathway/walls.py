"""Walls: who has an interest in a case or report is kept out of it, and a restricted one is opened by whoever works on it."""

from collections.abc import Callable
from itertools import chain

from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.common.refusals import NotFound
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.terms import AlarmState, AlarmSubject, NewAlarm
from hub.pathway.opening import kind_of, may_declare, may_keep_out, refuse_moved, reports_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.working import on_record
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import AccountState, Actor
from hub.queue import actions as queue
from hub.reports import queries as reports_known

_KEPT_OUT = "They have an interest in it."
_ANOTHER = "Whoever had the alarm before has an interest in it: somebody else has to act."


def come_to_declare(*, subject: str, by: Actor) -> None:
    """Somebody comes to say that they have an interest: nothing of the case is shown, and no reason to open it is asked."""
    with refusals_recorded(
        action="cases.declare-interest", subject_kind=kind_of(subject), subject=subject, by=by
    ):
        permit(by, Permission.DECLARE_INTEREST)
        may_declare(subject=subject, by=by)


def declare_interest(*, subject: str, reason: str, seen: int | None, by: Actor) -> None:
    """Somebody who knows one of those concerned says so: it is closed to them, and a colleague takes it."""
    with on_record("cases.declare-interest", subject, seen, by, reason, may=may_declare):
        cases.declare_interest(kind=kind_of(subject), subject=subject, reason=reason, by=by)
        gives_up(subject, by.account or 0, by)
        refuse_moved(subject)


def keep_out(*, subject: str, colleague: str, reason: str, seen: int | None, by: Actor) -> None:
    """An inspector keeps a colleague with an interest out of a case or report."""

    def build(kind: str) -> None:
        found = people.by_reference(colleague)
        if found is None or found.state != AccountState.ACTIVE:
            raise NotFound("There is no such colleague at work. Choose somebody from the list.")
        cases.keep_out(kind=kind, subject=subject, account=found.id, reason=reason, by=by)
        gives_up(subject, found.id, by)

    _building("cases.keep-out", subject, reason, seen, by, build)


def restrict(*, subject: str, reason: str, seen: int | None, by: Actor) -> None:
    """An inspector restricts a case or report: whoever works on it opens it, and inspectors."""
    _building(
        "cases.restrict", subject, reason, seen, by,
        lambda kind: cases.restrict(kind=kind, subject=subject, reason=reason, by=by),
    )  # fmt: skip


def take_down(*, subject: str, wall: str, reason: str, seen: int | None, by: Actor) -> None:
    """An inspector lets somebody in again, or opens to all who may what was restricted."""

    def build(_: str) -> None:
        found = cases_known.wall(wall)
        if found is None or found[0] != subject:
            raise NotFound(f"Nobody is kept out of {subject} by {wall} any more. Go back to it.")
        cases.take_down(wall=wall, reason=reason, by=by)
        # What was built for one of its reports, before that was in the case, keeps them out of the report's own steps.
        told = reports_known.summaries(reports_of(subject))
        of_reports = cases_known.walls({each.reference for each in told.values()} - {subject})
        for each in chain.from_iterable(of_reports.values()):
            if each.account_id == found[1].account_id:
                cases.take_down(wall=each.reference, reason=reason, by=by)

    _building("cases.take-down", subject, reason, seen, by, build)


def _building(
    action: str, subject: str, reason: str, seen: int | None, by: Actor, build: Callable[[str], None]
) -> None:
    """One wall is built or taken down, on the version that was seen."""
    with on_record(action, subject, seen, by, reason, may=may_keep_out):
        build(kind_of(subject))
        refuse_moved(
            subject
        )  # the report may have come into a case meanwhile, of which nothing was said here


def gives_up(subject: str, account: int, by: Actor) -> None:
    """Whoever is kept out works on it no more: neither as the one who claimed it nor as the officer in the case."""
    queue.let_go(subject=subject, account=account, by=by)
    _call_anew(subject, account, by)
    found = cases_known.stands(subject)
    if found is None or found.officer_id != account:
        return
    case = cases.hold(case=subject, seen=None)
    if by.account == account:
        cases.give_back(case=case, reason=_KEPT_OUT, by=by)
    else:
        cases.take_back(case=case, reason=_KEPT_OUT, by=by)


def _call_anew(subject: str, account: int, by: Actor) -> None:
    """The danger that they had taken is called out anew: nobody waits for somebody who may not act."""
    who = people.colleagues([account])[account].reference
    told = reports_known.summaries(reports_of(subject))
    named = {subject, *(each.reference for each in told.values())}
    had = [
        each
        for reference, state in duties_known.alarms_of(named)
        if state == AlarmState.ACKNOWLEDGED and (each := duties_known.alarm(reference))
        if each.acknowledged_by.partition(":")[2] == who
    ]
    if had:
        kind, dangers = kind_of(subject), dict.fromkeys(danger for each in had for danger in each.dangers)
        known = [words for each in had for words in (each.reason, *(one.reason for one in each.named))]
        reason = "\n".join(dict.fromkeys(filter(None, [_ANOTHER, *known])))
        duties.raise_alarms(alarms=[NewAlarm(AlarmSubject(kind), subject, tuple(dangers), reason)], by=by)
        queue.refresh(**{f"{kind}s": [subject]})
