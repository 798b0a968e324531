"""The borough's own: the cases of one officer, those of their command unit, and what they ask the hub."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.cases import queries as cases
from hub.common.refusals import NotFound
from hub.pathway.refusing import refusals_recorded
from hub.people import queries as people
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.queries import Colleague
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.queue.terms import Filter, Row


@dataclass(frozen=True, slots=True)
class Yours:
    """What waits for one officer: what is offered to them, and what they have, most urgent first."""

    offered: tuple[Row, ...]
    accepted: tuple[Row, ...]
    following: str  # where the next page of their own begins, blank where there is none


@dataclass(frozen=True, slots=True)
class OfUnit:
    """Some live cases of a command unit, most urgent first, and who is named in each."""

    rows: tuple[Row, ...]
    officers: Mapping[int, Colleague]
    following: str


def yours(*, after: str, by: Actor) -> Yours:
    """The officer's own cases; those offered stand on the first page only."""
    permit(by, Permission.ANSWER_ALLOCATION)
    if by.account is None:
        return Yours((), (), "")
    waiting = frozenset(cases.offered_to(by.account, by.unit))
    found, following = queue.page(Filter(officer=by.account, unit=by.unit, cases_only=True), after=after)
    offered = queue.rows_of(waiting).values() if waiting and not after else ()
    return Yours(
        tuple(sorted(offered, key=lambda each: (each.facts.danger is False, each.facts.received_at))),
        tuple(each for each in found if each.facts.subject not in waiting),
        following,
    )


def of_unit(*, named: bool, after: str, by: Actor) -> OfUnit:
    """The live cases of the officer's command unit in which somebody is named, or nobody is."""
    permit(by, Permission.ANSWER_ALLOCATION)
    if not by.unit:
        return OfUnit((), {}, "")
    found, following = queue.page(Filter(unit=by.unit, named=named, cases_only=True), after=after)
    officers = {each.facts.officer_id for each in found if each.facts.officer_id}
    return OfUnit(found, people.colleagues(officers) if officers else {}, following)


def to_ask_about(*, case: str, by: Actor) -> Row:
    """The case that a question is about; it is one of the officer's own command unit."""
    with refusals_recorded(action="cases.ask", subject_kind="case", subject=case, by=by):
        permit(by, Permission.ANSWER_ALLOCATION)
        row = queue.rows_of([case]).get(case)
        if row is None:
            raise NotFound(f"There is no case {case} that waits. Go back to your cases.")
        permit_unit(by, Permission.ANSWER_ALLOCATION, row.facts.unit)
        return row
