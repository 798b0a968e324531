"""What somebody has to do with a record, and to whom it is closed: by an interest, a restriction, or the queue that it stands in."""

from collections.abc import Collection

from hub.cases import queries as cases_known
from hub.cases import rules as case_rules
from hub.cases.terms import File, Gist, Relation, Shut, Standing, Wall
from hub.common.refusals import NotPermitted
from hub.people.terms import Actor, Role
from hub.queue import queries as queue_known
from hub.queue.terms import DEFAULT, Row

_ASK = "Ask your inspector if that is wrong."
_DANGER = "Somebody may be in danger: ring a colleague on call, your inspector or the control room now."


def standing_of(found: File | Gist | None, row: Row | None, by: Actor) -> Standing:
    """Who has to do with a case, or with a report that has none."""
    holder, closed = row.holder_id if row else None, _closed(row, by)
    if found is None:
        return Standing("", holder, closed=closed)
    return Standing(found.unit, holder, found.officer_id, found.given, closed)


def _closed(row: Row | None, by: Actor) -> bool:
    """Whether something stands in a queue that this role does not see; only officers of the hub work queues."""
    if row is None or by.role != Role.HUB_OFFICER or row.place.queue == DEFAULT:
        return False
    seen = queue_known.seen_by(by.role, queue_known.queues())
    return seen is not None and row.place.queue not in seen


def walls_of(subject: str, row: Row | None) -> tuple[Wall, ...]:
    """Who is kept out of a case or report; what waits tells it itself."""
    return row.walls if row else cases_known.walls([subject]).get(subject, ())


def refuse_walled(
    subject: str, walls: Collection[Wall], relation: Relation, row: Row | None, by: Actor
) -> None:
    """What is closed to somebody is so whatever they say; an inspector lets them in again."""
    danger = bool(row and row.facts.danger)
    why = case_rules.shut(by, walls, relation, danger=danger)
    if why:
        raise Shut(f"{subject} is {why}. {_DANGER if danger else _ASK}")


def shut_to(subjects: Collection[str], *, by: Actor) -> frozenset[str]:
    """Which of these are closed to somebody by an interest of theirs, or because they do not work on them."""
    walls = cases_known.walls(subjects)
    if not walls:
        return frozenset()
    rows, stand = queue_known.rows_of(walls), cases_known.all_stand(walls)
    return frozenset(
        each for each, found in walls.items() if _is_shut(found, stand.get(each), rows.get(each), by)
    )


def _is_shut(walls: Collection[Wall], found: Gist | None, row: Row | None, by: Actor) -> bool:
    """Whether one case or report with walls is closed to somebody."""
    relation = case_rules.relation(by, standing_of(found, row, by))
    return bool(case_rules.shut(by, walls, relation, danger=bool(row and row.facts.danger)))


def refuse_shut(*subjects: str, by: Actor) -> None:
    """What is closed to somebody by an interest of theirs, or restricted, is so by every door."""
    for each in sorted(shut_to(subjects, by=by)):
        raise Shut(f"{each} is closed to you. {_ASK}")


def closed_to(subjects: Collection[str], *, by: Actor) -> frozenset[str]:
    """Which of these are shut to somebody, or stand in a queue that their role does not see; whoever holds one has been given it."""
    shut = shut_to(subjects, by=by)
    if by.role != Role.HUB_OFFICER:
        return shut
    rows = queue_known.rows_of(subjects)
    return shut | {each for each, row in rows.items() if row.holder_id != by.account and _closed(row, by)}


def refuse_closed(*subjects: str, by: Actor) -> None:
    """What is shut to somebody, or stands in a queue that their role does not see, is shown to them by no other door either."""
    refuse_shut(*subjects, by=by)
    for each in sorted(closed_to(subjects, by=by)):
        raise NotPermitted(f"{each} stands in a queue that your role does not see. Ask your inspector.")
