"""The one place where an exit moves; whoever asks has permitted it and writes the rest."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.terms import Actor
from hub.triage import rules
from hub.triage.models import Exit, ExitMove
from hub.triage.terms import ExitState


def held(report_id: int, report: str) -> Exit:
    """The exit of a report, held until this is done."""
    row = Exit.objects.select_for_update().filter(report=report_id).first()
    if row is None:
        raise NotFound(f"No exit is proposed for report {report}.")
    return row


def states(row: Exit) -> list[str]:
    """Every step that an exit took, the first of them first."""
    return [state for state, _ in _steps(row)]


def _steps(row: Exit) -> list[tuple[str, str]]:
    """Every step that an exit took, with who took it, the first of them first."""
    return list(ExitMove.objects.filter(exit=row).order_by("pk").values_list("state", "by"))


def deciders(row: Exit) -> frozenset[str]:
    """Whoever decided about this exit since it was last proposed."""
    return frozenset({row.decided_by} - {""}) | rules.deciders(_steps(row))


def last_decision(row: Exit) -> str:
    """What was decided last about an exit, before a dispute or an appeal."""
    since = rules.this_time(states(row))
    return next((state for state in reversed(since) if state in rules.DECISIONS), ExitState.CONFIRMED)


def move(
    row: Exit, report: str, state: ExitState, reason: str, by: Actor, *, force_reference: str = ""
) -> None:
    """Move an exit, if the table of moves allows it; each step is kept."""
    if not reason.strip():
        raise Refusal("Say why: a decision about an exit is kept with its reason.")
    if state not in rules.EXIT_MOVES[ExitState(row.state)]:
        who = f", by {row.decided_by}" if row.decided_by else ""
        raise NotNow(f"The exit of report {report} was already {row.state}{who}. Nothing was changed.")
    at = clock.now()
    row.state = state
    if state in rules.DECISIONS:
        row.decided_by, row.decided_at, row.decided_reason = str(by), at, reason.strip()
    elif state == ExitState.PROPOSED:
        row.decided_by, row.decided_at, row.decided_reason = "", None, ""
    row.save()
    keep(row, report, reason, by, force_reference=force_reference)


def keep(row: Exit, report: str, reason: str, by: Actor, *, force_reference: str = "") -> None:
    """Keep a step of an exit, and its line."""
    ExitMove.objects.create(
        exit=row, to=row.to, state=row.state, at=clock.now(), by=str(by), reason=reason.strip(),
        force_reference=force_reference,
    )  # fmt: skip
    # What was typed stands in the reason alone, whose text can be erased.
    codes = {"to": row.to}
    audit.record(
        [Entry(Kind.ALTERATION, f"triage.exit-{row.state}", "report", report, str(by), codes, reason=reason)]
    )
