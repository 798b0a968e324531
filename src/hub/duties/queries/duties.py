"""Reading duties: what is due, in the order in which it is due."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Case, CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from holidays import country_holidays

from hub.common import clock, dated, tables
from hub.common.counting import Counted
from hub.common.subjects import named as subjects_named
from hub.duties import rules
from hub.duties.models import Duty, Reminder, WarningDay
from hub.duties.terms import Clock, Due, Event, Happening, Kind, Occasion, Sort, State, Unit

_DATA = Path(__file__).parents[1] / "data" / "clocks.csv"
_YEARS = range(1995, 2047)


def shipped() -> list[dict[str, str]]:
    """The dated table of clocks, row by row as it was written."""
    return tables.rows(_DATA)


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock of the dated table, read once by a process."""
    return tuple(
        Clock(
            Kind(row["kind"]), row["title"], row["basis"], row["code_version"],
            *dated.dates(row),
            int(row["standard"]), int(row["enhanced"]), Unit(row["unit"]),
            timedelta(hours=int(row["remind_before_hours"])),
        )
        for row in shipped()
    )  # fmt: skip


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England and Wales."""
    parts = (country_holidays("GB", subdiv=part, years=_YEARS) for part in ("ENG", "WLS"))
    return frozenset(day for part in parts for day in part)


def clock_of(kind: Kind, start: datetime) -> Clock:
    """The clock of a kind that is in force when a duty starts."""
    return rules.clock_for(clocks(), kind, start.astimezone(clock.LONDON).date())


def due(
    *,
    after: str = "",
    limit: int = 50,
    overdue_only: bool = False,
    kind: Kind | None = None,
    subject: str = "",
) -> tuple[tuple[Due, ...], str]:
    """Running duties, the next one due first, and where the next page begins (blank = there is none).

    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = Duty.objects.filter(state=State.RUNNING).order_by("due_at", "pk")
    if overdue_only:
        rows = rows.filter(due_at__lt=clock.now())
    if kind:
        rows = rows.filter(kind=kind)
    if subject:
        rows = rows.filter(subject=subject)
    found = list((_beyond(rows, after) if after else rows)[: limit + 1])
    shown = found[:limit]
    following = f"{shown[-1].due_at.isoformat()}_{shown[-1].pk}" if len(found) > limit else ""
    return tuple(view(each) for each in shown), following


def _page(after: str) -> tuple[datetime, int]:
    """Where a page begins."""
    moment, _, number = after.rpartition("_")
    return clock.read(moment), int(number)


def of_subjects(subjects: list[str]) -> tuple[Due, ...]:
    """Every duty of these subjects, in the order in which they are due."""
    return tuple(view(each) for each in Duty.objects.filter(subject__in=subjects).order_by("due_at", "pk"))


def counts() -> dict[str, int]:
    """How many duties are in each state, and how many of the running ones are overdue."""
    found = dict(Duty.objects.values_list("state").annotate(Count("pk")))
    late = Duty.objects.filter(state=State.RUNNING, due_at__lt=clock.now()).count()
    return {**{each: found.get(each, 0) for each in State.values}, "overdue": late}


def counts_by_kind() -> dict[Kind, dict[State, int]]:
    """How many duties of each kind are in each state; every kind and state is named."""
    found = {
        (kind, state): size
        for kind, state, size in Duty.objects.values_list("kind", "state").annotate(Count("pk"))
    }
    return {kind: {state: found.get((kind.value, state.value), 0) for state in State} for kind in Kind}


