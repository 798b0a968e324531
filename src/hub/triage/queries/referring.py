"""Reading triage: where reports stand, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from hub.common import clock
from hub.reports import queries as reports
from hub.triage.models import Decision, Exit, Standing
from hub.triage.rules import TO_SETTLE
from hub.triage.terms import ExitState, Scope
from hub.triage.terms import Standing as Stands


@dataclass(frozen=True, slots=True)
class Totals:
    """How many reports stand where."""

    in_scope: int
    out_of_scope: dict[str, int]
    force_unknown: int
    borough_unknown: int
    immediate: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report's ledger that nothing has replaced."""

    question: str
    answer: str
    reason: str
    rule: str
    rule_version: str
    by: str
    at: datetime
    inputs: Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class WaitingExit:
    """A way out that waits for an officer."""

    report_id: int
    to: str
    reason: str
    proposed_at: datetime


def standing(ids: Collection[int]) -> Mapping[int, Stands]:
    """Where each of these reports stands."""
    exits = {each.report_id: each for each in Exit.objects.filter(report__in=ids)}
    found = {}
    for row in Standing.objects.filter(report__in=ids):
        way_out = exits.get(row.report_id)
        found[row.report_id] = Stands(
            row.scope,
            way_out.to if way_out else "",
            way_out.state if way_out else "",
            way_out.reason if way_out else "",
            row.force,
            row.borough,
            row.unit,
            row.immediate,
        )
    return found


def ledger(report: int) -> tuple[Line, ...]:
    """The answers about one report that stand, in the order they were given."""
    replaced = Decision.objects.filter(report=report, supersedes__isnull=False).values("supersedes")
    rows = Decision.objects.filter(report=report).exclude(pk__in=replaced).order_by("pk")
    return tuple(
        Line(
            each.question,
            each.answer,
            each.reason,
            each.rule,
            each.rule_version,
            each.by,
            each.at,
            each.inputs,
        )
        for each in rows
    )


def totals() -> Totals:
    """How many reports stand where, of all there are."""
    scopes = dict(Standing.objects.values_list("scope").annotate(Count("pk")))
    proposed = Exit.objects.filter(state=ExitState.PROPOSED)
    return Totals(
        scopes.get(Scope.IN, 0),
        dict(proposed.order_by("to").values_list("to").annotate(Count("pk"))),
        scopes.get(Scope.FORCE_UNKNOWN, 0),
        Standing.objects.filter(scope=Scope.IN, borough="").count(),
        Standing.objects.filter(immediate=True).count(),
    )


@dataclass(frozen=True, slots=True)
class Reported:
    """A report, and when it was reported."""

    id: int
    reported_at: datetime


def by_borough(before: datetime, since: datetime, until: datetime) -> Mapping[str, tuple[int, int]]:
    """How many were reported of each borough: in the time asked for, and before it; blank is where none is known."""
    rows = Standing.objects.filter(report__reported_at__gte=before, report__reported_at__lt=until)
    counted = rows.order_by("borough").values_list("borough").annotate(
        now=Count("pk", filter=Q(report__reported_at__gte=since)),
        then=Count("pk", filter=Q(report__reported_at__lt=since)),
    )  # fmt: skip
    return {borough: (now, then) for borough, now, then in counted}


def reported(
    since: datetime, until: datetime, *, borough: str | None = None, strand: str = "", after: str = "",
    limit: int = 25,
) -> tuple[tuple[Reported, ...], str]:  # fmt: skip
    """What was reported in a time, the newest first, and where the next page begins (blank = there is none).

    A blank borough is where none is known; none asks for every one.
    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = Standing.objects.filter(report__reported_at__gte=since, report__reported_at__lt=until)
    if borough is not None:
        rows = rows.filter(borough=borough)
    if strand:
        rows = rows.filter(report__in=reports.telling_of(strand))
    if after:
        moment, _, number = after.rpartition("_")
        at, pk = clock.read(moment), int(number)
        rows = rows.filter(Q(report__reported_at__lt=at) | Q(report__reported_at=at, report__lt=pk))
    newest_first = rows.order_by("-report__reported_at", "-report_id")
    found = [
        Reported(*each) for each in newest_first.values_list("report_id", "report__reported_at")[: limit + 1]
    ]
    shown = found[:limit]
    following = f"{shown[-1].reported_at.isoformat()}_{shown[-1].id}" if len(found) > limit else ""
    return tuple(shown), following


def waiting_exits(*, after: int | None = None, limit: int = 50) -> tuple[tuple[WaitingExit, ...], int | None]:
    """The exits that no officer has decided yet, the oldest first, and where the next page begins."""
    rows = Exit.objects.filter(state=ExitState.PROPOSED).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    more = list(rows[: limit + 1])
    found = more[:limit]
    following = found[-1].pk if len(more) > limit else None
    return tuple(
        WaitingExit(each.report_id, each.to, each.reason, each.proposed_at) for each in found
    ), following


@dataclass(frozen=True, slots=True)
class WayOut:
    """An exit, from being proposed to being decided."""

    report: int
    to: str
    reason: str
    state: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_reason: str


def exits(ids: Collection[int]) -> tuple[WayOut, ...]:
    """The exits of these reports, decided or not."""
    rows = (
        Exit.objects.filter(report__in=ids)
        .order_by("pk")
        .values_list(
            "report", "to", "reason", "state", "proposed_at", "decided_by", "decided_at", "decided_reason"
        )
    )
    return tuple(WayOut(*each) for each in rows)


def to_settle(*, after: int = 0, limit: int = 25) -> tuple[tuple[WayOut, ...], int | None]:
    """Disputes and appeals that wait for an inspector, the longest on record first, and where the next page begins."""
    rows = list(
        Exit.objects.filter(state__in=TO_SETTLE, report__gt=after)
        .order_by("report")
        .values_list(
            "report", "to", "reason", "state", "proposed_at", "decided_by", "decided_at", "decided_reason"
        )[: limit + 1]
    )
    found = tuple(WayOut(*each) for each in rows[:limit])
    return found, found[-1].report if len(rows) > limit else None


def count_to_settle() -> int:
    """How many disputes and appeals wait for an inspector."""
    return Exit.objects.filter(state__in=TO_SETTLE).count()
