"""Reading what waits, most urgent first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.tuple_lookups import (  # type: ignore[import-untyped]  # the stubs lack it
    Tuple,
    TupleGreaterThan,
)

from hub.cases import queries as cases
from hub.cases.terms import Gist as CaseGist
from hub.common import clock
from hub.common.counting import Counted
from hub.content import queries as content
from hub.duties import queries as duties
from hub.duties.queries import Live
from hub.duties.terms import Kind as Duty
from hub.queue import rules
from hub.queue.models import SavedView, Waiting
from hub.queue.terms import Band, Counts, Facts, Filter, Named, Row, Subject
from hub.reports import queries as reports
from hub.reports.queries import Gist as ReportGist
from hub.triage import queries as triage
from hub.triage import rules as triage_rules
from hub.triage.terms import ExitState, Scope, Standing

LIMIT = 1_000  # beyond this, counts say "1,000 or more"


@dataclass(frozen=True, slots=True)
class View:
    """A kept way of looking at the queue."""

    id: int
    name: str
    query: str


# -- what a row is made from


def touched(*, cases_named: Collection[str], reports_named: Collection[str]) -> frozenset[str]:
    """What may stand in the queue otherwise than before: these, and the cases that these reports are in."""
    in_a_case = cases.of_reports(list(reports.ids_of(reports_named).values()))
    return frozenset({*cases_named, *reports_named, *(each.case for each in in_a_case.values())})


def facts(*, cases_named: Collection[str], reports_named: Collection[str]) -> dict[str, Facts]:
    """The facts of these cases and of those that these reports are in; a report without a case stands for itself."""
    ids = dict(reports.ids_of(reports_named))
    in_a_case = cases.of_reports(list(ids.values()))
    gists = cases.gists({*cases_named, *(each.case for each in in_a_case.values())})
    alone = {reference: pk for reference, pk in ids.items() if pk not in in_a_case}
    wanted = [*alone.values(), *(pk for each in gists.values() for pk in each.reports)]
    told, standing = reports.gists(wanted), triage.standing(wanted)
    shown = reports.items_of(wanted)
    platforms = content.platforms({item for items in shown.values() for item in items})
    of_report = {pk: _platform(items, platforms) for pk, items in shown.items()}
    live = duties.live([*gists, *(told[pk].reference for pk in wanted)])
    found = {
        reference: _of_case(
            each, [told[pk] for pk in each.reports], live, of_report, _proposed(standing, each.reports)
        )
        for reference, each in gists.items()
    }
    for reference, pk in alone.items():
        if not triage_rules.left(standing[pk].exit, standing[pk].exit_state):
            found[reference] = _of_report(
                told[pk], standing[pk], live.get(reference, ()), of_report.get(pk, "")
            )
    return found


def _proposed(standing: Mapping[int, Standing], reports_of_it: Collection[int]) -> str:
    """To where the first exit of these reports is proposed that waits for a decision, blank where none does."""
    waiting = (standing[pk].exit for pk in reports_of_it if standing[pk].exit_state == ExitState.PROPOSED)
    return next(waiting, "")


def _platform(items: Collection[int], platforms: Mapping[int, str]) -> str:
    """The platform of the first item that has one."""
    return next((platforms[each] for each in sorted(items) if platforms.get(each)), "")


def _of_case(
    case: CaseGist,
    told: list[ReportGist],
    live: Mapping[str, tuple[Live, ...]],
    platforms: Mapping[int, str],
    exit_to: str,
) -> Facts:
    """A case with everything behind it; the first report stands for what is shown of one."""
    running = sorted(
        (
            each
            for subject in (case.reference, *(one.reference for one in told))
            for each in live.get(subject, ())
        ),
        key=lambda each: each.due_at,
    )
    strands = dict.fromkeys(strand for each in told for strand in each.strands)
    duty, due_at, paused = _next(running)
    return Facts(
        Subject.CASE, case.reference, min((each.received_at for each in told), default=case.opened_at),
        danger=_has(running, Duty.ALARM), under_18=any(each.under_18 for each in told), earlier=case.earlier,
        reports=len(told), about=case.about, scope=Scope.IN, exit_to=exit_to,
        historic=bool(told) and all(each.historic for each in told), borough=case.borough, unit=case.unit,
        strands=tuple(strands), platform=next((platforms[e.id] for e in told if platforms.get(e.id)), ""),
        headline=case.headline, officer_id=case.officer_id, duty=duty, due_at=due_at, paused=paused,
        ask=_has(running, Duty.ASK), changed=_has(running, Duty.REVIEW_CHANGE),
    )  # fmt: skip


def _of_report(told: ReportGist, standing: Standing, running: tuple[Live, ...], platform: str) -> Facts:
    """A report that has no case: an officer decides whether it leaves, or the force is to be named."""
    duty, due_at, paused = _next(running)
    return Facts(
        Subject.REPORT, told.reference, told.received_at, danger=_has(running, Duty.ALARM), under_18=told.under_18,
        earlier=0, reports=1, about="public" if told.for_the_public else "victim", scope=standing.scope,
        exit_to=standing.exit if standing.exit_state == ExitState.PROPOSED else "", historic=told.historic,
        borough=standing.borough, unit=standing.unit, strands=told.strands, platform=platform, headline="",
        officer_id=None, duty=duty, due_at=due_at, paused=paused, ask=_has(running, Duty.ASK),
        changed=_has(running, Duty.REVIEW_CHANGE),
    )  # fmt: skip


def _has(running: Collection[Live], kind: Duty) -> bool:
    """Whether a duty of a kind is live."""
    return any(each.kind == kind for each in running)


def _next(running: Collection[Live]) -> tuple[str, datetime | None, bool]:
    """The next duty that runs, danger before anything else; where none does, one that is paused."""
    for each in sorted(running, key=lambda each: each.kind != Duty.ALARM):
        if not each.paused:
            return each.kind.value, each.due_at, False
    paused = next(iter(running), None)
    return (paused.kind.value, None, True) if paused else ("", None, False)


# -- whether the rows are true


def pages(step: int = 200) -> Iterator[Named]:
    """Everything that may wait, in pages: the cases, then the reports without a case or with a row they should not have."""
    after = 0
    while found := cases.numbered(after=after, limit=step):
        after = found[-1][0]
        yield Named(cases=tuple(reference for _, reference in found))
    after = 0
    while found := reports.numbered(after=after, limit=step):
        after = found[-1][0]
        placed = cases.of_reports([pk for pk, _ in found])
        alone = [reference for pk, reference in found if pk not in placed]
        left = Waiting.objects.filter(
            subject__in=[each for pk, each in found if pk in placed], live=True
        ).values_list("subject", flat=True)
        yield Named(reports=(*alone, *left))


def astray(limit: int = 20) -> tuple[str, ...]:
    """The cases and reports whose row is not as the record says, at most so many."""
    found: list[str] = []
    for named in pages():
        # What changes while it is read looks astray once; what is astray stays so.
        if _differing(named):
            found += _differing(named)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _differing(named: Named) -> list[str]:
    """Which of these do not stand in the queue as the record says."""
    asked = {*named.cases, *named.reports}  # the case of a report that has a row is on a page of its own
    right = facts(cases_named=named.cases, reports_named=named.reports)
    rows = Waiting.objects.filter(subject__in=asked, live=True)
    now = clock.now()
    there = {each.subject: (_row(each, now).facts, each.urgency, each.order_at) for each in rows}
    should = {
        name: (each, rules.urgency(each), rules.order_at(each))
        for name, each in right.items()
        if name in asked
    }
    return sorted(name for name in {*there, *should} if there.get(name) != should.get(name))


def empty() -> bool:
    """Whether the queue was never filled: no row was ever made."""
    return not Waiting.objects.exists()


# -- reading rows


def page(wanted: Filter, *, after: str = "", limit: int = 25) -> tuple[tuple[Row, ...], str]:
    """What waits, most urgent first, and where the next page begins (blank = there is none).

    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = _filtered(wanted).order_by("urgency", "order_at", "pk")
    if after:
        urgency, order_at, pk = _place(after)
        # As one comparison, so that the index is entered where the page begins and not walked from its start.
        begins = TupleGreaterThan(Tuple(F("urgency"), F("order_at"), F("pk")), (urgency, order_at, pk))
        rows = rows.filter(begins)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    following = f"{last.urgency}_{last.order_at.isoformat()}_{last.pk}" if last else ""
    now = clock.now()
    return tuple(_row(each, now) for each in shown), following


