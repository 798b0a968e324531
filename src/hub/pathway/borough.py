"""The borough's own: the cases of one officer, those of their command unit, and what they ask the hub."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hub.cases import queries as cases
from hub.cases.queries import Offer
from hub.common import clock
from hub.common.refusals import NotFound
from hub.duties import queries as duties
from hub.duties.queries import Live
from hub.duties.terms import Kind as Duty
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people import queries as people
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.queries import Colleague
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.queue import rules
from hub.queue.terms import Filter, Row


@dataclass(frozen=True, slots=True)
class Yours:
    """What waits for one officer: what is offered to them, and what they have, most urgent first."""

    offered: tuple[Row, ...]
    accepted: tuple[Row, ...]
    handed: tuple[Row, ...]  # handed over by them, and not accepted yet
    offers: Mapping[str, Offer]
    officers: Mapping[int, Colleague]
    following: str  # where the next page of their own begins, blank where there is none


@dataclass(frozen=True, slots=True)
class OfUnit:
    """Some live cases of a command unit, most urgent first, and who is named in each."""

    rows: tuple[Row, ...]
    officers: Mapping[int, Colleague]
    offers: Mapping[str, Offer]
    following: str


def yours(*, after: str, by: Actor) -> Yours:
    """The officer's own cases; those offered stand on the first page only."""
    permit(by, Permission.ANSWER_ALLOCATION)
    if by.account is None:
        return Yours((), (), (), {}, {}, "")
    offers = {each.case: each for each in cases.waiting_for(by.account, by.unit)}
    to_me = {case for case, each in offers.items() if each.officer_id == by.account}
    found, following = queue.page(Filter(officer=by.account, unit=by.unit, cases_only=True), after=after)
    standing = queue.rows_of(offers) if offers and not after else {}
    return Yours(
        _in_order(row for case, row in standing.items() if case in to_me),
        _of_theirs([each for each in found if each.facts.subject not in to_me]),
        _in_order(row for case, row in standing.items() if case not in to_me),
        offers,
        _named(offers.values(), by),
        following,
    )


def _of_theirs(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Each case by what is the borough's own to do next: what they asked of the hub is the hub's."""
    asked = [each.facts.subject for each in rows if each.facts.duty == Duty.BOROUGH_ASKS]
    live = duties.live(asked) if asked else {}
    return tuple(
        _own(each, live[each.facts.subject]) if each.facts.subject in live else each for each in rows
    )


def _own(row: Row, live: Sequence[Live]) -> Row:
    """A case with the next duty that is not their own question; where there is none, they wait for the hub."""
    running = [each for each in live if not each.paused and each.kind != Duty.BOROUGH_ASKS]
    first = min(running, key=lambda each: each.due_at, default=None)
    due_at = first.due_at if first else None
    facts = replace(row.facts, duty=first.kind.value if first else Duty.BOROUGH_ASKS.value, due_at=due_at)
    band = rules.band(danger=facts.danger, high=facts.high, due_at=due_at, now=clock.now())
    return replace(row, facts=facts, band=band)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Danger first, then what came first."""
    return tuple(sorted(rows, key=lambda each: (not each.facts.danger, each.facts.received_at)))


def _named(offers: Iterable[Offer], by: Actor) -> Mapping[int, Colleague]:
    """Whoever handed something over to this officer, and to whom they did."""
    ids = {who for each in offers if each.giver_id for who in (each.officer_id, each.giver_id)} - {by.account}
    return people.colleagues([each for each in ids if each]) if ids else {}


def of_unit(*, named: bool, after: str, by: Actor) -> OfUnit:
    """The live cases of the officer's command unit in which somebody is named, or nobody is."""
    permit(by, Permission.ANSWER_ALLOCATION)
    if not by.unit:
        return OfUnit((), {}, {}, "")
    found, following = queue.page(
        rules.as_seen(Filter(unit=by.unit, named=named, cases_only=True), by), after=after
    )
    officers = {each.facts.officer_id for each in found if each.facts.officer_id}
    offers = cases.offers([each.facts.subject for each in found]) if named else {}
    return OfUnit(_of_theirs(found), people.colleagues(officers) if officers else {}, offers, following)


def to_ask_about(*, case: str, by: Actor) -> Row:
    """The case that a question is about; it is one of the officer's own command unit."""
    with refusals_recorded(action="cases.ask", subject_kind="case", subject=case, by=by):
        permit(by, Permission.ANSWER_ALLOCATION)
        row = queue.rows_of([case]).get(case)
        if row is None:
            raise NotFound(
                f"Nothing waits in {case} any more, so that nobody would read the question. Go back to your cases."
            )
        permit_unit(by, Permission.ANSWER_ALLOCATION, row.facts.unit)
        refuse_shut(case, by=by)
        return row
