"""Reading what waits, most urgent first."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.tuple_lookups import (  # type: ignore[import-untyped]  # the stubs lack it
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)

from hub.cases import queries as cases
from hub.common import clock
from hub.common.counting import Counted
from hub.people.terms import Actor
from hub.queue import rules
from hub.queue.models import ORDER, Queue, SavedView, Waiting
from hub.queue.terms import DEFAULT, Band, Counts, Facts, Filter, Passing, Place, Row, Subject

LIMIT = 1_000  # beyond this, counts say "1,000 or more"
_NOW = datetime(1, 1, 1, tzinfo=UTC)  # stands for the moment at which a question is asked
_ANYWHERE = (0, _NOW, 0, 0)  # stands for the place at which a page begins
SHORT = 200  # the same of a part of the queue, which may be spread over all of it


@dataclass(frozen=True, slots=True)
class View:
    """A kept way of looking at the queue."""

    id: int
    name: str
    query: str


def page(wanted: Filter, *, after: str = "", limit: int = 25) -> tuple[tuple[Row, ...], str]:
    """What waits, most urgent first, and where the next page begins (blank = there is none).

    Raises ValueError where `after` is not what an earlier page gave.
    """
    now, place = clock.now(), _place(after) if after else ()
    words, given = _listing(wanted, limit + 1, paged=bool(after))
    asked = (*(now if each == _NOW else each for each in given), *place)
    found = list(Waiting.objects.raw(words, asked))
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    following = f"{last.urgency}_{last.order_at.isoformat()}_{last.lighter}_{last.pk}" if last else ""
    return tuple(as_row(each, now) for each in shown), following


@lru_cache(maxsize=1_000)
def _listing(wanted: Filter, most: int, *, paged: bool) -> tuple[str, tuple[Any, ...]]:
    """The question for a page in words, put together once; where the page begins, if it does, is given last."""
    rows = filtered(wanted, _NOW).order_by(*ORDER)
    if not paged:
        words, given = rows[:most].query.sql_with_params()
        return words, given
    words, given = rows.filter(TupleGreaterThan(_order(), _ANYWHERE))[:most].query.sql_with_params()
    return words, given[: -len(_ANYWHERE)]


def ahead_of(place: tuple[int, datetime, int, int]) -> TupleLessThan:
    """What stands before a place in the order of the queue."""
    return TupleLessThan(_order(), place)


def _order() -> Tuple:
    """The order of the queue as one comparison, so that its index is entered at a place and not walked from its start."""
    return Tuple(*(F(each) for each in ORDER))


def _place(after: str) -> tuple[int, datetime, int, int]:
    """Where a page begins."""
    urgency, moment, lighter, pk = after.split("_")
    return int(urgency), clock.read(moment), int(lighter), int(pk)


def filtered(wanted: Filter, now: datetime | None = None) -> QuerySet[Waiting]:
    """The live rows that are asked for."""
    now = now or clock.now()
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
        (wanted.danger, Q(urgency=rules.DANGER)),
        (wanted.queue != "", Q(queue=wanted.queue)),
        (wanted.role != "", ~Q(queue__in=hidden_from(wanted.role))),
        (wanted.cases_only, Q(subject_kind=Subject.CASE)),
        (wanted.eyes is not None, ~Q(subject__in=cases.shut_to(wanted.eyes or 0))),
        (not wanted.restricted, ~Q(subject__in=cases.restricted()) | _works_on_it(wanted.eyes, now)),
    )
    return Waiting.objects.filter(*(meaning for is_asked, meaning in asked if is_asked), live=True)


def _works_on_it(account: int | None, now: datetime) -> Q:
    """Whether somebody holds it, is the officer in it or offered it, or anybody is called out to it."""
    return Q(holder=account or 0, held_until__gt=now) | Q(officer=account or 0) | Q(urgency=rules.DANGER)


def of_urgency(reference: OuterRef, urgency: int) -> Exists:
    """Whether a row's case or report waits with this urgency, for another reading to be in that order."""
    return Exists(Waiting.objects.filter(subject=reference, urgency=urgency, live=True))


def hidden_from(role: str) -> QuerySet[Queue, str]:
    """The queues that a role does not see."""
    return newest().exclude(roles__contains=[role]).values_list("slug", flat=True)


def newest() -> QuerySet[Queue]:
    """Every queue in its newest version."""
    later = Queue.objects.filter(slug=OuterRef("slug"), version__gt=OuterRef("version"))
    return Queue.objects.filter(~Exists(later))


# In words of its own, as the page of a case asks it each time.
_ROWS = """
    SELECT waiting.*,
        CASE WHEN queue <> %(default)s THEN (SELECT name FROM queue_queue WHERE slug = waiting.queue
            ORDER BY version DESC LIMIT 1) END AS queue_name,
        (SELECT reason FROM queue_claim WHERE subject = waiting.subject AND ended_at IS NULL LIMIT 1) AS kept,
        (SELECT json_build_array(queue, person_id, reason, by, at)::text FROM queue_passed
            WHERE subject = waiting.subject AND ended_at IS NULL LIMIT 1) AS passed,
        /* walls */ AS walls
    FROM queue_waiting AS waiting WHERE subject = ANY(%(subjects)s) AND live
""".replace("/* walls */", cases.WALLS_OF_SUBJECT.format(reference="waiting.subject"))


