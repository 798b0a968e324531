"""Opening a case or a report at the desk: why somebody may, and every look at what is hidden."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from django.db import transaction

from hub.aside import queries as aside_known
from hub.aside.terms import IsSetAside
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases import rules as case_rules
from hub.cases.terms import File, Moved, NeedsReason, Placed, Relation, Wall
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.content import queries as content_known
from hub.content.terms import Item
from hub.duties.terms import Due
from hub.duties.terms import Kind as Duty
from hub.identities import actions as identities
from hub.identities.terms import Identity
from hub.keys.terms import Destroyed
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_walled, standing_of, walls_of
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor, Role
from hub.queue import queries as queue_known
from hub.queue.terms import Row
from hub.reports import queries as reports_known
from hub.triage import queries as triage_known
from hub.triage.terms import ExitState

_PEOPLE = 10  # shown at once, so that one press opens no more than are read
_LEDGERS = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """A case or a report that somebody opened: what they have to do with it, and how it stands in the queue."""

    kind: str  # case or report
    reference: str
    unit: str
    relation: Relation
    reason: str  # what is on the record of this look
    case: File | None  # blank where a report has no case
    reports: tuple[int, ...]
    row: Row | None  # blank where it waits no more
    walls: tuple[Wall, ...] = ()  # who is kept out


@dataclass(frozen=True, slots=True)
class Shown:
    """A person who was shown: the part they play, in which report, and who they are."""

    report: str
    roles: tuple[str, ...]
    identity: Identity


@dataclass(frozen=True, slots=True)
class People:
    """A page of the people of a case; whoever is not on it was not opened."""

    shown: tuple[Shown, ...]
    following: int | None  # the report behind which the next page begins
    left: int  # how many more there are


@dataclass(frozen=True, slots=True)
class Ledgers:
    """A page of reports, each with every answer that nothing has replaced."""

    found: tuple[tuple[str, tuple[triage_known.Line, ...]], ...]
    following: int | None


def open_case(*, case: str, by: Actor, reason: str = "") -> Opened:
    """Open a case; whoever has no part in it says why, and the same words hold for half an hour."""
    with _recorded("cases.read", "case", case, by, reason), transaction.atomic():
        found = cases_known.file(case)
        if found is None:
            raise NotFound(f"There is no case {case}. Check the reference and try again.")
        permit_unit(by, Permission.READ_CASES, found.unit)
        if found.set_aside:
            raise IsSetAside(case)
        row = queue_known.rows_of([case]).get(case)
        relation = case_rules.relation(by, standing_of(found, row, by))
        refuse_walled(case, found.walls, relation, row, by)
        why = _why(found, relation, reason, by)
        cases.read(kind="case", reference=case, unit=found.unit, relation=relation, reason=why, by=by)
        words = why if relation == Relation.NONE else relation.label
        ids = tuple(each[0] for each in found.reports)
        return Opened("case", case, found.unit, relation, words, found, ids, row, found.walls)


def _why(case: File, relation: Relation, reason: str, by: Actor) -> str:
    """What somebody without a part in a case says, now or within the last half hour."""
    if relation != Relation.NONE:
        return ""
    permit_unit(by, Permission.BREAK_GLASS, case.unit)
    if reason.strip():
        cases.look(case=case, reason=reason, by=by)
    return cases_known.glass(case=case.id, account=by.account or 0)


def case_of(*, report: str, by: Actor) -> str:
    """The case that a report is in, blank where it has none; a borough officer is told of their own unit's only."""
    with _recorded("reports.read", "report", report, by):
        placed = _placed(_number(report))
        if placed is None:
            return ""
        permit_unit(by, Permission.READ_CASES, placed.unit)
        return placed.case


def open_report(*, report: str, by: Actor) -> Opened:
    """Open a report that has no case; no command unit has it, and the hub's officers decide what becomes of it."""
    with _recorded("reports.read", "report", report, by), transaction.atomic():
        pk = _alone(report, by)
        permit(by, Permission.READ_CASES)
        refuse_set_aside(report)
        row = queue_known.rows_of([report]).get(report)
        walls = walls_of(report, row)
        relation = case_rules.relation(by, standing_of(None, row, by))
        refuse_walled(report, walls, relation, row, by)
        if relation == Relation.NONE:
            permit_unit(by, Permission.BREAK_GLASS, "")
            if row is not None and row.holder_id is None:
                raise Refusal(f"{report} stands in a queue that your role does not see. Ask your inspector.")
            raise Refusal("A colleague has this report. Ask them, or wait until they release it.")
        cases.read(kind="report", reference=report, unit="", relation=relation, by=by)
        return Opened("report", report, "", relation, relation.label, None, (pk,), row, walls)


