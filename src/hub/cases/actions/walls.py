"""Walls: somebody has an interest and is kept out, a record is restricted, and somebody is let in again."""

from collections.abc import Iterable

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.models import Wall
from hub.cases.terms import KEPT_OUT
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def declare_interest(*, kind: str, subject: str, reason: str, by: Actor) -> None:
    """Somebody says that they have an interest in a case or report: from now on it is closed to them."""
    permit(by, Permission.DECLARE_INTEREST)
    if by.account is None:
        raise Refusal("Sign in at the desk: at the command line nobody knows whose interest it would be.")
    row = _built(kind, subject, by.account, reason, by)
    _record("cases.declare-interest", row, row.reason, by)


def keep_out(*, kind: str, subject: str, account: int, reason: str, by: Actor) -> None:
    """An inspector closes a case or report to a colleague who has an interest in it."""
    permit(by, Permission.KEEP_WALLS)
    if account == by.account:
        raise Refusal("For an interest of your own, say that you have one.")
    row = _built(kind, subject, account, reason, by)
    _record("cases.keep-out", row, row.reason, by)


def restrict(*, kind: str, subject: str, reason: str, by: Actor) -> None:
    """An inspector restricts a case or report to whoever works on it."""
    permit(by, Permission.KEEP_WALLS)
    row = _built(kind, subject, None, reason, by)
    _record("cases.restrict", row, row.reason, by)


def take_down(*, wall: str, reason: str, by: Actor) -> None:
    """An inspector ends a wall; one of their own has to be ended by another."""
    permit(by, Permission.KEEP_WALLS)
    row = Wall.objects.select_for_update().filter(reference=wall).first()
    if row is None:
        raise NotFound(f"There is no wall {wall}. Go back to the case.")
    if row.ended_at is not None:
        raise NotNow("Somebody has ended this already. Nothing was changed.")
    if by.account is not None and row.account_id == by.account:
        raise NotPermitted("This is your own interest. Another inspector has to decide that it is none.")
    row.ended_at, row.ended_by, row.ended_reason = clock.now(), str(by), _said(reason)
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    _record("cases.take-down", row, row.ended_reason, by)


def carry_walls(*, report: str, case: str, by: Actor) -> tuple[int, ...]:
    """Whoever was kept out of a report is kept out of the case that it is in from now on; tells who they are."""
    permit(by, Permission.RECEIVE_REPORTS)
    locks.hold(KEPT_OUT, [report.encode()])  # nobody is kept out of the report alone meanwhile
    standing = Wall.objects.filter(subject=report, ended_at__isnull=True).order_by("pk")
    there = set(Wall.objects.filter(subject=case, ended_at__isnull=True).values_list("account", flat=True))
    for each in standing:
        if each.account_id not in there:
            row = _row("case", case, each.account_id, each.reason, by)
            _record("cases.carry-wall", row, each.reason, by)
    return tuple(each.account_id for each in standing if each.account_id and each.account_id not in there)


def _built(kind: str, subject: str, account: int | None, reason: str, by: Actor) -> Wall:
    """One wall more, of somebody or of everybody who does not work on it."""
    said = _said(reason)
    locks.hold(KEPT_OUT, [subject.encode()])
    if Wall.objects.filter(subject=subject, account=account, ended_at__isnull=True).exists():
        raise NotNow(f"{subject} is so already. Nothing was changed.")
    return _row(kind, subject, account, said, by)


def _row(kind: str, subject: str, account: int | None, reason: str, by: Actor) -> Wall:
    """The row of a wall."""
    return Wall.objects.create(
        reference=references.new("Q"), subject_kind=kind, subject=subject, account_id=account, reason=reason,
        by=str(by), at=clock.now(),
    )  # fmt: skip


def _said(reason: str) -> str:
    """What was said; a blank reason is refused."""
    if not reason.strip():
        raise Refusal("Say why: it is kept with your name and the time, and inspectors read it.")
    return reason.strip()


def _record(action: str, row: Wall, reason: str, by: Actor) -> None:
    """One line for what was done, naming the colleague whom it keeps out by their reference."""
    of_somebody: Iterable[int] = [row.account_id] if row.account_id else []
    named = {each.reference for each in people.colleagues(list(of_somebody)).values()}
    codes: dict[str, str | int | bool] = {"wall": row.reference, "colleague": next(iter(named), "")}
    audit.record(
        [Entry(Kind.ALTERATION, action, row.subject_kind, row.subject, str(by), codes, reason=reason)]
    )
