"""After the arrival: exits, later facts, duties, reminders, letters and the seal."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from hub.audit import actions as audit
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.terms import How, Placed, ToPlace
from hub.common import clock
from hub.common.refusals import NotFound
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.actions import Reminded
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty, Occasion
from hub.identities import actions as identities
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway import clusters, relating, walls
from hub.pathway.arriving import to_unit
from hub.pathway.opening import refuse_set_aside, refuse_unanswered
from hub.pathway.preparing import Whereabouts
from hub.pathway.refusing import refusals_recorded
from hub.pathway.settling import refuse_in_danger, settle, stays
from hub.pathway.telling import tell_news
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import actions as places
from hub.places import queries as places_known
from hub.queue import actions as queue
from hub.queue import queries as queue_known
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports.queries import Told
from hub.reports.terms import (
    AdditionKind,
)
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage import rules as triage_rules
from hub.triage.terms import First, Looked

_OCCASIONS: dict[str, str] = {
    Occasion.SOON: "Due soon",
    Occasion.OVERDUE: "Overdue",
    Occasion.WARNING: "Warning",
}


def whereabouts(ids: Sequence[int]) -> dict[int, Whereabouts]:
    """Where these reports are now, by references alone."""
    told, standing, placed = (
        reports_known.summaries(ids),
        triage_known.standing(ids),
        cases_known.of_reports(ids),
    )
    found = {}
    for pk, each in told.items():
        case = placed.get(pk)
        found[pk] = Whereabouts(
            each.reference,
            case.case if case else "",
            standing[pk],
            case.unit if case else "",
            case.borough if case else standing[pk].borough,
        )
    return found


def confirm_exit(*, report: str, reason: str, by: Actor) -> None:
    """An officer confirms that a report is for somebody else; only now is it recorded as leaving.

    What goes to another force is open until that force has given its own reference.
    """
    with (
        refusals_recorded(
            action="triage.exit-confirmed", subject_kind="report", subject=report, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.DECIDE_EXITS)
        told = told_of(report)
        refuse_aside(told)
        _changed(report, [told.summary.id])  # the case is held before its duties, as everywhere
        refuse_in_danger(report)
        to = triage.confirm_exit(report_id=told.summary.id, report=report, reason=reason, by=by)
        triage.draw(first=First(Looked.EXIT, "report", report, report, "leaves", reason), by=by)
        duties.complete_kind(subjects=[report], kind=Duty.RECORDED, reason="The exit was confirmed.", by=by)
        handed_over(told, to, by=by)
        _settled(report, [told.summary.id], by)
        queue.refresh(reports=[report])


def handed_over(told: Told, to: str, *, by: Actor) -> None:
    """The clock runs until the receiving force has answered; of what no force takes, whoever reported hears at once.

    Nobody is told that a force has it before that force says so.
    """
    report = told.summary.reference
    if not triage_rules.names_a_force(to):
        tell_news(told=told, by=by)
        return
    # Of the report, whatever case it is in: two of one case may go to two forces.
    detail = f"{report} is for {places_known.atlas().forces[to]}."
    duties.start(duties=[NewDuty("report", report, Duty.TRANSFER, clock.now(), detail=detail)], by=by)


def add_fact(*, report: str, kind: AdditionKind, text: str, by: Actor) -> None:
    """Add a later fact beside what was told; a crime reference or an answer ends the duty that waits for it."""
    with (
        refusals_recorded(action="reports.add", subject_kind="report", subject=report, typed=[text], by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.ADD_FACTS)
        ids = list(reports_known.ids_of([report]).values())
        refuse_set_aside(report, *(each.case for each in cases_known.of_reports(ids).values()))
        _changed(report, ids)  # the case is held before its duties, as everywhere
        keep_fact(report=report, kind=kind, text=text, by=by)
        _settled(report, ids, by)
        queue.refresh(reports=[report])


# What a later fact of a kind is waited for by, and how that ends.
_WAITED_FOR = {
    AdditionKind.CRIME_REFERENCE: (Duty.RECORDED, "A crime reference was given."),
    AdditionKind.ANSWER: (Duty.ASK, "The answer was recorded."),
}


def keep_fact(*, report: str, kind: AdditionKind, text: str, by: Actor) -> None:
    """Keep a later fact, look for what shares it, and end what waits for it, of the report and of its case."""
    pk = reports.add(report=report, kind=kind, text=text, by=by)
    _suggest_anew(pk, by=by)
    if kind in _WAITED_FOR:
        duty, ended = _WAITED_FOR[kind]
        subjects = [report, *(each.case for each in cases_known.of_reports([pk]).values())]
        duties.complete_kind(subjects=subjects, kind=duty, reason=ended, by=by)


def _suggest_anew(report: int, *, by: Actor) -> None:
    """A fact has come: what shares something with the case of this report is looked for again."""
    placed = cases_known.of_reports([report]).get(report)
    if placed is not None:
        clusters.suggest(of=[placed.case], by=by)


def remind(*, by: Actor) -> int:
    """Remind of what is due, naming case, duty and time; tells how many reminders were made."""
    with refusals_recorded(action="duties.remind", subject_kind="duty", by=by), transaction.atomic():
        due = duties.remind(by=by)
        letters.queue(letters=[_reminder(each) for each in due], by=by)
    return len(due)


def _changed(subject: str, reports: Iterable[int]) -> None:
    """The case, named or of these reports, is not as it was: whoever has it open looks again."""
    placed = cases_known.of_reports(list(reports))
    cases.changed(cases={subject, *(each.case for each in placed.values())})


def _settled(subject: str, reports: Iterable[int], by: Actor) -> None:
    """The case, named or of these reports, is left with what it needs."""
    placed = {each.case for each in cases_known.of_reports(list(reports)).values()}
    for case in cases_known.existing({subject, *placed}):
        settle(case=cases.hold(case=case, seen=None), by=by)


def told_of(reference: str) -> Told:
    """What the report of a reference tells."""
    found = reports_known.told(reference)
    if found is None:
        raise NotFound(f"There is no report {reference}. Check the reference and try again.")
    return found


def refuse_aside(told: Told) -> None:
    """What is not a crime goes nowhere: neither the report alone nor the case that it is in."""
    placed = cases_known.of_reports([told.summary.id])
    refuse_set_aside(told.summary.reference, *(each.case for each in placed.values()))


def _reminder(reminded: Reminded) -> NewLetter:
    """The letter that reminds the command unit, or the hub where no unit has the case or the unit itself waits."""
    due = reminded.due
    theirs = due.subject_kind == "case" and due.kind != Duty.BOROUGH_ASKS
    case = cases_known.case(due.subject) if theirs else None
    unit = case.line.unit if case else ""
    return NewLetter(
        recipient_kind=RecipientKind.UNIT if unit else RecipientKind.HUB, recipient=unit, subject_kind=due.subject_kind,
        subject=due.subject, template="reminder", occasion=f"{reminded.occasion}:{due.reference}:{reminded.at:%Y%m%d%H%M}",
        facts={
            "occasion": _OCCASIONS[reminded.occasion], "duty": f"{due.title}. {reminded.words}".removesuffix(". "),
            "due": clock.in_london(due.due_at),
        },
    )  # fmt: skip


def release_held_letters(*, by: Actor) -> int:
    """Let letters go that waited only for a mail server or a mailbox."""
    with refusals_recorded(action="letters.release", subject_kind="letter", by=by), transaction.atomic():
        return letters.release_held(by=by)


def seal_audit(*, by: Actor) -> int:
    """Seal the record, as the role that may."""
    with refusals_recorded(action="audit.seal", subject_kind="audit", by=by):
        permit(by, Permission.SEAL_AUDIT)
        return audit.seal()


def begin_epoch(*, reason: str, by: Actor) -> None:
    """Say on the record that a backup was restored."""
    with refusals_recorded(action="audit.new-epoch", subject_kind="audit", typed=[reason], by=by):
        permit(by, Permission.SEAL_AUDIT)
        audit.begin_epoch(reason=reason, by=str(by))


def load_postcodes(*, path: Path, name: str, progress: Callable[[int], None], by: Actor) -> int:
    """Load the national postcode table, whole or not at all."""
    with (
        refusals_recorded(action="places.load-postcodes", subject_kind="places", by=by),
        transaction.atomic(),
    ):
        return places.load_postcodes(path=path, name=name, progress=progress, by=by)


def set_mailbox(*, unit: str, address: str, by: Actor) -> None:
    """Say where a command unit reads its e-mail."""
    with refusals_recorded(action="places.set-mailbox", subject_kind="unit", by=by), transaction.atomic():
        places.set_mailbox(unit=unit, address=address, by=by)


def set_safeguarding_mailbox(*, borough: str, kind: str, address: str, by: Actor) -> None:
    """Say where those who safeguard children, or adults at risk, of a borough read their e-mail."""
    with (
        refusals_recorded(action="places.set-safeguarding-mailbox", subject_kind="borough", by=by),
        transaction.atomic(),
    ):
        places.set_safeguarding_mailbox(borough=borough, kind=kind, address=address, by=by)


def _move_duty(step: Callable[..., None], duty: str, reason: str, by: Actor) -> None:
    """Move a duty, or record that it was refused."""
    with (
        refusals_recorded(
            action=f"duties.{step.__name__}", subject_kind="duty", subject=duty, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        about = duties_known.of_reference(duty)
        if about is None:
            raise NotFound(f"There is no duty {duty}. Check the reference and try again.")
        refuse_unanswered(about, by)
        # The case is held before its duties, as everywhere, so that nobody waits in a ring.
        _changed(about.subject, reports_known.ids_of([about.subject]).values())
        step(reference=duty, reason=reason, by=by)
        _settled(about.subject, reports_known.ids_of([about.subject]).values(), by)
        queue.refresh(**{f"{about.subject_kind}s": [about.subject]})


def pause_duty(*, duty: str, reason: str, by: Actor) -> None:
    """Stop a duty's clock while it cannot go on."""
    _move_duty(duties.pause, duty, reason, by)


