"""What holds after every step on a case: an answer lets its clock go on, and no open case is left without a duty."""

from collections.abc import Sequence

from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases import rules as case_rules
from hub.cases.actions import HeldCase
from hub.cases.terms import How, Placed, Stage
from hub.common import clock
from hub.common.refusals import NotNow
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.rules import LIVE, in_the_way
from hub.duties.terms import Due, NewDuty, State
from hub.duties.terms import Kind as Duty
from hub.pathway.opening import proposed_exit, reports_of
from hub.people.terms import Actor
from hub.reports import queries as reports_known
from hub.triage import queries as triage_known
from hub.triage.rules import left

# What is owed of a case only while a report of it is the hub's; what is owed to the victim goes on until it is done.
_OF_OURS = (
    Duty.RECORDED, Duty.ASK, Duty.BOROUGH_ASKS, Duty.REVIEW_CHANGE, Duty.SECOND_CHECK, Duty.OFFENCES, Duty.LIMITATION, Duty.CASE_REVIEW,
)  # fmt: skip


def settle(*, case: HeldCase, by: Actor) -> None:
    """An answer takes a case back to whoever decides; whatever is open has something that is due.

    Where every report has left, only what is owed to somebody goes on.
    """
    if case.stage not in case_rules.ENDED and not ours(case.reference):
        _leave(case, by)
    live = _live(case)
    if case.stage == Stage.ASKED and Duty.ASK not in {each.kind for each in live}:
        cases.move_stage(case=case, to=Stage.UNDECIDED)
        go_on(case=case, reason="The answer is there.", by=by)
    wanted = case_rules.owed(Stage(case.stage), {each.kind for each in live})
    if wanted:
        duties.start(duties=[NewDuty("case", case.reference, wanted, clock.now(), again=True)], by=by)


def _leave(case: HeldCase, by: Actor) -> None:
    """Nothing of a case is the hub's any more: what it would have recorded, asked and reviewed ends."""
    told = reports_known.summaries(reports_of(case.reference)).values()
    subjects = [case.reference, *(each.reference for each in told)]
    for kind in _OF_OURS:
        duties.complete_kind(subjects=subjects, kind=kind, reason="Every report has left the hub.", by=by)
    cases.move_stage(case=case, to=Stage.LEFT)


def ours(subject: str) -> bool:
    """Whether a report of a case, or the one report, is left that is the hub's to do anything about."""
    ids = set(reports_of(subject))
    return bool(ids - {each.report for each in triage_known.exits(ids) if left(each.to, each.state)})


def refuse_leaving(case: str) -> None:
    """Whether something is a crime is not decided while a way out waits for a decision, nor where nothing is ours."""
    if proposed_exit(subject=case) is not None:
        raise NotNow(
            f"A way out of {case} is proposed and not decided. Confirm or refuse it first, then decide this."
        )
    if not ours(case):
        raise NotNow(
            f"Every report of {case} has left the hub: this is decided where they went. Nothing was changed."
        )


def refuse_in_danger(subject: str) -> None:
    """Danger stops the normal flow: nothing is decided of a case or report whose alarm nobody has acknowledged."""
    placed = cases_known.of_reports(reports_of(subject))
    reports = {report for case in placed.values() for report in reports_of(case.case)} | {
        *reports_of(subject)
    }
    told = reports_known.summaries(reports)
    named = {subject, *(each.case for each in placed.values()), *(each.reference for each in told.values())}
    sentence = in_the_way(duties_known.alarms_of(named))
    if sentence:
        raise NotNow(sentence)


def go_on(*, case: HeldCase, reason: str, by: Actor) -> None:
    """Let the clock of recording go on, where it stands still."""
    for each in _live(case):
        if each.kind == Duty.RECORDED and each.state == State.PAUSED:
            duties.resume(reference=each.reference, reason=reason, by=by)


def stand_still(*, case: HeldCase, reason: str, by: Actor) -> None:
    """Stop the clock of recording while an answer is waited for; one that is late runs on."""
    for each in _live(case):
        if each.kind == Duty.RECORDED and each.state == State.RUNNING and not each.overdue:
            duties.pause(reference=each.reference, reason=reason, by=by)


def _live(case: HeldCase) -> tuple[Due, ...]:
    """The duties of a case that run or are paused."""
    return tuple(each for each in duties_known.of_subjects([case.reference]) if each.state in LIVE)


_AGAIN = {
    Stage.NOT_A_CRIME: "Another report came after the decision.",
    Stage.LEFT: "Another report came after the others had left the hub.",
}


def heard_again(*, placed: Sequence[Placed], by: Actor) -> None:
    """A report that joins a case that was done with takes it up again: to be decided, or to be looked at."""
    joined = {each.case for each in placed if each.how != How.OPENED}
    for reference, stage in cases_known.stages(joined).items():
        if stage in _AGAIN:
            row = cases.hold(case=reference, seen=None)
            cases.move_stage(case=row, to=Stage.UNDECIDED)
            _start(row, Duty.RECORDED, _AGAIN[Stage(stage)], by)
        elif stage == Stage.FINALISED:
            row = cases.hold(case=reference, seen=None)
            _start(row, Duty.CASE_REVIEW, "Another report came after the outcome.", by)


def stays(*, placed: Placed, recorded: bool, by: Actor) -> None:
    """A report that stays with the hub: what was done with is taken up again, and what is nobody's record is ours to make."""
    heard_again(placed=[placed], by=by)
    row = cases.hold(case=placed.case, seen=None)
    if row.stage in case_rules.OPEN and not recorded:
        duties.start(duties=[NewDuty("case", placed.case, Duty.RECORDED, clock.now())], by=by)
    settle(case=row, by=by)


def _start(row: HeldCase, kind: Duty, detail: str, by: Actor) -> None:
    """Start a duty of a case, though it was done once."""
    duties.start(duties=[NewDuty("case", row.reference, kind, clock.now(), detail=detail, again=True)], by=by)
