"""Not a crime: the original is sealed and dated, its copy masked, what it showed let go; and the way back.

It is decided, and checked by a second   -> set_aside            sealed, masked, out of the queue, search and suggestions
Somebody asks for another look           -> ask_for_another_look the original is held, and the hub is asked
   it is granted, or decided otherwise   -> restore              everything stands as it was
   it is not                             -> refuse_another_look  the original goes on to its day
Its day is over, and nobody holds it     -> dispose_of_originals keys destroyed, ciphertext overwritten, a line for each
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from hub.aside import actions as aside
from hub.aside import queries as aside_known
from hub.aside.actions import Hider
from hub.aside.terms import Because, Original, SetAside, Subject
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.terms import Stage
from hub.common import clock, deferral
from hub.common.refusals import NotFound, NotNow
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.evidence import actions as evidence
from hub.letters import actions as letters
from hub.pathway.keeping import (
    PLATFORMS,
    come_back,
    hider_of,
    keep_conduct,
    laid,
    lay_exhibits,
    let_go,
    seen,
    subject_of,
    things_of,
)
from hub.pathway.opening import kind_of, refuse_unanswered, tellings_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.triage import queries as triage_known

# There is nothing to record, ask or compare any more.
_IDLE = (Duty.RECORDED, Duty.ASK, Duty.REVIEW_CHANGE)
# As long as one of these is owed, what was told may have to be read: its day waits.
_READS = frozenset({Duty.ALARM, Duty.ASK, Duty.REVIEW_CHANGE, Duty.SAFEGUARDING})
_ENDED = "Not a crime: this clock ends. The help that was offered stands."
_ASKED = "They ask for another look at what was decided not to be a crime."
_UNANSWERED = "Not a crime, before the borough's question was answered."
_ANSWERED = "Another look was answered."
_UNDONE = "It was brought back: what was decided is undone, and is not told any more."
_AGAIN = "It was brought back: decide it again."


def set_aside(*, subject: str, decided_at: datetime, by: Actor) -> SetAside:
    """Set aside a case, or a report without one, that was decided not to be a crime and checked; tells until when.

    That day is never before the one until which the decision's letter says that they may ask for another look.
    """
    with (
        refusals_recorded(action="aside.set-aside", subject_kind=kind_of(subject), subject=subject, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.SET_ASIDE)
        about = subject_of(subject, by)
        _end_clocks(about, by)
        hider, things = hider_of(about), things_of(about)
        keep_conduct(about, by)
        items, suggested = cases.go_aside(case=subject, by=by) if about.kind == "case" else ((), ())
        done = aside.set_aside(
            subject=about, decided_at=decided_at, hider=hider,
            things={**things, "public": list(items), "suggested": laid(suggested), "exhibits": lay_exhibits(about, by)}, by=by,
        )  # fmt: skip
        if not aside_known.holds(subject):
            let_go(about, by)
        seen(about, {case for each in suggested for case in (each.case_id, each.other_id)})
        return done


def restore(*, subject: str, reason: str, by: Actor) -> None:
    """Bring everything back as it was: another look was granted, or it was decided otherwise."""
    with (
        refusals_recorded(
            action="aside.restore", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.SET_ASIDE)
        about = subject_of(subject, by)
        found = aside.restore(subject=subject, reason=reason, by=by)
        come_back(about, found, by)
        reports.forget_conduct(reports=about.reports, by=by)
        duties.complete_kind(subjects=about.named, kind=Duty.ASK, reason=_ANSWERED, by=by)
        _untell(about, by)
        _decide_again(about, by)
        seen(about, {case for one, two, *_ in found.things["suggested"] for case in (one, two)})


def ask_for_another_look(*, subject: str, reason: str, by: Actor) -> None:
    """Somebody asks for another look: the original is held, and it stands in the queue until that is answered."""
    with (
        refusals_recorded(
            action="aside.hold", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.ASK_ANOTHER_LOOK)
        about = subject_of(subject, by)
        aside.hold(subject=subject, because=Because.ANOTHER_LOOK, until=None, reason=reason, by=by)
        asked = NewDuty(about.kind, subject, Duty.ASK, clock.now(), detail=_ASKED)
        if not duties.start(duties=[asked], by=by):
            raise NotNow(f"{subject} waits for another look already. Nothing was changed.")
        seen(about)


def refuse_another_look(*, subject: str, reason: str, by: Actor) -> date | None:
    """It stays as it was decided, or nothing needs the original any more; tells the day to which it goes on.

    Where a court needs it meanwhile, that hold stands when the look is answered, and there is no day.
    """
    with (
        refusals_recorded(
            action="aside.release", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_ORIGINALS)
        about = subject_of(subject, by)
        step = aside.stays if looks_again(about.named) else aside.release
        day = step(subject=subject, reason=reason, by=by)
        for kind in (Duty.ASK, Duty.REVIEW_CHANGE):
            duties.complete_kind(subjects=about.named, kind=kind, reason=_ANSWERED, by=by)
        seen(about)
        return day


def looks_again(subjects: Collection[str]) -> bool:
    """Whether another look is asked for and not answered yet."""
    live = duties_known.live(subjects)
    return any(each.kind == Duty.ASK for found in live.values() for each in found)


def hold_original(*, subject: str, until: date | None, reason: str, by: Actor) -> None:
    """An inspector keeps an original beyond its day: a court, an inquiry or a complaint needs it."""
    with (
        refusals_recorded(
            action="aside.hold", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_ORIGINALS)
        refuse_shut(subject, by=by)
        aside.hold(subject=subject, because=Because.PROCEEDINGS, until=until, reason=reason, by=by)


def end_duty(*, subject: str, duty: str, done: bool, reason: str, by: Actor) -> None:
    """Say that something that is owed was done, or cannot be; help goes on where it is not a crime."""
    with (
        refusals_recorded(
            action="aside.read", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_DUTIES)
        permit_unit(by, Permission.READ_CASES, _unit(subject))
        about = subject_of(subject, by)
        found = duties_known.of_reference(duty)
        if found is None or found.subject not in about.named or not aside_known.standing([subject]):
            raise NotFound(f"There is no duty {duty} in what was set aside as {subject}.")
        refuse_unanswered(found, by)
        step = duties.complete if done else duties.mark_not_possible
        step(reference=duty, reason=reason, by=by)
        seen(about)


def read(*, subject: str, by: Actor) -> Original:
    """What is kept of a case or report that is not a crime: dates and states, never its words; the look is recorded."""
    kind = kind_of(subject)
    with (
        refusals_recorded(action="aside.read", subject_kind=kind, subject=subject, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.READ_CASES)
        found = aside_known.original(subject)
        if found is None:
            raise NotFound(f"{subject} is not set aside. Check the reference and try again.")
        permit_unit(by, Permission.READ_CASES, _unit(subject))
        refuse_shut(subject, by=by)
        audit.record([Entry(Kind.CONSULTATION, "aside.read", kind, subject, str(by))])
        return found


def show_original(*, subject: str, report: str, reason: str, by: Actor) -> tuple[Mapping[str, str], ...]:
    """What was told exactly as it came, then each time that it was sent again, for whoever answers for the originals.

    What was erased is left out; refused where all of it was.
    """
    with (
        refusals_recorded(
            action="identities.original", subject_kind="report", subject=report, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_ORIGINALS)
        about = subject_of(subject, by)
        if report not in about.references or not aside_known.standing([subject]):
            raise NotFound(f"There is no report {report} in what was set aside as {subject}.")
        return tellings_of(report, reports_known.ids_of([report])[report], reason, by)


def _untell(about: Subject, by: Actor) -> None:
    """Nobody is told any more of the decision that is undone: neither by us in full, nor by a letter that has not gone."""
    duties.complete_kind(subjects=about.named, kind=Duty.DECISION_TOLD, reason=_UNDONE, by=by)
    letters.withdraw(subjects=about.named, template="decision-not-a-crime", reason=_UNDONE, by=by)


def _decide_again(about: Subject, by: Actor) -> None:
    """Whoever brought it back wants it decided again: a case waits for the decision, a report alone for somebody to ask."""
    if about.kind == "case":
        row = cases.hold(case=about.reference, seen=None)
        if row.stage == Stage.NOT_A_CRIME:
            cases.move_stage(case=row, to=Stage.UNDECIDED)
        for due in duties_known.of_subjects([about.reference]):
            if due.kind == Duty.BOROUGH_ASKS and due.ended_because == _UNANSWERED:
                duties.ask(case=about.reference, question=due.detail, kind=Duty.BOROUGH_ASKS, by=by)
    kind = Duty.RECORDED if about.kind == "case" else Duty.ASK
    duties.start(
        duties=[NewDuty(about.kind, about.reference, kind, clock.now(), detail=_AGAIN, again=True)], by=by
    )


# -- their day


def ask_to_dispose(*, by: Actor) -> int:
    """Let holds lapse whose day is over, and have the workers dispose of each original that is due; tells how many."""
    with refusals_recorded(action="aside.dispose", subject_kind="original", by=by), transaction.atomic():
        permit(by, Permission.RUN_SYSTEM)
        for original in aside_known.lapsed():
            aside.lapse(original=original, by=by)
        due = _due()
        deferral.defer(deferral.Task.DISPOSE_OF_ORIGINAL, due)
        return len(due)


def dispose_of_original(*, original: int, by: Actor) -> bool:
    """Dispose of one original, whole or not at all; one that is disposed of, held, or needed for a duty is left."""
    with (
        refusals_recorded(action="aside.dispose", subject_kind="original", by=by),
        transaction.atomic(durable=True),
    ):
        permit(by, Permission.RUN_SYSTEM)
        found = aside_known.of_id(original)
        if found is None:
            return False
        duties.hold(subjects=[(kind_of(each), each) for each in found.named])
        if needed([found]):
            return False
        gone = aside.dispose(original=original, hider=Hider((), PLATFORMS), by=by)
        if gone:
            evidence.destroy(subjects=found.named, by=by)
        return gone


def dispose_of_originals(*, by: Actor) -> int:
    """Dispose of every original that is due, each in a transaction of its own; tells how many went.

    After a kill it is simply begun again: what went is gone, and what is left is due.
    """
    with refusals_recorded(action="aside.dispose", subject_kind="original", by=by):
        permit(by, Permission.RUN_SYSTEM)
    with transaction.atomic():
        for original in aside_known.lapsed():
            aside.lapse(original=original, by=by)
    return sum(dispose_of_original(original=each, by=by) for each in _due())


def _due() -> list[int]:
    """The originals whose day is over, and that nobody holds or needs."""
    found = aside_known.due()
    wanted = needed(found)
    return [each.id for each in found if each.subject not in wanted]


def needed(originals: Collection[Original]) -> frozenset[str]:
    """Of which of these something is still to be done for which somebody may have to read what was told."""
    live = duties_known.live({name for each in originals for name in each.named})
    read = {name for name, found in live.items() if _READS & {each.kind for each in found}}
    return frozenset(each.subject for each in originals if read & set(each.named))


def _unit(subject: str) -> str:
    """The command unit that has a case."""
    stands = cases_known.stands(subject)
    return stands.unit if stands else ""


def refuse_unfinished(subject: str, by: Actor) -> None:
    """Nothing is decided to be no crime while danger, another force or a safeguarding referral still waits for somebody."""
    _refuse_unfinished(subject_of(subject, by))


def _end_clocks(about: Subject, by: Actor) -> None:
    """What is owed to somebody goes on, and what is idle ends."""
    _refuse_unfinished(about)
    for kind in _IDLE:
        duties.complete_kind(subjects=about.named, kind=kind, reason=_ENDED, by=by)
    duties.complete_kind(subjects=about.named, kind=Duty.BOROUGH_ASKS, reason=_UNANSWERED, by=by)


def _refuse_unfinished(about: Subject) -> None:
    """Danger is acted on before anything is set aside."""
    live = duties_known.live(about.named)
    kinds = {each.kind for found in live.values() for each in found}
    if Duty.ALARM in kinds:
        raise NotNow(
            f"Somebody may be in danger in {about.reference}. Act on that first, and say so on its duty."
        )
    if Duty.TRANSFER in kinds:
        raise NotNow(
            f"Another force has not answered for {about.reference}. Record its reference, or settle whose it is, first."
        )
    if waiting := triage_known.referrals_to_go(about.named):
        raise NotNow(
            f"Safeguarding referral {waiting[0]} has not gone yet, and would go out masked. Have it sent, or have a second "
            "person refuse it, first."
        )