def resume_duty(*, duty: str, reason: str, by: Actor) -> None:
    """Let a duty's clock go on."""
    _move_duty(duties.resume, duty, reason, by)


def complete_duty(*, duty: str, reason: str, by: Actor) -> None:
    """Say that a duty is done."""
    _move_duty(duties.complete, duty, reason, by)


def mark_duty_not_possible(*, duty: str, reason: str, by: Actor) -> None:
    """Say that a duty cannot be done."""
    _move_duty(duties.mark_not_possible, duty, reason, by)


def refuse_exit(*, report: str, reason: str, by: Actor) -> None:
    """An officer keeps a report with the hub: it gets its case, and its clocks go on there."""
    place_again(report=report, reason=reason, by=by)


def place_again(*, report: str, reason: str, by: Actor) -> Placed:
    """An officer keeps a report with the hub; tells the case that it has now."""
    with (
        refusals_recorded(
            action="triage.exit-refused", subject_kind="report", subject=report, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.DECIDE_EXITS)
        told, had = told_of(report), had_until(report, by)
        refuse_aside(told)
        triage.refuse_exit(report_id=told.summary.id, report=report, reason=reason, by=by)
        triage.draw(first=First(Looked.EXIT, "report", report, report, "stays", reason), by=by)
        return keep_here(told, had=had, by=by)


def keep_here(told: Told, *, had: tuple[datetime | None, str], by: Actor) -> Placed:
    """A report that stays gets its case, with its clocks; one that has a case keeps it."""
    pk, report = told.summary.id, told.summary.reference
    there = cases_known.of_reports([pk]).get(pk)
    if there is not None:
        _changed(there.case, [pk])
        stays(placed=there, recorded=_recorded(told), by=by)
        queue.refresh(cases={there.case})
        return there
    placed = cases.place(reports=[_again(told, by)], by=by)[0]
    for account in cases.carry_walls(report=report, case=placed.case, by=by):
        walls.gives_up(placed.case, account, by)
    clusters.suggest(of=[placed.case], by=by)
    duties.transfer(from_report=report, to_case=placed.case, by=by)
    stays(placed=placed, recorded=_recorded(told), by=by)
    if placed.how == How.OPENED and placed.unit:
        letters.queue(letters=[to_unit(placed)], by=by)
    queue.refresh(cases={placed.case} | cases_known.beside([placed.case]), reports=[report])
    until, why = had
    if until and not relating.shut_to([placed.case], by=by):
        queue.carry(subject=placed.case, until=until, reason=why, by=by)
    return placed


def _recorded(told: Told) -> bool:
    """Whether somebody has given the crime reference of a report."""
    later = any(kind == AdditionKind.CRIME_REFERENCE for _, kind, _, _ in told.additions)
    return later or bool(told.given.get("crime_reference"))


def had_until(report: str, by: Actor) -> tuple[datetime | None, str]:
    """Until when this officer has the report and why for so long, where they have it."""
    row = queue_known.rows_of([report]).get(report) if by.account is not None else None
    return (row.held_until, row.kept) if row and row.holder_id == by.account else (None, "")


def _again(told: Told, by: Actor) -> ToPlace:
    """A report on record as the case rule sees it."""
    pk, report = told.summary.id, told.summary.reference
    standing = triage_known.standing([pk])[pk]
    victim = told.parties.get("victim")
    same = identities.same_as(person=victim, by=by) if victim else frozenset()
    unit = standing.unit if standing.force == triage_rules.METROPOLITAN else ""
    return ToPlace(
        pk, report, told.for_the_public, victim, same, frozenset(told.items), standing.borough, unit
    )


def set_force_mailbox(*, force: str, address: str, by: Actor) -> None:
    """Say where another police force reads its e-mail about what is handed to it."""
    with (
        refusals_recorded(action="places.set-force-mailbox", subject_kind="force", by=by),
        transaction.atomic(),
    ):
        places.set_force_mailbox(force=force, address=address, by=by)
