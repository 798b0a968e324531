"""What a case leaves when it is not a crime: its posts and its suggestions; and what suggests it all the same."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.models import Case, PublicItem, Suggestion
from hub.cases.rules import BASIS_CONDUCT
from hub.common import clock
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def leave(*, case: str, by: Actor) -> tuple[tuple[int, ...], tuple[tuple[int, int, str], ...]]:
    """Give up the posts for which this is the public case, and the suggestions to it; tells both.

    What the same person reports of the same account stays suggested.
    """
    permit(by, Permission.SET_ASIDE)
    public = PublicItem.objects.filter(case__reference=case).order_by("pk")
    items = tuple(public.values_list("item", flat=True))
    public.delete()
    pairs = Suggestion.objects.filter(Q(case__reference=case) | Q(other__reference=case))
    rows = pairs.exclude(basis=BASIS_CONDUCT).order_by("pk")
    suggested = tuple(rows.values_list("case", "other", "basis"))
    rows.delete()
    _record("cases.leave", [case], by)
    return items, suggested


def come_back(
    *, case: str, items: Collection[int], suggested: Iterable[tuple[int, int, str]], by: Actor
) -> None:
    """Take up again the posts that no other public case has, and what was suggested."""
    permit(by, Permission.SET_ASIDE)
    row, at = Case.objects.get(reference=case), clock.now()
    PublicItem.objects.bulk_create(
        [PublicItem(item_id=item, case=row) for item in sorted(items)], ignore_conflicts=True
    )
    Suggestion.objects.bulk_create(
        [Suggestion(case_id=one, other_id=two, basis=basis, at=at) for one, two, basis in suggested],
        ignore_conflicts=True,
    )
    _record("cases.come-back", [case], by)


def suggest_conduct(*, pairs: Mapping[int, frozenset[int]], by: Actor) -> frozenset[str]:
    """Suggest, beside each of these cases, those where the same person reported the same account; tells all of them."""
    permit(by, Permission.RECEIVE_REPORTS)
    at = clock.now()
    rows = [
        Suggestion(case_id=case, other_id=other, basis=BASIS_CONDUCT, at=at)
        for case, others in pairs.items()
        for other in sorted(others - {case})
    ]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    ids = {row.case_id for row in rows}
    named = sorted(Case.objects.filter(pk__in=ids).values_list("reference", flat=True)) if ids else []
    _record("cases.suggest-conduct", named, by, Kind.COMBINATION)
    return frozenset(named)


def _record(action: str, cases: Collection[str], by: Actor, kind: Kind = Kind.ALTERATION) -> None:
    """One line for each case."""
    audit.record([Entry(kind, action, "case", each, str(by)) for each in cases])
