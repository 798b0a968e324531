"""Recording what triage says, and the officer's word on an exit."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, copying
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.triage.models import Decision, Exit, Standing
from hub.triage.rules import EXIT_MOVES, VERSION
from hub.triage.terms import ExitState, Scope, ToAssess


def assess(*, reports: Sequence[ToAssess], by: Actor) -> None:
    """Write the ledger of each report, where it stands, and the exit that is proposed for it."""
    permit(by, Permission.RECEIVE_REPORTS)
    at = clock.now()
    copying.add(
        [
            Decision(
                report_id=each.report_id, question=found.question, answer=found.answer, reason=found.reason,
                rule=found.rule, rule_version=VERSION, inputs=dict(found.inputs), by=str(by), at=at,
            )
            for each in reports
            for found in each.assessment.answers
        ]
    )  # fmt: skip
    copying.add(
        [
            Standing(
                report_id=each.report_id, scope=each.assessment.scope, force=each.assessment.force,
                borough=each.assessment.borough, unit=each.assessment.unit, immediate=each.assessment.immediate,
            )
            for each in reports
        ]
    )  # fmt: skip
    copying.add(
        [
            Exit(
                report_id=each.report_id, to=each.assessment.exit, reason=each.assessment.exit_reason,
                state=ExitState.PROPOSED, proposed_at=at,
            )
            for each in reports
            if each.assessment.exit
        ]
    )  # fmt: skip
    audit.record(
        [
            Entry(
                Kind.ALTERATION, "triage.assess", "report", each.reference, str(by),
                {"scope": each.assessment.scope.value, "exit": each.assessment.exit},
            )
            for each in reports
        ]
    )  # fmt: skip


def confirm_exit(*, report_id: int, report: str, reason: str, by: Actor) -> None:
    """An officer confirms that a report is for somebody else."""
    _decide(report_id, report, ExitState.CONFIRMED, reason, by)


def refuse_exit(*, report_id: int, report: str, reason: str, by: Actor) -> None:
    """An officer keeps a report with the hub: from now on it is in scope."""
    _decide(report_id, report, ExitState.REFUSED, reason, by)
    Standing.objects.filter(report=report_id).update(scope=Scope.IN)


def _decide(report_id: int, report: str, state: ExitState, reason: str, by: Actor) -> None:
    """The one function that moves an exit."""
    permit(by, Permission.DECIDE_EXITS)
    if not reason.strip():
        raise Refusal("Say why: a decision about an exit is kept with its reason.")
    row = Exit.objects.select_for_update().filter(report=report_id).first()
    if row is None:
        raise NotFound(f"No exit is proposed for report {report}.")
    if state not in EXIT_MOVES[ExitState(row.state)]:
        raise NotNow(
            f"The exit of report {report} was already {row.state}, by {row.decided_by}. Nothing was changed."
        )
    row.state, row.decided_by, row.decided_at, row.decided_reason = state, str(by), clock.now(), reason
    row.save(update_fields=["state", "decided_by", "decided_at", "decided_reason"])
    entry = Entry(
        Kind.ALTERATION,
        f"triage.exit-{state.value}",
        "report",
        report,
        str(by),
        {"to": row.to},
        reason=reason,
    )
    audit.record([entry])
