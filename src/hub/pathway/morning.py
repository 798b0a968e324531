"""The hub's morning: what waits, what is late, who was helped, where and what, and what was opened without a relation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hub.aside import queries as aside
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.queries import Opening
from hub.common import clock
from hub.disclosures import queries as disclosures
from hub.duties import queries as duties
from hub.duties.queries import Waited
from hub.duties.terms import Due, Kind, Sort
from hub.pathway import listing
from hub.pathway.listing import Line
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.queries import Colleague
from hub.people.rules import same_person
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.terms import Filter, Row
from hub.reports import queries as reports
from hub.support import queries as support
from hub.triage import queries as triage
from hub.triage import rules as triage_rules
from hub.triage.queries import WayOut
from hub.triage.terms import Tally

DAYS = 28
SAME_WEEKDAY = timedelta(days=364)  # 52 weeks: the same weekday a year before
LIMIT = queue.LIMIT
NOT_KNOWN, OFFERED, AGREED, SUPPORTED = "not-known", "offered", "agreed", "supported"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days in London, the first and the last of them included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """When it begins."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """When it is over."""
        return _midnight(self.last + timedelta(days=1))

    def earlier(self, by: timedelta) -> "Span":
        """As long, some days before."""
        return Span(self.first - by, self.last - by)


@dataclass(frozen=True, slots=True)
class Pressing:
    """A duty that is late or at risk, with what waits for it and who has that."""

    due: Due
    subject: str  # the case, where the report is in one
    row: Row | None  # blank where it left the queue
    holder: str
    danger: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that somebody opened without a relation, as the inspector reads it."""

    opening: Opening
    who: str
    closed: bool = False  # to this inspector: neither who it was nor why is said


@dataclass(frozen=True, slots=True)
class OnDay:
    """How many were reported on a day, and on the same weekday a year before, where anything of then is known."""

    on: date
    count: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything on the inspector's page."""

    span: Span
    undecided: Waited
    undecided_danger: int
    danger_late: int
    late: int
    at_risk: int
    pressing: tuple[Pressing, ...]
    exits: tuple[Row, ...]
    exits_waiting: int
    live_cases: int
    supported: int
    offered: int
    agreed: int
    days: tuple[OnDay, ...]
    boroughs: Mapping[str, tuple[int, int]]
    strands: Mapping[str, tuple[int, int]]
    opened: tuple[Opened, ...]
    more_opened: bool
    looks: tuple[Tally, ...]
    to_settle: int
    checks: Waited
    looks_again: Waited


def last_days(days: int = DAYS) -> Span:
    """The last whole days, today not among them."""
    yesterday = clock.now().astimezone(clock.LONDON).date() - timedelta(days=1)
    return Span(yesterday - timedelta(days=days - 1), yesterday)


def read(*, by: Actor) -> Morning:
    """The inspector's page: figures and references only, never who anybody is."""
    permit(by, Permission.SUPERVISE)
    span = last_days()
    before = span.earlier(timedelta(days=DAYS))
    pressed = duties.pressed(in_danger=_in_danger(), looked_at=_set_aside(), limit=LIMIT)
    wanted = queue_rules.as_seen(Filter(exits=True), by)
    exits, cases = queue.count_each(wanted, Filter(cases_only=True))
    due, _ = duties.sorted_out(Sort.PRESSING, limit=_SHOWN)
    openings, more = cases_known.openings_to_see(limit=_SHOWN)
    rows, subjects = _rows_of([each.subject for each in due])
    named = _named([*(row.holder_id for row in rows.values()), *(each.account_id for each in openings)])
    return Morning(
        span, duties.undecided(limit=LIMIT), pressed.undecided_danger, pressed.danger_late, pressed.late, pressed.at_risk,
        tuple(_pressing(each, rows, subjects, named) for each in due),
        queue.page(wanted, limit=_SHOWN)[0], exits,
        cases, support.cases_supported(span.since, span.until), support.victims_offered(span.since, span.until),
        disclosures.agreed(span.since, span.until), _days(span),
        triage.by_borough(before.since, span.since, span.until),
        reports.by_strand(before.since, span.since, span.until),
        tuple(_opened(each, named, by) for each in openings), bool(more), triage.tallies(), triage.count_to_settle(),
        pressed.checks, pressed.looks,
    )  # fmt: skip


def due_of(sort: Sort, *, after: str, by: Actor) -> tuple[tuple[Pressing, ...], str]:
    """A page of the running duties of one sort, and where the next begins."""
    permit(by, Permission.SUPERVISE)
    among = {Sort.LOOK: _set_aside, Sort.DECISION_DANGER: _in_danger}.get(sort)
    due, following = duties.sorted_out(
        sort, ahead=_ahead(sort), among=among() if among else None, after=after
    )
    rows, subjects = _rows_of([each.subject for each in due])
    named = _named([row.holder_id for row in rows.values()])
    return tuple(_pressing(each, rows, subjects, named, sort=sort) for each in due), following


def _ahead(sort: Sort) -> Sequence[Q | Exists]:
    """What leads a list: danger; where a first decision waits, all that the queue puts first."""
    if sort != Sort.DECISION:
        return (duties.IS_ALARM,)
    return _in_danger(), queue.of_urgency(OuterRef("subject"), queue_rules.HIGH)


def _in_danger() -> Exists:
    """Whether the subject of a duty waits with danger."""
    return queue.of_urgency(OuterRef("subject"), queue_rules.DANGER)


def _set_aside() -> Exists:
    """Whether the subject of a duty is set aside, so that what is asked of it is another look."""
    return aside.of_subject(OuterRef("subject"))


