"""Recording what triage says, and the officer's word on an exit."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, copying
from hub.common.refusals import NotNow
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.triage.actions import exits
from hub.triage.models import Decision, Exit, Standing
from hub.triage.rules import OTHER_FORCE, VERSION
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


def confirm_exit(*, report_id: int, report: str, reason: str, by: Actor) -> str:
    """An officer confirms that a report is for somebody else; tells to whom it goes."""
    return _decide(report_id, report, ExitState.CONFIRMED, reason, by).to


def refuse_exit(*, report_id: int, report: str, reason: str, by: Actor) -> None:
    """An officer keeps a report with the hub: from now on it is in scope."""
    _decide(report_id, report, ExitState.REFUSED, reason, by)
    Standing.objects.filter(report=report_id).update(scope=Scope.IN)


def _decide(report_id: int, report: str, state: ExitState, reason: str, by: Actor) -> Exit:
    """An officer's word on an exit."""
    permit(by, Permission.DECIDE_EXITS)
    row = exits.held(report_id, report)
    if row.state != ExitState.PROPOSED:
        raise NotNow(
            f"The exit of report {report} was already {row.state}, by {row.decided_by}. Nothing was changed."
        )
    if state == ExitState.CONFIRMED and row.to == OTHER_FORCE:
        raise NotNow(
            f"Name the force first: nobody can be handed {report} while it is for a force without a name. "
            "Decide whose it is."
        )
    exits.move(row, report, state, reason, by)
    return row
