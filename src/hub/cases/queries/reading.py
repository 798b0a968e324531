"""Reading cases: references, states and units; never who anybody is."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from hub.aside import queries as aside
from hub.cases.models import (
    Allocation,
    BreakGlass,
    Case,
    CaseReport,
    PublicItem,
)
from hub.cases.queries import walls
from hub.cases.queries.charging import WHOLE, whole_of
from hub.cases.queries.clusters import BESIDE, SHOWN, again, suggested
from hub.cases.rules import GLASS, words
from hub.cases.terms import (
    Again,
    CaseLine,
    CaseView,
    Clustered,
    Earlier,
    File,
    Gist,
    Given,
    Happened,
    How,
    Placed,
    Stage,
)
from hub.common import clock
from hub.reports import queries as reports


def earlier_of(victims: Collection[int]) -> tuple[Earlier, ...]:
    """The reports of these victims that are in a case; what is set aside is nobody's to join."""
    placed = CaseReport.objects.filter(victim__in=victims).exclude(case__reference__in=aside.subjects())
    rows = list(placed.values_list("case", "victim_id", "report"))
    items = reports.items_of([report for _, _, report in rows])
    return tuple(Earlier(case, victim, items.get(report, frozenset())) for case, victim, report in rows)


def public_cases(items: Collection[int]) -> dict[int, int]:
    """The public case of each of these items that has one."""
    return dict(PublicItem.objects.filter(item__in=items).values_list("item", "case"))


def of_reports(ids: Collection[int]) -> Mapping[int, Placed]:
    """The case of each of these reports that has one."""
    rows = CaseReport.objects.filter(report__in=ids).values_list(
        "report", "case", "case__reference", "how", "case__unit", "case__borough"
    )
    return {row[0]: Placed(row[0], row[1], row[2], How(row[3]), row[4], row[5]) for row in rows}


def page(after: str = "", limit: int = 50, unit: str = "") -> tuple[tuple[CaseLine, ...], str]:
    """Cases, newest first, and where the next page begins (blank = there is none)."""
    rows = Case.objects.order_by("-opened_at", "-pk")
    if unit:
        rows = rows.filter(unit=unit)
    if after:
        since, pk = _begins(after)
        rows = rows.filter(Q(opened_at__lt=since) | Q(opened_at=since, pk__lt=pk))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    following = f"{shown[-1].opened_at.isoformat()}_{shown[-1].pk}" if len(found) > limit else ""
    return tuple(_line(each) for each in shown), following


def _begins(after: str) -> tuple[datetime, int]:
    """Where a page begins."""
    moment, _, number = after.rpartition("_")
    return clock.read(moment), int(number)


def _line(case: Case) -> CaseLine:
    """A case in a line."""
    return CaseLine(case.reference, case.state, case.borough, case.unit, case.opened_at)


def case(reference: str) -> CaseView | None:
    """One case whole."""
    row = Case.objects.filter(reference=reference).first()
    if row is None:
        return None
    found = CaseReport.objects.filter(case=row).order_by("pk").values_list("report", "how")
    return CaseView(
        row.pk,
        _line(row),
        row.about,
        tuple(found),
        suggested(row.pk),
    )


def of_any(
    *reports: QuerySet[Any], before: int | None = None, limit: int
) -> tuple[tuple[CaseLine, ...], int | None]:
    """The cases that any of these reports is in, the newest first, and where the next page begins."""
    rows = Case.objects.filter(pk__in=_holding(reports))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return tuple(_line(each) for each in shown), shown[-1].pk if len(found) > limit else None


def count_of_any(*reports: QuerySet[Any]) -> int:
    """In how many cases any of these reports is."""
    return _holding(reports).distinct().count()


def _holding(reports: Sequence[QuerySet[Any]]) -> QuerySet[CaseReport, Any]:
    """The cases that any of these reports is in."""
    among = Q(pk__in=())
    for each in reports:
        among |= Q(report__in=each.values("pk"))
    return CaseReport.objects.filter(among).values("case")


def reports_in(references: Collection[str]) -> Mapping[str, tuple[int, ...]]:
    """The reports that each of these cases has, in the order in which they joined it."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = CaseReport.objects.filter(case__reference__in=references).order_by("pk")
    for case, report in rows.values_list("case__reference", "report"):
        found[case].append(report)
    return {case: tuple(each) for case, each in found.items()}


def gists(references: Collection[str]) -> Mapping[str, Gist]:
    """What a list shows of these cases."""
    rows = list(Case.objects.filter(reference__in=references))
    ids = [each.pk for each in rows]
    reports: dict[int, list[int]] = defaultdict(list)
    found = CaseReport.objects.filter(case__in=ids).order_by("pk").values_list("case", "report")
    for case_id, report in found:
        reports[case_id].append(report)
    given = {
        case_id: (officer, how)
        for case_id, officer, how in Allocation.objects.filter(
            case__in=ids, ended_at__isnull=True
        ).values_list("case", "officer", "given")
    }
    before, none = again(ids), Again()
    nobody: tuple[int | None, str] = (None, "")
    return {
        each.reference: Gist(
            each.pk, each.reference, each.about, each.borough, each.unit, each.headline, each.opened_at,
            each.version, given.get(each.pk, nobody)[0], given.get(each.pk, nobody)[1], tuple(reports[each.pk]),
            before.get(each.pk, none).victim, same_account=before.get(each.pk, none).account,
        )
        for each in rows
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that waits for the answer; where a colleague handed the case over, who and what they wrote."""

    case: str
    officer_id: int
    at: datetime
    giver_id: int | None
    words: str