def clocks_of(span: Span, *, by: Actor) -> Sequence[duties.Measured]:
    """How the clocks that began in these days were kept, each kind of duty by itself."""
    permit(by, Permission.SUPERVISE)
    return duties.measured(span.since, span.until)


def reports_in(
    span: Span,
    *,
    borough: str,
    strand: str,
    helped: str,
    after: str,
    by: Actor,
) -> tuple[tuple[Line, ...], str]:
    """A page of what was reported in these days, each with what is next, and where the following page begins."""
    permit(by, Permission.SUPERVISE)
    found, following = _behind(span, borough=borough, strand=strand, helped=helped, after=after)
    return listing.as_seen(found, by=by), following


def _behind(
    span: Span, *, borough: str, strand: str, helped: str, after: str
) -> tuple[tuple[Line, ...], str]:
    """The reports or cases behind a figure."""
    if helped == OFFERED:
        ids, on = support.offered_in(span.since, span.until, before=int(after) if after else None)
        return listing.of_reports(ids), str(on or "")
    if helped == AGREED:
        named, on = disclosures.agreed_in(span.since, span.until, before=int(after) if after else None)
        ids_of = reports.ids_of(named)
        return listing.of_reports([ids_of[each] for each in named if each in ids_of]), str(on or "")
    if helped == SUPPORTED:
        held, on = support.cases_supported_in(span.since, span.until, before=int(after) if after else None)
        return listing.of_cases(held), str(on or "")
    where = {"": None, NOT_KNOWN: ""}.get(borough, borough)
    found, following = triage.reported(span.since, span.until, borough=where, strand=strand, after=after)
    return listing.of_reports([each.id for each in found]), following


def disputes(*, after: str, by: Actor) -> tuple[tuple[tuple[Line, WayOut, bool], ...], str]:
    """A page of the disputes and appeals that wait, each with whether this inspector may settle it; and the next page."""
    permit(by, Permission.SETTLE_DISPUTES)
    found, following = triage.to_settle(after=int(after) if after else 0)
    ids = [each.report for each in found]
    decided = {
        each.report: {each.exit.decided_by}
        | triage_rules.deciders([(move.state, move.by) for move in each.moves])
        for each in triage.belongs(ids)
        if each.exit
    }
    mine = [not any(same_person(each, str(by)) for each in decided[pk]) for pk in ids]
    lines = listing.as_seen(listing.of_reports(ids), by=by)
    return tuple(zip(lines, found, mine, strict=True)), str(following or "")


def openings(*, after: str, by: Actor) -> tuple[tuple[Opened, ...], str]:
    """A page of what was opened without a relation and nobody has seen, and where the next begins."""
    permit(by, Permission.SUPERVISE)
    found, following = cases_known.openings_to_see(after=after)
    named = _named([each.account_id for each in found])
    return tuple(_opened(each, named, by) for each in found), following


def see_break_glass(*, opening: int, by: Actor) -> str:
    """The inspector has seen that a case was opened without a relation, and why; tells which case."""
    with (
        refusals_recorded(action="cases.see-break-glass", subject_kind="case", by=by),
        transaction.atomic(),
    ):
        case = cases.see_break_glass(opening=opening, by=by)
        refuse_shut(case, by=by)
        return case


def _rows_of(named: Sequence[str]) -> tuple[Mapping[str, Row], Mapping[str, str]]:
    """The rows of the queue behind these subjects of duties, and which case a report is in."""
    found = queue.rows_of(named)
    missing = [each for each in named if each not in found]
    if not missing:
        return found, {}
    ids = reports.ids_of(missing)
    placed = cases_known.of_reports(list(ids.values())) if ids else {}
    subjects = {reference: placed[pk].case for reference, pk in ids.items() if pk in placed}
    return {**found, **queue.rows_of(list(subjects.values()))} if subjects else found, subjects


def _named(accounts: Collection[int | None]) -> Mapping[int, Colleague]:
    """Who these are."""
    wanted = {each for each in accounts if each is not None}
    return people.colleagues(wanted) if wanted else {}


def _pressing(
    due: Due,
    rows: Mapping[str, Row],
    subjects: Mapping[str, str],
    named: Mapping[int, Colleague],
    *,
    sort: Sort = Sort.PRESSING,
) -> Pressing:
    """A duty with who has what it is about."""
    subject = subjects.get(due.subject, due.subject)
    row = rows.get(subject)
    holder = named.get(row.holder_id) if row and row.holder_id else None
    undecided = sort in {Sort.DECISION, Sort.DECISION_DANGER}
    danger = due.kind == Kind.ALARM or (undecided and row is not None and row.facts.danger)
    return Pressing(due, subject, row, holder.name if holder else "", danger)


def _opened(opening: Opening, named: Mapping[int, Colleague], by: Actor) -> Opened:
    """An opening with who it was; of a case that is closed to the inspector its reference alone."""
    if by.account in opening.kept_out:
        return Opened(replace(opening, reason=""), "", closed=True)
    return Opened(opening, named[opening.account_id].name)


def _days(span: Span) -> tuple[OnDay, ...]:
    """Each day, beside the same weekday a year before; where nothing of then is on record, that is not known."""
    before = span.earlier(SAME_WEEKDAY)
    found = reports.per_day((span.since, span.until), (before.since, before.until))
    known = any(each <= before.last for each in found)
    days = [span.first + timedelta(days=each) for each in range((span.last - span.first).days + 1)]
    return tuple(
        OnDay(each, found.get(each, 0), found.get(each - SAME_WEEKDAY, 0) if known else None) for each in days
    )


def _midnight(day: date) -> datetime:
    """When a day begins in London."""
    return datetime.combine(day, time(), clock.LONDON)