def rows_of(subjects: Collection[str]) -> Mapping[str, Row]:
    """The live rows of these cases and reports, each with its queue's name, why it is kept and who passed it on."""
    now, found = clock.now(), {}
    for each in Waiting.objects.raw(_ROWS, {"subjects": list(subjects), "default": DEFAULT}):
        beside = vars(each)
        found[each.subject] = replace(
            as_row(each, now), queue_name=beside["queue_name"] or "", kept=beside["kept"] or "",
            passing=_passing(each.subject, beside["passed"]), walls=cases.read_walls(beside["walls"]),
        )  # fmt: skip
    return found


def _passing(subject: str, told: str | None) -> Passing | None:
    """What was passed by hand, as the database writes it beside a row."""
    if told is None:
        return None
    queue, person, reason, by, at = json.loads(told)
    return Passing(subject, queue, person, reason, by, datetime.fromisoformat(at))


def counts(*, by: Actor, role: str = "", listed: Filter | None = None) -> Counts:
    """How many wait, are free, are mine and tell of danger, and how many a list holds; each counted to a limit."""
    wanted = (
        Filter(role=role), Filter(free=True, role=role), Filter(holder=by.account or 0), Filter(danger=True, role=role)
    )  # fmt: skip
    asked = [rules.as_seen(each, by) for each in wanted]
    every, free, mine, danger, *more = count_each(*asked, listed=listed)
    return Counts(every, free, mine, danger, LIMIT, more[0] if more else every)


def count_each(*asked: Filter, listed: Filter | None = None) -> tuple[int, ...]:
    """How many of each of these wait, in one question to the database; each counted to a limit, `listed` to a short one."""
    words, given = _counting(asked, listed)
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(words, [now if each == _NOW else each for each in given])
        row = cursor.fetchone()
    return tuple(row) if row else (0,) * (len(asked) + (listed is not None))


@lru_cache(maxsize=1_000)
def _counting(asked: tuple[Filter, ...], listed: Filter | None) -> tuple[str, tuple[Any, ...]]:
    """The question in words, put together once for each bar of the desk and each list of the queue."""
    counted = [Counted(filtered(each, _NOW).values("pk")[:LIMIT]) for each in asked]
    if (
        listed
    ):  # in the order of the queue, so that the index of its page is used and not the whole table read
        counted.append(Counted(filtered(listed, _NOW).order_by(*ORDER).values("pk")[:SHORT]))
    return Waiting.objects.order_by("pk").values_list(*counted)[:1].query.sql_with_params()


def count(wanted: Filter) -> int:
    """How many of these wait, counted to a limit."""
    return filtered(wanted)[:LIMIT].count()


def arrived_since(moment: datetime, *, by: Actor, role: str = "") -> int:
    """How many of what waits, as somebody sees it, came in after a moment, counted to a limit."""
    return filtered(rules.as_seen(Filter(role=role), by)).filter(received_at__gt=moment)[:LIMIT].count()


def counts_by_band() -> dict[Band, int]:
    """How many wait under each heading of the queue; every heading is named."""
    now = clock.now()
    tonight, week = rules.ends(now)
    calm = Q(danger=False, high=False)
    meant = {
        Band.DANGER: Q(danger=True),
        Band.HIGH: Q(danger=False, high=True),
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
    return tuple(View(*each) for each in rows.values_list("pk", "name", "query"))


def as_row(row: Waiting, now: datetime) -> Row:
    """A row as it is read."""
    holds = rules.held(holder=row.holder_id, until=row.held_until, now=now)
    return Row(
        row.pk,
        facts_in(row),
        rules.band(danger=row.danger, high=row.high, due_at=row.due_at, now=now),
        row.holder_id if holds else None,
        row.held_until if holds else None,
        Place(row.queue, row.rule, row.rule_version, row.by_hand),
    )


def facts_in(row: Waiting) -> Facts:
    """The facts that a row holds."""
    return Facts(
        row.subject_kind, row.subject, row.received_at, row.danger, row.under_18, row.earlier, row.reports,
        row.about, row.scope, row.exit_to, row.historic, row.borough, row.unit, tuple(row.strands), row.platform,
        row.headline, row.officer_id, row.duty, row.due_at, row.paused, row.ask, row.changed,
        row.suspect_under_18, row.same_account, tuple(row.languages), tuple(row.sources), tuple(row.factors), row.points, row.high, row.overridden_until,
    )  # fmt: skip


def words_that_ended(limit: int = 500) -> tuple[str, ...]:
    """What stands where an officer put it though their word is over, at most so many."""
    over = Waiting.objects.filter(live=True, overridden_until__lte=clock.now())
    return tuple(over.order_by("overridden_until", "pk").values_list("subject", flat=True)[:limit])