def offers(references: Collection[str]) -> Mapping[str, Offer]:
    """The offers of these cases that wait for the answer."""
    rows = _offers().filter(case__reference__in=references)
    return {each.case.reference: _offer(each) for each in rows}


def waiting_for(account: int, unit: str, *, limit: int = 25) -> tuple[Offer, ...]:
    """What is offered to an officer, or handed over by them, and waits for the answer, the longest offered first."""
    own = Q(officer=account) | Q(before=Given.HANDED_OVER, giver=account)
    return tuple(_offer(each) for each in _offers().filter(own, unit=unit).order_by("at", "pk")[:limit])


def _offers() -> QuerySet[Allocation]:
    """Offers that wait, each with what came just before."""
    before = Allocation.objects.filter(case=OuterRef("case"), pk__lt=OuterRef("pk")).order_by("-pk")
    return (
        Allocation.objects.filter(given=Given.OFFERED, ended_at__isnull=True)
        .exclude(case__stage=Stage.LEFT)
        .annotate(
            before=Subquery(before.values("given")[:1]),
            giver=Subquery(before.values("officer")[:1]),
            words=Subquery(before.values("reason")[:1]),
        )
        .select_related("case")
    )


def _offer(row: Any) -> Offer:
    """An offer, with the words of a hand-over where it is one."""
    handed = row.before == Given.HANDED_OVER
    return Offer(
        row.case.reference, row.officer_id, row.at, row.giver if handed else None, row.words if handed else ""
    )


FEW = 1_000  # cases whose reports are sorted at once


