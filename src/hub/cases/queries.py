"""Reading cases: references, states and units; never who anybody is."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count, Q

from hub.cases.models import Case, CaseReport, PublicItem, Suggestion
from hub.cases.terms import CaseLine, CaseView, Earlier, How, Placed
from hub.reports import queries as reports


def earlier_of(victims: Collection[int]) -> tuple[Earlier, ...]:
    """The reports of these victims that are in a case."""
    rows = list(CaseReport.objects.filter(victim__in=victims).values_list("case", "victim_id", "report"))
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
        moment, _, number = after.rpartition("_")
        since, pk = datetime.fromisoformat(moment), int(number)
        rows = rows.filter(Q(opened_at__lt=since) | Q(opened_at=since, pk__lt=pk))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    following = f"{shown[-1].opened_at.isoformat()}_{shown[-1].pk}" if len(found) > limit else ""
    return tuple(_line(each) for each in shown), following


def _line(case: Case) -> CaseLine:
    """A case in a line."""
    return CaseLine(case.reference, case.state, case.borough, case.unit, case.opened_at)


def case(reference: str) -> CaseView | None:
    """One case whole."""
    row = Case.objects.filter(reference=reference).first()
    if row is None:
        return None
    found = CaseReport.objects.filter(case=row).order_by("pk").values_list("report", "how")
    suggested = Suggestion.objects.filter(Q(case=row) | Q(other=row)).order_by("pk")
    beside = suggested.values_list("case__reference", "other__reference", "basis")
    return CaseView(
        row.pk,
        _line(row),
        row.about,
        tuple(found),
        tuple((second if first == reference else first, basis) for first, second, basis in beside),
    )


def totals() -> tuple[int, dict[str, int]]:
    """How many cases there are, and how many reports each command unit has in its cases."""
    held = CaseReport.objects.exclude(case__unit="").order_by("case__unit")
    return Case.objects.count(), dict(held.values_list("case__unit").annotate(Count("pk")))
