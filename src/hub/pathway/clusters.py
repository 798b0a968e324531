"""The same thing again: what cases share is put beside them, and a person joins them or takes them apart."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases import rules as case_rules
from hub.cases.terms import Alike, Changed, Cluster, Evidence, File, Member
from hub.common.refusals import NotFound
from hub.content import queries as content_known
from hub.identities import actions as identities
from hub.pathway.opening import may_work
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import closed_to, shut_to
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.reports import queries as reports_known

_EACH = 20  # of each post and account, the newest
_REPORTS = 50  # of one case, the newest
PAGE = 25


def suggest(*, of: Collection[str], by: Actor) -> None:
    """Put beside these cases whatever shares a post, an account, a victim or a victim's contact with them."""
    told = cases_known.reports_of(of, newest=_REPORTS)
    items = reports_known.items_of([report for reports in told.values() for report, _ in reports])
    shown = {
        case: {item for report, _ in reports for item in items.get(report, ())}
        for case, reports in told.items()
    }
    victims = {case: {victim for _, victim in reports if victim} for case, reports in told.items()}
    by_item, by_account, account_of = _things({item for each in shown.values() for item in each})
    same, contact = _people({victim for each in victims.values() for victim in each}, by)
    found: list[Evidence] = []
    for case in told:
        accounts = {account_of[item] for item in shown[case] if item in account_of}
        shared: Mapping[Alike, Mapping[int, Collection[int]]] = {
            Alike.VICTIM: {each: same.get(each, ()) for each in victims[case]},
            Alike.ITEM: {each: by_item.get(each, ()) for each in shown[case]},
            Alike.ACCOUNT: {each: by_account.get(each, ()) for each in accounts},
            Alike.CONTACT: {each: contact.get(each, ()) for each in victims[case]},
        }
        found += case_rules.evidence(case, shared)
    cases.suggest(found=found, by=by)


def _things(
    items: Collection[int],
) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]], Mapping[int, int]]:
    """The cases of each of these posts and of the accounts behind them, and which account each post has."""
    account_of = content_known.accounts_of(items)
    posts = content_known.newest_of_accounts(set(account_of.values()), each=_EACH)
    every = {*items, *(item for each in posts.values() for item in each)}
    showing = reports_known.newest_showing(every, each=_EACH)
    placed = cases_known.of_reports({report for reports in showing.values() for report in reports})
    of_item = {
        item: {placed[report].case_id for report in reports if report in placed}
        for item, reports in showing.items()
    }
    of_account = {
        account: {case for item in found for case in of_item.get(item, ())}
        for account, found in posts.items()
    }
    return of_item, of_account, account_of


def _people(victims: Collection[int], by: Actor) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]]]:
    """The cases in which each of these victims is one, and those whose victim only has the same contact."""
    alike = identities.alike(persons=victims, by=by) if victims else {}
    others = {person for sure, likely in alike.values() for person in sure | likely}
    in_cases = cases_known.of_victims(others)
    same: dict[int, set[int]] = defaultdict(set)
    contact: dict[int, set[int]] = defaultdict(set)
    for person, (sure, likely) in alike.items():
        for found, persons in ((same, sure), (contact, likely)):
            found[person] |= {case for each in persons for case in in_cases.get(each, ())}
    return same, contact


def beside(*, case: File | None, by: Actor) -> tuple[tuple[tuple[str, str], ...], int]:
    """The cases that may belong with this one and why, but for what is shut to whoever reads it, and how many that is."""
    if case is None:
        return (), 0
    walled = case.walls_beside
    shut = {other for other in walled if case_rules.interested(by.account, walled[other])}
    shut |= shut_to(walled.keys() - shut, by=by) if walled.keys() - shut else set()
    return tuple((other, why) for other, why in case.suggestions if other not in shut), len(shut)


@contextmanager
def _both(
    action: str, case: str, other: str, seen: int | None, by: Actor, reason: str
) -> Iterator[tuple[cases.HeldCase, cases.HeldCase]]:
    """A step on two cases, by somebody who has a part in both."""
    with (
        refusals_recorded(action=action, subject_kind="case", subject=case, typed=[reason], by=by),
        transaction.atomic(),
    ):
        may_work(subject=case, by=by)
        may_work(subject=other, by=by)
        held = cases.hold_each(cases={case, other})
        if seen is not None and held[case].version != seen:
            raise Changed(case)
        yield held[case], held[other]
        cases.changed(cases={case, other})
        queue.refresh(cases={case, other})


def join(*, case: str, other: str, reason: str, seen: int | None, by: Actor) -> str:
    """Keep two cases together; tells the cluster."""
    with _both("cases.join-cluster", case, other, seen, by, reason) as (one, two):
        return cases.join(case=one, other=two, reason=reason, by=by)


def dismiss(*, case: str, other: str, reason: str, seen: int | None, by: Actor) -> None:
    """Say that two cases do not belong together."""
    with _both("cases.dismiss", case, other, seen, by, reason) as (one, _):
        cases.dismiss(case=one, other=other, reason=reason, by=by)


def leave(*, case: str, reason: str, seen: int | None, by: Actor) -> None:
    """Take a case out of its cluster; the last one left in it is taken out with it."""
    with (
        refusals_recorded(
            action="cases.leave-cluster", subject_kind="case", subject=case, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        may_work(subject=case, by=by)
        together = cases_known.clusters([case]).get(case)
        mates = cases_known.in_cluster(together.cluster) if together else ()
        held = cases.hold_each(cases={case, *mates})
        if seen is not None and held[case].version != seen:
            raise Changed(case)
        left = cases.leave(case=held[case], reason=reason, by=by)
        cases.changed(cases=left)
        queue.refresh(cases=left)


@dataclass(frozen=True, slots=True)
class Page:
    """A cluster with some of its cases, those that left among them."""

    cluster: Cluster
    members: tuple[Member, ...]
    hidden: int  # how many more stand in a queue that this role does not see
    following: int | None


def open_cluster(*, cluster: str, after: int, by: Actor) -> Page:
    """Look at a cluster, a page at a time; the look is on the record."""
    with (
        refusals_recorded(action="cases.read-cluster", subject_kind="cluster", subject=cluster, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.JOIN_CASES)
        found = cases_known.cluster(cluster)
        if found is None:
            raise NotFound(f"There is no cluster {cluster}. Check the reference and try again.")
        audit.record([Entry(Kind.CONSULTATION, "cases.read-cluster", "cluster", cluster, str(by))])
        members, following = cases_known.members(cluster, after=after, limit=PAGE)
        hidden = closed_to([each.case for each in members], by=by)
        shown = tuple(each for each in members if each.case not in hidden)
        return Page(found, shown, len(members) - len(shown), following)