@dataclass(frozen=True, slots=True)
class Waited:
    """How many wait, counted to a limit, and since when the first of them."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """How many running duties are late, in their warning period, or dangers not acted on in time; and what waits."""

    late: int = 0
    at_risk: int = 0
    danger_late: int = 0
    undecided_danger: int = 0
    checks: Waited = Waited()
    looks: Waited = Waited()


IS_ALARM = Q(kind=Kind.ALARM)


def sorted_out(
    sort: Sort,
    *,
    ahead: Sequence[Q | Exists] = (IS_ALARM,),
    among: Exists | None = None,
    after: str = "",
    limit: int = 25,
) -> tuple[tuple[Due, ...], str]:
    """Running duties of one sort, and where the next page begins (blank = there is none).

    What `ahead` names comes first, in its order; within each the next one due. Raises ValueError where `after` is not what
    an earlier page gave.
    """
    stage, _, place = after.partition("_")
    begun = int(stage) if after else 0
    found: list[tuple[int, Duty]] = []
    rows = _of_sort(sort, among).order_by("due_at", "pk")
    for number, wanted in enumerate((*ahead, None)):
        of_stage = rows if wanted is None else rows.filter(wanted)
        if number >= begun:
            beyond = _beyond(of_stage, place) if number == begun and place else of_stage
            found += [(number, each) for each in beyond[: limit + 1 - len(found)]]
        rows = rows if wanted is None else rows.filter(~wanted)
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    following = f"{last[0]}_{last[1].due_at.isoformat()}_{last[1].pk}" if last else ""
    return tuple(view(each) for _, each in shown), following


def _beyond(rows: QuerySet[Duty], after: str) -> QuerySet[Duty]:
    """What comes after the last duty of an earlier page."""
    since, pk = _page(after)
    return rows.filter(Q(due_at__gt=since) | Q(due_at=since, pk__gt=pk))


def late() -> int:
    """How many running duties are late; what history brought is not counted."""
    return _of_sort(Sort.LATE).count()


def danger_late() -> int:
    """How many dangers nobody acted on in time."""
    return _of_sort(Sort.DANGER_LATE).count()


def pressed(*, in_danger: Exists, looked_at: Exists, limit: int) -> Pressed:
    """What presses and what waits for somebody else, in one question to the database; each counted to a limit.

    `in_danger` says which subjects tell of danger; `looked_at`, which are not a crime any more, so that what is asked of
    them is another look.
    """
    checks, looks = _of_sort(Sort.CHECK), _of_sort(Sort.LOOK, looked_at)
    asked = (
        *(_of_sort(each) for each in (Sort.LATE, Sort.AT_RISK, Sort.DANGER_LATE)),
        _of_sort(Sort.DECISION_DANGER, in_danger), checks, looks,
    )  # fmt: skip
    counted = (Counted(each.values("pk")[:limit]) for each in asked)
    firsts = (Subquery(each.order_by("starts_at").values("starts_at")[:1]) for each in (checks, looks))
    row = Duty.objects.order_by("pk").values_list(*counted, *firsts).first()
    if row is None:
        return Pressed()
    late, at_risk, dangers, undecided_dangers, to_check, to_look, checked_since, looked_since = row
    checked, looked = Waited(to_check, checked_since), Waited(to_look, looked_since)
    return Pressed(late, at_risk, dangers, undecided_dangers, checked, looked)


def undecided(*, limit: int) -> Waited:
    """What waits for a first decision, counted to a limit."""
    first = _of_sort(Sort.DECISION).order_by("due_at", "pk")[:limit]
    found = first.aggregate(count=Count("pk"), since=Min("starts_at"))
    return Waited(found["count"], found["since"])


def _of_sort(sort: Sort, among: Exists | None = None) -> QuerySet[Duty]:
    """The running duties of one sort, of these subjects where they are named."""
    now = clock.now()
    near = Q(due_at__lt=now)
    for each in clocks():
        near |= Q(kind=each.kind, code_version=each.code_version, due_at__lte=now + each.remind_before)
    furthest = now + max(each.remind_before for each in clocks())
    meaning = {
        Sort.PRESSING: near & Q(due_at__lte=furthest),
        Sort.LATE: Q(due_at__lt=now),
        Sort.AT_RISK: near & Q(due_at__gte=now, due_at__lte=furthest),
        Sort.DANGER_LATE: IS_ALARM & Q(due_at__lt=now),
        Sort.DECISION: Q(kind=Kind.RECORDED),
        Sort.DECISION_DANGER: Q(kind=Kind.RECORDED),
        Sort.CHECK: Q(kind=Kind.SECOND_CHECK),
        Sort.LOOK: Q(kind=Kind.ASK),
    }[sort]
    rows = Duty.objects.filter(meaning, state=State.RUNNING, historic=False)
    return rows.filter(among) if among is not None else rows


def to_remind(*, limit: int) -> tuple[tuple[Due, Occasion], ...]:
    """Running duties that are soon due or overdue and of which nobody was reminded, the first due first."""
    now = clock.now()
    near = Q(due_at__lt=now)
    for each in clocks():
        near |= Q(kind=each.kind, code_version=each.code_version, due_at__lte=now + each.remind_before)
    furthest = now + max(each.remind_before for each in clocks())
    occasion = Case(
        When(due_at__lt=now, then=Value(Occasion.OVERDUE.value)),
        default=Value(Occasion.SOON.value),
        output_field=CharField(),
    )
    made = Reminder.objects.filter(
        duty=OuterRef("pk"), occasion=OuterRef("occasion"), due_at=OuterRef("due_at")
    )
    rows = (
        Duty.objects.filter(near, state=State.RUNNING, historic=False, due_at__lte=furthest)
        .annotate(occasion=occasion)
        .filter(~Exists(made))
        .order_by("due_at", "pk")[:limit]
    )
    return tuple((view(each), Occasion(each.occasion)) for each in rows)


def to_warn(*, limit: int) -> tuple[tuple[Due, datetime, str], ...]:
    """Running duties with a day of warning that has come and that nobody was warned on, the first day first."""
    made = Reminder.objects.filter(duty=OuterRef("duty"), occasion=Occasion.WARNING, due_at=OuterRef("at"))
    rows = (
        WarningDay.objects.filter(at__lte=clock.now(), duty__state=State.RUNNING, duty__historic=False)
        .filter(~Exists(made))
        .select_related("duty")
        .order_by("at", "pk")[:limit]
    )
    return tuple((view(each.duty), each.at, each.words) for each in rows)


def view(row: Duty) -> Due:
    """A duty as it is read."""
    described = rules.clock_named(clocks(), Kind(row.kind), row.code_version)
    return Due(
        row.pk, row.reference, row.subject_kind, row.subject, Kind(row.kind), described.title, described.basis,
        row.starts_at, row.due_at, State(row.state), row.historic,
        rules.overdue(State(row.state), row.due_at, clock.now()), row.detail, row.ended_because,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Live:
    """A duty that runs or is paused, as a list shows it."""

    kind: Kind
    due_at: datetime
    paused: bool


def live(subjects: Collection[str]) -> Mapping[str, tuple[Live, ...]]:
    """The duties of these subjects that run or are paused, the next one due first."""
    found: dict[str, list[Live]] = defaultdict(list)
    rows = Duty.objects.filter(subject__in=subjects, state__in=rules.LIVE).order_by("due_at", "pk")
    for subject, kind, due_at, state in rows.values_list("subject", "kind", "due_at", "state"):
        found[subject].append(Live(Kind(kind), due_at, state == State.PAUSED))
    return {subject: tuple(each) for subject, each in found.items()}


def of_reference(reference: str) -> Due | None:
    """One duty."""
    row = Duty.objects.filter(reference=reference).first()
    return view(row) if row else None


def warn_from(kind: Kind, due_at: datetime) -> datetime:
    """When the warning period of a duty of this kind begins."""
    return due_at - clock_of(kind, clock.now()).remind_before


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which a duty's clock stood still, who stopped it and why."""

    from_at: datetime
    to_at: datetime | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A duty as the page of its case shows it."""

    due: Due
    warn_from: datetime
    ended_at: datetime | None
    ended_by: str
    stops: tuple[Stop, ...]

    @property
    def live(self) -> bool:
        """Whether it runs or is paused."""
        return self.due.state in rules.LIVE

    @property
    def stopped(self) -> Stop | None:
        """Since when and why its clock stands still, where it does."""
        return next((each for each in self.stops if each.to_at is None), None)


# In words of its own, as the page of a case asks it each time.
_FILED = """
    SELECT duty.*, (SELECT coalesce(json_agg(json_build_array(from_at, to_at, by, reason) ORDER BY id), '[]')::text
        FROM duties_pause WHERE duty_id = duty.id) AS stops
    FROM duties_duty AS duty WHERE subject = ANY(%s) ORDER BY due_at, id