def _place(after: str) -> tuple[int, datetime, int]:
    """Where a page begins."""
    urgency, _, rest = after.partition("_")
    moment, _, pk = rest.rpartition("_")
    return int(urgency), clock.read(moment), int(pk)


def _filtered(wanted: Filter) -> QuerySet[Waiting]:
    """The live rows that are asked for."""
    now = clock.now()
    asked = (
        (wanted.holder is not None, Q(holder=wanted.holder, held_until__gt=now)),
        (wanted.free, Q(holder__isnull=True) | Q(held_until__lte=now)),
        (wanted.officer is not None, Q(officer=wanted.officer)),
        (wanted.named is not None, Q(officer__isnull=not wanted.named)),
        (wanted.borough != "", Q(borough=wanted.borough)),
        (wanted.unit != "", Q(unit=wanted.unit)),
        (wanted.strand != "", Q(strands__contains=[wanted.strand])),
        (wanted.vulnerable, Q(under_18=True) | Q(earlier__gt=0)),
        (wanted.exits, ~Q(exit_to="")),
        (wanted.late, Q(order_at__lt=now)),  # as due_at where something is due, and in the order of the queue
        (wanted.danger, Q(urgency=0)),
        (wanted.cases_only, Q(subject_kind=Subject.CASE)),
    )
    return Waiting.objects.filter(*(meaning for is_asked, meaning in asked if is_asked), live=True)


