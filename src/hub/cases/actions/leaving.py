"""What a case leaves when it is not a crime: its posts and its suggestions; and what suggests it all the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from hub.aside import queries as aside
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.actions.clusters import put_beside
from hub.cases.models import Case, Dismissal, PublicItem, Shared, Suggestion
from hub.cases.terms import Alike, Evidence, Laid
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def go_aside(*, case: str, by: Actor) -> tuple[tuple[int, ...], tuple[Laid, ...]]:
    """Give up the posts for which this is the public case, and tell what was suggested, to be laid into the original.

    The suggestions are taken out with its texts, by the owner of the database; the conduct that the same person goes on
    to report stays suggested.
    """
    permit(by, Permission.SET_ASIDE)
    public = PublicItem.objects.filter(case__reference=case).order_by("pk")
    items = tuple(public.values_list("item", flat=True))
    public.delete()
    _record("cases.go-aside", [case], by)
    return items, _laid(case)


def _laid(case: str) -> tuple[Laid, ...]:
    """Every suggestion of a case, with what is shared and what was dismissed."""
    rows = list(Suggestion.objects.filter(Q(case__reference=case) | Q(other__reference=case)).order_by("pk"))
    shared: dict[int, list[Shared]] = defaultdict(list)
    for thing in Shared.objects.filter(suggestion__in=rows).order_by("pk"):
        shared[thing.suggestion_id].append(thing)
    dismissed: dict[int, list[Dismissal]] = defaultdict(list)
    for each in Dismissal.objects.filter(suggestion__in=rows).order_by("pk"):
        dismissed[each.suggestion_id].append(each)
    return tuple(
        Laid(
            row.case_id, row.other_id, row.at, tuple((each.alike, each.mark, each.at) for each in shared[row.pk]),
            tuple(
                (sum(thing.pk <= each.through_id for thing in shared[row.pk]), each.at, each.by, each.reason)
                for each in dismissed[row.pk]
            ),
        )
        for row in rows
    )  # fmt: skip


def come_back(*, case: str, items: Collection[int], suggested: Iterable[Laid], by: Actor) -> None:
    """Take up again the posts that no other public case has, and what was suggested; not with what is set aside now."""
    permit(by, Permission.SET_ASIDE)
    row = Case.objects.get(reference=case)
    PublicItem.objects.bulk_create(
        [PublicItem(item_id=item, case=row) for item in sorted(items)], ignore_conflicts=True
    )
    laid = list(suggested)
    ids = {number for each in laid for number in (each.case_id, each.other_id)} - {row.pk}
    quiet = set(Case.objects.filter(pk__in=ids, reference__in=aside.subjects()).values_list("pk", flat=True))
    for each in laid:
        if not quiet & {each.case_id, each.other_id}:
            _take_up(each)
    _record("cases.come-back", [case], by)


def _take_up(laid: Laid) -> None:
    """One suggestion as it was; what was dismissed stays dismissed, and what was not is suggested."""
    pair, _ = Suggestion.objects.get_or_create(
        case_id=laid.case_id, other_id=laid.other_id, defaults={"at": laid.at}
    )
    for alike, mark, at in laid.shared:
        Shared.objects.get_or_create(suggestion=pair, alike=alike, mark=mark, defaults={"at": at})
    rows = Shared.objects.filter(suggestion=pair).values_list("alike", "mark", "pk")
    numbers = {(alike, mark): pk for alike, mark, pk in rows}
    order = [numbers[alike, mark] for alike, mark, _ in laid.shared]
    Dismissal.objects.bulk_create(
        [
            Dismissal(suggestion=pair, through_id=max(order[:seen]), at=at, by=by, reason=reason)
            for seen, at, by, reason in laid.dismissed
            if _says_the_same(order, seen)
        ],
        ignore_conflicts=True,
    )


def _says_the_same(order: Sequence[int], seen: int) -> bool:
    """Whether a dismissal through these still covers no more than it did: what stayed is numbered before what came back."""
    return bool(order[:seen]) and (seen == len(order) or max(order) > max(order[:seen]))


def suggest_conduct(*, pairs: Mapping[int, frozenset[int]], by: Actor) -> frozenset[str]:
    """Suggest, beside each of these cases, those where the same person reported the same account; tells all of them."""
    permit(by, Permission.RECEIVE_REPORTS)
    found = [
        Evidence(case, other, Alike.CONDUCT, "")
        for case, others in sorted(pairs.items())
        for other in sorted(others - {case})
    ]
    put_beside(found)
    ids = {each.case_id for each in found}
    named = sorted(Case.objects.filter(pk__in=ids).values_list("reference", flat=True)) if ids else []
    _record("cases.suggest-conduct", named, by, Kind.COMBINATION)
    return frozenset(named)


def _record(action: str, cases: Collection[str], by: Actor, kind: Kind = Kind.ALTERATION) -> None:
    """One line for each case."""
    audit.record([Entry(kind, action, "case", each, str(by)) for each in cases])
