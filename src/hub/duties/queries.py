"""Reading duties: what is due, in the order in which it is due."""

import csv
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Count, Q
from holidays import country_holidays

from hub.common import clock
from hub.duties import rules
from hub.duties.models import Duty
from hub.duties.terms import Clock, Due, Kind, State, Unit

_DATA = Path(__file__).parent / "data" / "clocks.csv"
_YEARS = range(2015, 2046)


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock of the dated table, read once by a process."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Clock(
                Kind(row["kind"]), row["title"], row["basis"], row["code_version"],
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                int(row["standard"]), int(row["enhanced"]), Unit(row["unit"]),
                timedelta(hours=int(row["remind_before_hours"])),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England and Wales."""
    parts = (country_holidays("GB", subdiv=part, years=_YEARS) for part in ("ENG", "WLS"))
    return frozenset(day for part in parts for day in part)


def clock_of(kind: Kind, start: datetime) -> Clock:
    """The clock of a kind that is in force when a duty starts."""
    return rules.clock_for(clocks(), kind, start.astimezone(clock.LONDON).date())


def due(*, after: str = "", limit: int = 50, overdue_only: bool = False) -> tuple[tuple[Due, ...], str]:
    """Running duties, the next one due first, and where the next page begins (blank = there is none)."""
    rows = Duty.objects.filter(state=State.RUNNING).order_by("due_at", "pk")
    if overdue_only:
        rows = rows.filter(due_at__lt=clock.now())
    if after:
        moment, _, number = after.rpartition("_")
        since, pk = datetime.fromisoformat(moment), int(number)
        rows = rows.filter(Q(due_at__gt=since) | Q(due_at=since, pk__gt=pk))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    following = f"{shown[-1].due_at.isoformat()}_{shown[-1].pk}" if len(found) > limit else ""
    return tuple(view(each) for each in shown), following


def of_subjects(subjects: list[str]) -> tuple[Due, ...]:
    """Every duty of these subjects, in the order in which they are due."""
    return tuple(view(each) for each in Duty.objects.filter(subject__in=subjects).order_by("due_at", "pk"))


def counts() -> dict[str, int]:
    """How many duties are in each state, and how many of the running ones are overdue."""
    found = dict(Duty.objects.values_list("state").annotate(Count("pk")))
    late = Duty.objects.filter(state=State.RUNNING, due_at__lt=clock.now()).count()
    return {**{each: found.get(each, 0) for each in State.values}, "overdue": late}


def view(row: Duty) -> Due:
    """A duty as it is read."""
    described = clock_of(Kind(row.kind), row.starts_at)
    return Due(
        row.pk, row.reference, row.subject_kind, row.subject, Kind(row.kind), described.title, described.basis,
        row.starts_at, row.due_at, State(row.state), row.historic,
        rules.overdue(State(row.state), row.due_at, clock.now()), row.detail, row.ended_because,
    )  # fmt: skip
