"""To whom a case or report is closed, whatever reason they give."""

from collections.abc import Iterable

from hub.cases.terms import Relation, Wall
from hub.people.terms import Actor, Role

_OFFICERS = frozenset({Role.HUB_OFFICER, Role.BOROUGH_OFFICER})
_WORKS_ON_IT = frozenset({Relation.HOLDS, Relation.OFFICER, Relation.OFFERED})


def interested(account: int | None, walls: Iterable[Wall]) -> bool:
    """Whether an interest of somebody is on record: it is given to them by nobody."""
    return account is not None and any(each.account_id == account for each in walls)


def shut(by: Actor, walls: Iterable[Wall], relation: Relation, *, danger: bool) -> str:
    """Why it is closed to somebody, in words that complete "it is ..."; blank where it is not.

    An interest closes it whatever happens. A restriction gives way to danger: whoever is called out opens it.
    """
    live = tuple(walls)
    if interested(by.account, live):
        return "closed to you: an interest of yours in it is on record"
    restricted = any(each.account_id is None for each in live)
    if restricted and not danger and by.role in _OFFICERS and relation not in _WORKS_ON_IT:
        return "restricted: only whoever works on it and inspectors open it"
    return ""