def with_headline(words: str, *, before: int | None, limit: int) -> tuple[int, ...]:
    """The reports of cases whose headline has these words, the newest first."""
    named = Case.objects.annotate(found=SearchVector("headline", config="english")).filter(
        found=SearchQuery(words, config="english", search_type="websearch")
    )
    named = named.exclude(reference__in=aside.subjects())
    # A rare word is in few cases, whose reports are soon sorted; a common one is soon met going back from the newest.
    few = list(named.order_by("-pk").values_list("pk", flat=True)[: FEW + 1])
    rows = CaseReport.objects.filter(case__in=few if len(few) <= FEW else named.values("pk"))
    if before is not None:
        rows = rows.filter(report__lt=before)
    return tuple(rows.order_by("-report").values_list("report", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that somebody opened without a relation to it."""

    id: int
    case: str
    account_id: int
    at: datetime
    reason: str
    kept_out: Sequence[int]  # whose interest in it is on record


def openings_to_see(*, after: str = "", limit: int = 25) -> tuple[tuple[Opening, ...], str]:
    """What was opened without a relation and nobody has seen, the oldest first, and where the next page begins.

    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = BreakGlass.objects.filter(seen_at__isnull=True).order_by("at", "pk")
    if after:
        since, pk = _begins(after)
        rows = rows.filter(Q(at__gt=since) | Q(at=since, pk__gt=pk))
    found = [
        Opening(*each)
        for each in rows.values_list(
            "pk", "case__reference", "account_id", "at", "reason", walls.accounts(OuterRef("case__reference"))
        )[: limit + 1]
    ]
    shown = found[:limit]
    following = f"{shown[-1].at.isoformat()}_{shown[-1].id}" if len(found) > limit else ""
    return tuple(shown), following


def count_openings_to_see(*, limit: int) -> int:
    """How many openings nobody has seen, counted to a limit."""
    return BreakGlass.objects.filter(seen_at__isnull=True)[:limit].count()


def references_of(ids: Collection[int]) -> tuple[str, ...]:
    """The references of these cases."""
    return tuple(Case.objects.filter(pk__in=ids).values_list("reference", flat=True)) if ids else ()


def existing(references: Collection[str]) -> frozenset[str]:
    """Which of these cases are there."""
    return frozenset(Case.objects.filter(reference__in=references).values_list("reference", flat=True))


def numbered(*, after: int, limit: int) -> tuple[tuple[int, str], ...]:
    """Every case in the order in which it was opened, its number and reference, from behind a number on."""
    rows = Case.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "reference")
    return tuple(rows[:limit])


def totals() -> tuple[int, dict[str, int]]:
    """How many cases there are, and how many reports each command unit has in its cases."""
    held = CaseReport.objects.exclude(case__unit="").order_by("case__unit")
    return Case.objects.count(), dict(held.values_list("case__unit").annotate(Count("pk")))


# In words of their own: the page of a case asks for all of it each time, in one question; of the hundreds of lines that
# may stand beside a case the library takes longer to make the questions than the database to answer them.
_HAPPENED = """
    SELECT 'allocation' AS kind, '' AS reference, at, by, reason AS words, given, unit, officer_id, ended_at,
        '' AS supersedes, id
    FROM cases_allocation WHERE case_id = one.id
    UNION ALL
    SELECT 'note', note.reference, note.at, note.by, note.text, '', '', NULL, NULL, coalesce(earlier.reference, ''), note.id
    FROM cases_note AS note LEFT JOIN cases_note AS earlier ON earlier.id = note.supersedes_id
    WHERE note.case_id = one.id
    UNION ALL
    SELECT 'headline', '', at, by, words, '', '', NULL, NULL, '', id FROM cases_headline WHERE case_id = one.id
    ORDER BY at, kind, id
"""
_FILE = f"""
    SELECT one.*,
        ARRAY(SELECT json_build_array(kind, reference, at, by, words, given, unit, officer_id, ended_at, supersedes)::text
            FROM ({_HAPPENED}) AS happened),
        ARRAY(SELECT json_build_array(reference, alike, {walls.OF_SUBJECT.format(reference="beside.reference")})::text
            FROM ({BESIDE.replace("%(case)s", "one.id")}) AS beside),
        (SELECT json_build_array(cluster.reference,
                (SELECT count(*) FROM cases_membership AS theirs JOIN cases_case AS mate ON mate.id = theirs.case_id
                    WHERE theirs.cluster_id = mine.cluster_id AND theirs.to_at IS NULL
                        AND NOT {aside.OF_SUBJECT.format(reference="mate.reference")}))::text
            FROM cases_membership AS mine JOIN cases_cluster AS cluster ON cluster.id = mine.cluster_id
            WHERE mine.case_id = one.id AND mine.to_at IS NULL),
        {walls.OF_SUBJECT.format(reference="%(reference)s")}
    FROM ({WHOLE}) AS one
"""  # noqa: S608 - put together from constants


def file(reference: str) -> File | None:
    """One case as its page needs it, in one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_FILE, {"reference": reference, "limit": SHOWN})
        row = cursor.fetchone()
    if row is None:
        return None
    *plain, done, beside, cluster, kept_out = row
    found, history = whole_of(plain), tuple(_happened(*json.loads(each)) for each in done)
    suggestions = [json.loads(each) for each in beside]
    live = next((each for each in history if each.kind == "allocation" and each.ended_at is None), None)
    return File(
        found.id, reference, found.about, found.state, found.borough, found.unit, found.headline, found.opened_at,
        found.version, live.officer_id if live else None, live.given if live else "",
        found.placed, history,
        tuple((other, words(alike.split())) for other, alike, _ in suggestions),
        found.stage, found.chosen, found.outcomes, Clustered(*json.loads(cluster)) if cluster else None, found.set_aside,
        walls.read(kept_out), {other: walls.read(those) for other, _, those in suggestions if those},
    )  # fmt: skip


def _happened(*row: Any) -> Happened:
    """What was done, as the database writes it beside a case."""
    kind, reference, at, by, text, given, unit, officer, ended_at, supersedes = row
    return Happened(
        kind, reference, clock.read(at), by, text, given, unit, officer, clock.read(ended_at) if ended_at else None,
        supersedes,
    )  # fmt: skip


def stands(reference: str) -> Gist | None:
    """How a case stands, without its reports: its command unit, the officer in it, and its version."""
    return all_stand([reference]).get(reference)


def all_stand(references: Collection[str]) -> Mapping[str, Gist]:
    """How each of these cases stands, without its reports."""
    live = Allocation.objects.filter(case=OuterRef("pk"), ended_at__isnull=True)
    rows = Case.objects.filter(reference__in=references).annotate(
        officer_now=Subquery(live.values("officer")[:1]),
        given_now=Subquery(live.values("given")[:1]),
        is_aside=aside.of_subject(OuterRef("reference")),
    )
    return {
        each.reference: Gist(
            each.pk, each.reference, each.about, each.borough, each.unit, each.headline, each.opened_at, each.version,
            each.officer_now, each.given_now or "", (), 0, each.is_aside,
        )
        for each in rows
    }  # fmt: skip


def glass(*, case: int, account: int) -> str:
    """The reason that somebody typed within the last half hour when they opened this case; blank where none."""
    since = clock.now() - GLASS
    rows = BreakGlass.objects.filter(case=case, account=account, at__gt=since).order_by("-at")
    return rows.values_list("reason", flat=True).first() or ""
