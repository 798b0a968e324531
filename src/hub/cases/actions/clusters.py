"""The same thing again: suggested with what is shared, dismissed, joined by a person, and taken apart again."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Max

from hub.aside import queries as aside
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.models import Case, Cluster, Dismissal, Membership, Shared, Suggestion
from hub.cases.terms import Alike, Evidence
from hub.common import clock, copying, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_PAIR = 2


def suggest(*, found: Sequence[Evidence], by: Actor) -> int:
    """Keep what cases share; tells how much of it is new. A person decides whether they belong together."""
    permit(by, Permission.ADD_FACTS)
    fresh = put_beside(found)
    _record_suggested(fresh, by)
    return len(fresh)


def put_beside(found: Sequence[Evidence]) -> tuple[tuple[int, int], ...]:
    """Keep what cases share; tells the pair of each thing that is new, the later case first.

    What is set aside is put beside nothing, but for the conduct that its own person goes on to report.
    """
    ids = {case for each in found for case in (each.case_id, each.other_id)}
    quiet = _quiet(ids)
    open_to_all = [each for each in found if not quiet & {each.case_id, each.other_id}]
    kept = open_to_all + [each for each in found if each.alike == Alike.CONDUCT and each not in open_to_all]
    if not kept:
        return ()
    at, pairs = clock.now(), sorted({_pair(each) for each in kept})
    Suggestion.objects.bulk_create(
        [Suggestion(case_id=case, other_id=other, at=at) for case, other in pairs], ignore_conflicts=True
    )
    rows = Suggestion.objects.filter(
        case__in={case for case, _ in pairs}, other__in={other for _, other in pairs}
    )
    ids_of = {(case, other): pk for case, other, pk in rows.values_list("case", "other", "pk")}
    pair_of = {pk: pair for pair, pk in ids_of.items()}
    wanted = {(ids_of[_pair(each)], each.alike.value, each.mark) for each in kept}
    there = set(
        Shared.objects.filter(suggestion__in={pk for pk, _, _ in wanted}).values_list(
            "suggestion", "alike", "mark"
        )
    )
    fresh = sorted(wanted - there)
    Shared.objects.bulk_create(
        [Shared(suggestion_id=pk, alike=alike, mark=mark, at=at) for pk, alike, mark in fresh],
        ignore_conflicts=True,
    )
    return tuple(pair_of[pk] for pk, _, _ in fresh)


def _pair(each: Evidence) -> tuple[int, int]:
    """Two cases as a suggestion has them: the later, and the earlier to which it looks back."""
    return max(each.case_id, each.other_id), min(each.case_id, each.other_id)


def _quiet(ids: Collection[int]) -> frozenset[int]:
    """Which of these cases are set aside; until this is done none of them is set aside or brought back."""
    if not ids:
        return frozenset()
    with connection.cursor() as cursor:
        # As a reference to it holds a case, and no more: whoever sets aside waits, and nobody else does.
        cursor.execute("SELECT id FROM cases_case WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(ids)])
    rows = Case.objects.filter(pk__in=ids, reference__in=aside.subjects())
    return frozenset(rows.values_list("pk", flat=True))


def _record_suggested(fresh: Sequence[tuple[int, int]], by: Actor) -> None:
    """A line for each case to which something was put beside it."""
    beside: dict[int, set[int]] = defaultdict(set)
    for case, other in fresh:
        beside[case].add(other)
    named = dict(Case.objects.filter(pk__in=beside).values_list("pk", "reference")) if beside else {}
    audit.record(
        [
            Entry(Kind.COMBINATION, "cases.suggest", "case", named[pk], str(by), {"beside": len(others)})
            for pk, others in sorted(beside.items())
        ]
    )


def dismiss(*, case: Case, other: str, reason: str, by: Actor) -> None:
    """Somebody says that two cases do not belong together; it is suggested again only with something new."""
    permit(by, Permission.JOIN_CASES)
    _need(
        reason,
        "Say why they do not belong together: it is kept, and it is suggested again only with something new.",
    )
    row = Suggestion.objects.filter(case=case, other__reference=other).first()
    row = row or Suggestion.objects.filter(case__reference=other, other=case).first()
    last = Shared.objects.filter(suggestion=row).aggregate(last=Max("pk"))["last"] if row else None
    if row is None or last is None:
        raise NotFound(f"{other} is not suggested beside {case.reference}.")
    if Dismissal.objects.filter(suggestion=row, through=last).exists():
        raise NotNow(f"{other} was dismissed already. Nothing was changed.")
    Dismissal.objects.create(
        suggestion=row, through_id=last, at=clock.now(), by=str(by), reason=reason.strip()
    )
    _record("cases.dismiss", case, by, other, reason)


def join(*, case: Case, other: Case, reason: str, by: Actor) -> str:
    """Keep two cases together, in the cluster that one of them is in or in a new one; tells which.

    Both cases are held, in their order. Each stays whole: who said what stays with its report.
    """
    permit(by, Permission.JOIN_CASES)
    _need(reason, "Say why they belong together: it is kept with your name and the time.")
    if case.pk == other.pk:
        raise Refusal(f"{case.reference} is one case. Choose another to join it with.")
    live = _live([case, other])
    if case.pk in live and other.pk in live:
        if live[case.pk].cluster_id == live[other.pk].cluster_id:
            raise NotNow(f"{case.reference} and {other.reference} are in one cluster already.")
        raise NotNow(
            f"{case.reference} and {other.reference} are in two clusters. Take one of them out first."
        )
    there = live.get(case.pk) or live.get(other.pk)
    cluster = there.cluster if there else None
    if cluster is None:
        cluster = Cluster.objects.create(reference=references.new("K"), opened_at=clock.now(), by=str(by))
    joining = [each for each in (case, other) if each.pk not in live]
    at = clock.now()
    copying.add(
        [
            Membership(cluster=cluster, case=each, from_at=at, by=str(by), reason=reason.strip())
            for each in joining
        ]
    )
    for each in joining:
        _record("cases.join-cluster", each, by, cluster.reference, reason)
    return cluster.reference


def leave(*, case: Case, reason: str, by: Actor) -> tuple[str, ...]:
    """Take a case out of its cluster; what would be left alone in it is taken out too. Tells which cases left."""
    permit(by, Permission.JOIN_CASES)
    _need(reason, "Say why it does not belong there: it is kept with your name and the time.")
    live = _live([case]).get(case.pk)
    if live is None:
        raise NotNow(f"{case.reference} is in no cluster. Nothing was changed.")
    rest = list(
        Membership.objects.select_for_update().filter(cluster=live.cluster, to_at__isnull=True).order_by("pk")
    )
    leaving = rest if len(rest) <= _PAIR else [live]
    at = clock.now()
    for each in leaving:
        alone = each.pk != live.pk
        each.to_at, each.ended_by = at, str(by)
        each.ended_reason = "The only other case of the cluster was taken out." if alone else reason.strip()
        each.save(update_fields=["to_at", "ended_by", "ended_reason"])
        _record("cases.leave-cluster", each.case, by, live.cluster.reference, each.ended_reason)
    return tuple(each.case.reference for each in leaving)


def _live(cases: Sequence[Case]) -> dict[int, Membership]:
    """The cluster that each of these cases is in."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(case__in=cases, to_at__isnull=True)
    return {each.case_id: each for each in rows.select_related("cluster").order_by("pk")}


def _need(reason: str, sentence: str) -> None:
    """Refuse a blank reason."""
    if not reason.strip():
        raise Refusal(sentence)


def _record(action: str, case: Case, by: Actor, about: str, reason: str) -> None:
    """One line for what was done."""
    codes: dict[str, str | int | bool] = {"with": about}
    audit.record([Entry(Kind.COMBINATION, action, "case", case.reference, str(by), codes, reason=reason)])