def rows_of(subjects: Collection[str]) -> Mapping[str, Row]:
    """The live rows of these cases and reports."""
    now = clock.now()
    return {each.subject: _row(each, now) for each in Waiting.objects.filter(subject__in=subjects, live=True)}


def counts(*, account: int | None) -> Counts:
    """How many wait, are free, are mine and tell of danger; each counted to a limit."""
    asked = (Filter(), Filter(free=True), Filter(holder=account or 0), Filter(danger=True))
    every, free, mine, danger = count_each(asked)
    return Counts(every, free, mine, danger, LIMIT)


def count_each(asked: Sequence[Filter]) -> tuple[int, ...]:
    """How many of each of these wait, counted to a limit, in one question to the database."""
    counted = (Counted(_filtered(each).values("pk")[:LIMIT]) for each in asked)
    row = Waiting.objects.order_by("pk").values_list(*counted).first()
    return tuple(row) if row else (0,) * len(asked)


def count(wanted: Filter) -> int:
    """How many of these wait, counted to a limit."""
    return _filtered(wanted)[:LIMIT].count()


def arrived_since(moment: datetime) -> int:
    """How many of what waits came in after a moment, counted to a limit."""
    return Waiting.objects.filter(live=True, received_at__gt=moment)[:LIMIT].count()


def counts_by_band() -> dict[Band, int]:
    """How many wait under each heading of the queue; every heading is named."""
    now = clock.now()
    tonight, week = rules.ends(now)
    calm = Q(danger=False)
    meant = {
        Band.DANGER: Q(danger=True),
        Band.LATE: calm & Q(due_at__lt=now),
        Band.TODAY: calm & Q(due_at__gte=now, due_at__lt=tonight),
        Band.WEEK: calm & Q(due_at__gte=max(now, tonight), due_at__lt=week),
        Band.LATER: calm & Q(due_at__gte=week),
        Band.NOTHING: calm & Q(due_at=None),
    }
    sums = {f"in_{band.value}": Count("pk", filter=each) for band, each in meant.items()}
    found = Waiting.objects.filter(live=True).aggregate(**sums)
    return {band: found[f"in_{band.value}"] for band in Band}


def held_by(account: int) -> tuple[str, ...]:
    """The references that somebody has claimed now."""
    rows = Waiting.objects.filter(holder=account, held_until__gt=clock.now(), live=True)
    return tuple(rows.order_by("pk").values_list("subject", flat=True))


def views_of(account: int) -> tuple[View, ...]:
    """The ways of looking at the queue that somebody keeps, by name."""
    rows = SavedView.objects.filter(account=account).order_by("name", "pk")
    return tuple(View(each.pk, each.name, each.query) for each in rows)


def _row(row: Waiting, now: datetime) -> Row:
    """A row as it is read."""
    holds = rules.held(holder=row.holder_id, until=row.held_until, now=now)
    return Row(
        row.pk,
        Facts(
            row.subject_kind, row.subject, row.received_at, row.danger, row.under_18, row.earlier, row.reports,
            row.about, row.scope, row.exit_to, row.historic, row.borough, row.unit, tuple(row.strands), row.platform,
            row.headline, row.officer_id, row.duty, row.due_at, row.paused, row.ask, row.changed,
        ),
        rules.band(danger=row.danger, due_at=row.due_at, now=now),
        row.holder_id if holds else None,
        row.held_until if holds else None,
    )  # fmt: skip
