"""Reading what may belong together, and the clusters that people made."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import connection
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from hub.aside import queries as aside
from hub.cases import rules
from hub.cases.models import CaseReport, Cluster, Membership, Seen, Shared
from hub.cases.terms import Again, Alike, Clustered, Heard, Member, RepeatPeriod
from hub.cases.terms import Cluster as Kept
from hub.common import clock, dated, tables

_DATA = Path(__file__).parents[1] / "data"

BESIDE = """
    SELECT other.reference, string_agg(shared.alike, ' ') AS alike FROM cases_suggestion AS suggestion
    JOIN cases_case AS other
        ON other.id = CASE WHEN suggestion.case_id = %(case)s THEN suggestion.other_id ELSE suggestion.case_id END
    JOIN cases_shared AS shared ON shared.suggestion_id = suggestion.id
    WHERE (suggestion.case_id = %(case)s OR suggestion.other_id = %(case)s)
        AND NOT EXISTS (SELECT 1 FROM cases_dismissal AS dismissed WHERE dismissed.suggestion_id = suggestion.id
            AND dismissed.through_id >= (SELECT max(id) FROM cases_shared WHERE suggestion_id = suggestion.id))
        AND NOT EXISTS (SELECT 1 FROM cases_membership AS mine JOIN cases_membership AS theirs
                ON theirs.cluster_id = mine.cluster_id AND theirs.case_id = other.id AND theirs.to_at IS NULL
            WHERE mine.case_id = %(case)s AND mine.to_at IS NULL)
    GROUP BY suggestion.id, other.reference ORDER BY suggestion.id DESC LIMIT %(limit)s
"""
SHOWN = 50


def suggested(case: int) -> tuple[tuple[str, str], ...]:
    """The cases that may belong with this one and why: not what was dismissed as it is, nor what is joined already."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"case": case, "limit": SHOWN})
        return tuple((other, rules.words(alike.split())) for other, alike in cursor.fetchall())


def beside(references: Collection[str]) -> frozenset[str]:
    """The other cases of the victims of these, and of the accounts that they are about."""
    pairs = _repeating(
        Q(suggestion__case__reference__in=references) | Q(suggestion__other__reference__in=references)
    )
    found = {
        each
        for pair in pairs.values_list("suggestion__case__reference", "suggestion__other__reference")
        for each in pair
    }
    return frozenset(found - set(references))


def shipped() -> list[dict[str, str]]:
    """How long a victim or an account counts as a repeat one, row by row as it was written."""
    return tables.rows(_DATA / "repeats.csv")


@cache
def repeat_periods() -> tuple[RepeatPeriod, ...]:
    """Within how many months two cases make a repeat victim or account, each with its dates."""
    return tuple(
        RepeatPeriod(
            Alike(row["what"]), int(row["months"]), *dated.dates(row),
        )
        for row in shipped()
    )  # fmt: skip


def again(ids: Collection[int]) -> Mapping[int, Again]:
    """How many other cases there are of the victim and of an account of each of these, of the months that make it a repeat."""
    pairs = _repeating(Q(suggestion__case__in=ids) | Q(suggestion__other__in=ids))
    heard = pairs.annotate(one=_heard("suggestion__case"), two=_heard("suggestion__other"))
    found = heard.values_list("alike", "suggestion__case", "suggestion__other", "one", "two")
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, int, int]] = set()  # two cases share an account once, however many they share
    for alike, one, two, first, second in found:
        if (alike, one, two) in seen:
            continue
        seen.add((alike, one, two))
        if rules.repeats(Alike(alike), _days(first), _days(second), repeat_periods()):
            counted[one][alike] += 1
            counted[two][alike] += 1
    return {case: Again(each[Alike.VICTIM], each[Alike.ACCOUNT]) for case, each in counted.items()}


def _heard(case: str) -> Subquery:
    """When the first and the last report of a case was told."""
    of_it = CaseReport.objects.filter(case=OuterRef(case)).order_by().values("case")
    return Subquery(
        of_it.annotate(
            heard=JSONObject(first=Min("report__reported_at"), last=Max("report__reported_at"))
        ).values("heard")
    )


def _days(told: Mapping[str, str]) -> Heard:
    """Between which days a case was heard of, as the database writes them."""
    first, last = (
        datetime.fromisoformat(told[each]).astimezone(clock.LONDON).date() for each in ("first", "last")
    )
    return Heard(first, last)


def _repeating(which: Q) -> QuerySet[Shared]:
    """Pairs of cases of one victim, or about one account."""
    return Shared.objects.filter(which, alike__in=[Alike.VICTIM, Alike.ACCOUNT])


def of_victims(persons: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The cases of each of these persons as a victim."""
    found: dict[int, set[int]] = defaultdict(set)
    for person, case in CaseReport.objects.filter(victim__in=persons).values_list("victim", "case"):
        found[person].add(case)
    return {person: frozenset(cases) for person, cases in found.items()}


def reports_of(cases: Collection[str], *, newest: int) -> Mapping[int, tuple[tuple[int, int | None], ...]]:
    """The newest reports of these cases by number, each with its victim."""
    found: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    rows = CaseReport.objects.filter(case__reference__in=cases).order_by("case", "-report")
    for case, report, victim in rows.values_list("case", "report", "victim"):
        if len(found[case]) < newest:
            found[case].append((report, victim))
    return {case: tuple(each) for case, each in found.items()}


def clusters(cases: Collection[str]) -> Mapping[str, Clustered]:
    """The cluster of each of these cases that is in one, and how many cases are in it."""
    rows = _open().filter(case__reference__in=cases, to_at__isnull=True)
    of_case = dict(rows.values_list("case__reference", "cluster__reference"))
    if not of_case:
        return {}
    live = _open().filter(cluster__reference__in=set(of_case.values()), to_at__isnull=True)
    sizes = dict(live.order_by().values_list("cluster__reference").annotate(Count("pk")))
    return {case: Clustered(cluster, sizes[cluster]) for case, cluster in of_case.items()}


def _open() -> QuerySet[Membership]:
    """Cases of clusters; one that is set aside is shown beside no other until it is brought back."""
    return Membership.objects.exclude(case__reference__in=aside.subjects())


def cluster(reference: str) -> Kept | None:
    """One cluster."""
    row = Cluster.objects.filter(reference=reference).first()
    if row is None:
        return None
    size = _open().filter(cluster=row, to_at__isnull=True).count()
    return Kept(row.reference, row.opened_at, row.by, size)


_MEMBER = (
    "pk", "case__reference", "case__borough", "case__unit", "case__headline", "from_at", "by", "reason", "to_at",
    "ended_by", "ended_reason",
)  # fmt: skip


def members(cluster: str, *, after: int, limit: int) -> tuple[tuple[Member, ...], int | None]:
    """Cases of a cluster, those that left among them, in the order in which they came, and where the next page begins."""
    rows = _open().filter(cluster__reference=cluster, pk__gt=after).order_by("pk")
    found = [Member(*each) for each in rows.values_list(*_MEMBER)[: limit + 1]]
    return tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None


def in_cluster(cluster: str) -> tuple[str, ...]:
    """The cases that are in a cluster now."""
    rows = Membership.objects.filter(cluster__reference=cluster, to_at__isnull=True)
    return tuple(rows.order_by("pk").values_list("case__reference", flat=True))


def seen_since(*, account: int, subjects: Collection[str], since: datetime) -> frozenset[str]:
    """Which of these somebody has had open since then."""
    rows = Seen.objects.filter(account=account, subject__in=subjects, at__gte=since)
    return frozenset(rows.values_list("subject", flat=True))