def refuse_set_aside(*subjects: str) -> None:
    """What is not a crime is neither shown nor worked on; what is kept of it has a page of its own."""
    for each in sorted(aside_known.standing(subjects)):
        raise IsSetAside(each)


def refuse_unanswered(due: Due, by: Actor) -> None:
    """What somebody asks of the hub ends with its answer alone: a duty that is ticked off would forget whoever asked."""
    if due.kind == Duty.BOROUGH_ASKS and by.role != Role.BOROUGH_OFFICER:  # they may take it back
        raise NotNow(
            f"The borough waits for an answer in {due.subject}. Answer it: their officer reads it on the case."
        )
    if due.kind == Duty.ASK and aside_known.standing([due.subject]):
        raise NotNow(
            f"They ask for another look at {due.subject}. Answer it: bring it back, or say that it stays as it was decided."
        )


def may_work(*, subject: str, by: Actor) -> None:
    """Refuse whoever has no part in a case or report and has not said why they opened it."""
    _part(subject, by)


def may_declare(*, subject: str, by: Actor) -> None:
    """Refuse whoever could not open a case or report for a reason either; who could says that they have an interest without one."""
    with suppress(NeedsReason):
        _part(subject, by, aside=True)


def may_keep_out(*, subject: str, by: Actor) -> None:
    """Refuse whoever has no part in a case or report; what is set aside is closed to somebody too."""
    _part(subject, by, aside=True)


def enter(*, subject: str, reading: bool, aside: bool = False, by: Actor) -> None:
    """Somebody comes to a step: who may not is on the record, and so is a look where the step shows what is there.

    Few steps are of what is set aside too.
    """
    kind = kind_of(subject)
    with _recorded(f"{kind}s.read", kind, subject, by), transaction.atomic():
        part = _part(subject, by, aside=aside)
        if reading:
            cases.read(
                kind=kind,
                reference=subject,
                unit=part.unit,
                relation=part.relation,
                reason=part.reason,
                by=by,
            )


@dataclass(frozen=True, slots=True)
class _Part:
    """What somebody has to do with a record, and what they said where that is nothing."""

    unit: str
    relation: Relation
    reason: str = ""


def _part(subject: str, by: Actor, *, aside: bool = False) -> _Part:
    """The part that somebody has in a case or report; refused where they have none and have not said why.

    What is set aside is refused too, but for the few steps that are of it as well.
    """
    found = None
    if kind_of(subject) == "case":
        found = cases_known.stands(subject)
        if found is None:
            raise NotFound(f"There is no case {subject}. Check the reference and try again.")
    permit_unit(by, Permission.READ_CASES, found.unit if found else "")
    if found is None:
        _alone(subject, by)
        if not aside:
            refuse_set_aside(subject)
    elif found.set_aside and not aside:
        raise IsSetAside(subject)
    row = queue_known.rows_of([subject]).get(subject)
    standing = standing_of(found, row, by)
    relation = case_rules.relation(by, standing)
    refuse_walled(subject, walls_of(subject, row), relation, row, by)
    if relation != Relation.NONE:
        return _Part(standing.unit, relation)
    permit(by, Permission.BREAK_GLASS)
    reason = cases_known.glass(case=found.id, account=by.account or 0) if found else ""
    if not reason:
        raise NeedsReason(f"You have no part in {subject}. Open it and say why before you change it.")
    return _Part(standing.unit, relation, reason)


def show_content(*, subject: str, item: str, by: Actor) -> Item:
    """The words of one post, for whoever has a part in the case; the look is on the record."""
    with _recorded("content.read", "item", item, by), transaction.atomic():
        part = _part(subject, by)
        permit(by, Permission.SEE_CONTENT)
        shown = reports_known.items_of(reports_of(subject))
        found = content_known.of_reference(item)
        if found is None or found.id not in {each for items in shown.values() for each in items}:
            raise NotFound(f"There is no post {item} in {subject}.")
        _look("content.read", "item", item, {"in": subject}, part.reason or part.relation.label, by)
        return found


def show_people(*, subject: str, reason: str, after: int = 0, by: Actor) -> People:
    """Names and contacts of a page of those in a case, for a reason that is kept with every look."""
    with _recorded("identities.open", kind_of(subject), subject, by, reason), transaction.atomic():
        may_work(subject=subject, by=by)
        parts: dict[tuple[int, int], list[str]] = {}
        for report, role, person in reports_known.parties(
            [each for each in reports_of(subject) if each > after]
        ):
            parts.setdefault((report, person), []).append(role)
        permit(by, Permission.READ_IDENTITIES)
        if not reason.strip():
            raise Refusal(
                "Say why you need to see who they are: your name, the time and the reason are kept."
            )
        now = _first(list(parts))
        references = {
            pk: each.reference for pk, each in reports_known.summaries([pk for pk, _ in now]).items()
        }
        shown = tuple(
            Shown(
                references[report], tuple(sorted(parts[report, person], reverse=True)),
                identities.identity(person=person, subject=references[report], reason=reason, by=by),
            )
            for report, person in now
        )  # fmt: skip
        left = len(parts) - len(now)
        return People(shown, now[-1][0] if left else None, left)