"""


def filed(subjects: Collection[str]) -> tuple[Filed, ...]:
    """Every duty of these subjects, in the order in which they are due, with every time its clock stood still."""
    return tuple(
        Filed(
            view(each), each.due_at - _described(each).remind_before, each.ended_at, each.ended_by,
            tuple(_stop(*told) for told in json.loads(vars(each)["stops"])),
        )
        for each in Duty.objects.raw(_FILED, [list(subjects)])
    )  # fmt: skip


def _stop(from_at: str, to_at: str | None, by: str, reason: str) -> Stop:
    """A stop of the clock, as the database writes it beside a duty."""
    return Stop(datetime.fromisoformat(from_at), datetime.fromisoformat(to_at) if to_at else None, by, reason)


def _described(row: Duty) -> Clock:
    """The clock that a duty was started under."""
    return rules.clock_named(clocks(), Kind(row.kind), row.code_version)


def subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that have a duty, a page at a time."""
    return subjects_named(Duty.objects.all())


def events(subjects: Collection[str]) -> tuple[Event, ...]:
    """Everything that happened to the clocks of these subjects, in the order in which it did.

    From what each duty, pause and reminder holds: no record of its own could say otherwise than they do.
    """
    now = clock.now()
    warned: dict[int, list[datetime]] = defaultdict(list)
    made = Reminder.objects.filter(duty__subject__in=subjects, occasion=Occasion.SOON).order_by("pk")
    for duty, at in made.values_list("duty", "at"):
        warned[duty].append(at)
    found = [event for each in filed(subjects) for event in _events(each, warned[each.due.id], now)]
    return tuple(sorted(found, key=lambda each: (each.at, list(Happening).index(each.what))))


def _events(filed: Filed, warned: Collection[datetime], now: datetime) -> Iterator[Event]:
    """What happened to one clock."""
    due = filed.due

    def happened(what: Happening, at: datetime, by: str = "", reason: str = "") -> Event:
        return Event(due.reference, due.subject_kind, due.subject, due.kind, what, at, by, reason)

    yield happened(Happening.STARTED, due.starts_at)
    for stop in filed.stops:
        yield happened(Happening.PAUSED, stop.from_at, stop.by, stop.reason)
        if stop.to_at and stop.to_at != filed.ended_at:
            yield happened(Happening.RESUMED, stop.to_at)
    for at in warned:
        yield happened(Happening.WARNED, at)
    still = [stop.from_at for stop in filed.stops if stop.to_at in {None, filed.ended_at}]
    breached = rules.breached_at(due.due_at, filed.ended_at, still[-1] if still else None, now)
    if breached and not due.historic:
        yield happened(Happening.BREACHED, breached)
    if filed.ended_at:
        yield happened(Happening(due.state.value), filed.ended_at, filed.ended_by, due.ended_because)
