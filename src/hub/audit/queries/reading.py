"""Reading the record: lines by what is asked, how many a day, and how the chain stands."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from hub.audit.models import NAMING, Block, Leaf, Line, Reason, named
from hub.audit.terms import Chain, DayOfLines, Kind, Search, Shown
from hub.common import clock
from hub.common.subjects import named as subjects_named

DAYS = 28
# Lines are numbered as they are written; never a day apart from what their clocks say.
_APART = timedelta(days=1)
_CHUNK = 1_000  # lines held at once while a long list is read through


def show(
    *, subject: str = "", actor: str = "", before: int | None = None, limit: int = 50
) -> tuple[Shown, ...]:
    """Lines, newest first; the next page begins before the last one's id."""
    rows = Line.objects.order_by("-pk")
    if subject:
        rows = rows.filter(subject=subject)
    if actor:
        rows = rows.filter(actor=actor)
    return _page(rows, before, limit)


def lines(search: Search, *, before: int | None = None, limit: int = 50) -> tuple[Shown, ...]:
    """Lines that are asked for, newest first; the next page begins before the last one's id."""
    return _page(_asked(search).order_by("-pk"), before, limit)


def span(search: Search) -> Iterator[Shown]:
    """Every line that is asked for, newest first, read a part at a time; lines written meanwhile are left out."""
    before: int | None = None
    while found := lines(search, before=before, limit=_CHUNK):
        yield from found
        before = found[-1].id


def days(search: Search, looks: Collection[str]) -> tuple[DayOfLines, ...]:
    """How many lines on each of 28 days in London, the last asked for at the end; `looks` are actions counted apart."""
    last = (min(search.until, clock.now()) if search.until else clock.now()).astimezone(clock.LONDON)
    until = (
        last.date() if last.time() != datetime.min.time() or not search.until else last.date() - timedelta(1)
    )
    first = until - timedelta(days=DAYS - 1)
    began = datetime.combine(first, datetime.min.time(), clock.LONDON)
    rows = (
        _asked(search)
        .filter(at__gte=began)
        .values(day=TruncDate("at", tzinfo=clock.LONDON))
        .annotate(
            lines=Count("pk"),
            looks=Count("pk", filter=Q(kind=Kind.CONSULTATION, action__in=looks, refused=False)),
            refused=Count("pk", filter=Q(refused=True)),
        )
        .order_by()
    )
    found = {row["day"]: DayOfLines(row["day"], row["lines"], row["looks"], row["refused"]) for row in rows}
    each_day = (first + timedelta(days=number) for number in range(DAYS))
    return tuple(found.get(day, DayOfLines(day, 0, 0, 0)) for day in each_day)


def chain() -> Chain:
    """How the chain stands: what is sealed, since when, and what is not sealed yet."""
    last = Block.objects.order_by("-number").first()
    sealed = Block.objects.aggregate(lines=Sum("size"), blocks=Count("pk"))
    tail = Line.objects.filter(
        ~Exists(Leaf.objects.filter(line=OuterRef("pk"))), transaction__gte=last.horizon if last else 0
    ).aggregate(lines=Count("pk"), oldest=Min("at"))
    return Chain(
        lines=(sealed["lines"] or 0) + tail["lines"],
        blocks=sealed["blocks"],
        epoch=last.epoch if last else 1,
        sealed_at=last.sealed_at if last else None,
        unsealed=tail["lines"],
        oldest_unsealed=tail["oldest"],
    )


def _asked(search: Search) -> "QuerySet[Line]":
    """The lines that are asked for."""
    rows = Line.objects.all()
    if search.record:
        rows = rows.filter(Q(subject=search.record) | (NAMING & Q(named(search.record))))
    if search.subjects is not None:
        rows = rows.filter(
            Q(subject__in=search.subjects) | Q(subject_kind="person", subject__in=search.persons)
        )
    if search.actors:
        rows = rows.filter(actor__in=search.actors)
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.refused:
        rows = rows.filter(refused=True)
    if search.since:
        rows = rows.filter(at__gte=search.since, pk__gte=_number(before=search.since - _APART))
    if search.until:
        rows = rows.filter(at__lt=search.until)
        after = (
            Line.objects.filter(at__gte=search.until + _APART)
            .order_by("at")
            .values_list("pk", flat=True)
            .first()
        )
        rows = rows.filter(pk__lte=after) if after else rows
    return rows


def _number(*, before: datetime) -> int:
    """The number of the last line before a moment, so that lines long before are not walked through."""
    return Line.objects.filter(at__lt=before).order_by("-at").values_list("pk", flat=True).first() or 0


def _page(rows: "QuerySet[Line]", before: int | None, limit: int) -> tuple[Shown, ...]:
    """A page of lines with their reasons, and whether each is sealed."""
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[:limit])
    ids = [each.pk for each in found]
    reasons = dict(Reason.objects.filter(line__in=ids).values_list("line", "text"))
    sealed = set(Leaf.objects.filter(line__in=ids).values_list("line", flat=True))
    return tuple(
        Shown(
            each.pk, each.at, each.kind, each.action, each.actor, each.subject_kind, each.subject, each.recipient,
            each.codes, each.refused, reasons.get(each.pk, ""), each.pk in sealed,
            bool(each.commitment) and each.pk not in reasons,
        )
        for each in found
    )  # fmt: skip


def subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports of which something was done, a page at a time; a refusal may name what is not there."""
    return subjects_named(Line.objects.filter(refused=False))