def _first(parts: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """As many of these as one page shows; whoever one report tells of stands on one page."""
    last = parts[_PEOPLE - 1][0] if len(parts) > _PEOPLE else None
    return [each for each in parts if last is None or each[0] <= last]


def show_original(*, subject: str, report: str, reason: str, by: Actor) -> tuple[Mapping[str, str], ...]:
    """What was told exactly as it came, then each time that it was sent again, for a reason that is kept."""
    with _recorded("identities.original", "report", report, by, reason), transaction.atomic():
        may_work(subject=subject, by=by)
        permit(by, Permission.READ_ORIGINALS)
        return tellings_of(report, report_in(subject, report), reason, by)


def tellings_of(report: str, number: int, reason: str, by: Actor) -> tuple[Mapping[str, str], ...]:
    """Every telling of a report that is still there; refused where all of it was erased."""
    sealed = reports_known.sealed_of(number)
    found = identities.originals(tellings=dict.fromkeys(sealed, report), reason=reason, by=by)
    if not found:
        raise Destroyed(f"The original of {report} was disposed of. Nobody can bring it back.")
    return tuple(found.values())


def _number(report: str) -> int:
    """A report that there is."""
    pk = reports_known.ids_of([report]).get(report)
    if pk is None:
        raise NotFound(f"There is no report {report}. Check the reference and try again.")
    return pk


def _placed(pk: int) -> Placed | None:
    """Where the case of a report is, if it has one."""
    return cases_known.of_reports([pk]).get(pk)


def _alone(report: str, by: Actor) -> int:
    """A report that has no case; one that has is reached through it, where whoever looks says why."""
    pk = _number(report)
    placed = _placed(pk)
    if placed is not None:
        permit_unit(by, Permission.READ_CASES, placed.unit)
        raise Moved(report, placed.case)
    return pk


def refuse_moved(subject: str) -> None:
    """A report that has come into a case is worked on there."""
    found = reports_known.ids_of([subject]).get(subject)
    placed = _placed(found) if found is not None else None
    if placed is not None:
        raise Moved(subject, placed.case)


def reports_of(subject: str) -> tuple[int, ...]:
    """The reports of a case, or the one report."""
    if kind_of(subject) == "case":
        found = cases_known.case(subject)
        return tuple(pk for pk, _ in found.reports) if found else ()
    return tuple(reports_known.ids_of([subject]).values())


def report_in(subject: str, report: str) -> int:
    """A report, if it is in this case or is this report."""
    pk = reports_known.ids_of([report]).get(report)
    if pk is None or pk not in reports_of(subject):
        raise NotFound(f"There is no report {report} in {subject}.")
    return pk


def proposed_exit(*, subject: str) -> triage_known.WayOut | None:
    """The exit that waits for a decision on this report, or on the first of this case that has one."""
    found = triage_known.exits(reports_of(subject))
    return next((each for each in found if each.state == ExitState.PROPOSED), None)


def why_here(*, subject: str, after: int = 0, by: Actor) -> Ledgers:
    """What the machine answered about each report and why, and the words of an officer who answered after it."""
    enter(subject=subject, reading=True, by=by)
    ids = [each for each in reports_of(subject) if each > after]
    shown = ids[:_LEDGERS]
    references = {pk: each.reference for pk, each in reports_known.summaries(shown).items()}
    found = tuple((references[pk], triage_known.ledger(pk)) for pk in shown)
    return Ledgers(found, shown[-1] if len(ids) > _LEDGERS else None)


def _look(action: str, kind: str, reference: str, codes: Mapping[str, str], reason: str, by: Actor) -> None:
    """One line for one look."""
    audit.record([Entry(Kind.CONSULTATION, action, kind, reference, str(by), dict(codes), reason=reason)])


def _recorded(
    action: str, kind: str, reference: str, by: Actor, typed: str = ""
) -> AbstractContextManager[None]:
    """Refused attempts are on the record."""
    return refusals_recorded(action=action, subject_kind=kind, subject=reference, typed=[typed], by=by)


def kind_of(subject: str) -> str:
    """Whether a reference is a case's or a report's."""
    return "case" if subject.startswith("C-") else "report"
