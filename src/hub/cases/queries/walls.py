"""Reading walls: who is kept out of what."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from hub.cases.models import Wall as Row
from hub.cases.terms import Wall

# In words of its own, for the questions that ask for a case, or for what waits, as a page shows it.
OF_SUBJECT = """ARRAY(
    SELECT json_build_array(wall.reference, wall.account_id, wall.reason, wall.by, wall.at)::text FROM cases_wall AS wall
    WHERE wall.subject = {reference} AND wall.ended_at IS NULL ORDER BY wall.id
)"""


def walls(subjects: Collection[str]) -> Mapping[str, tuple[Wall, ...]]:
    """Who is kept out of each of these cases and reports, where anybody is."""
    found: dict[str, tuple[Wall, ...]] = {}
    for row in _live().filter(subject__in=subjects).order_by("pk"):
        found[row.subject] = (*found.get(row.subject, ()), shown(row))
    return found


def wall(reference: str) -> tuple[str, Wall] | None:
    """One wall that stands, with the case or report that it is of."""
    row = _live().filter(reference=reference).first()
    return (row.subject, shown(row)) if row else None


def shut_to(account: int) -> QuerySet[Row, str]:
    """The cases and reports in which an interest of somebody is on record."""
    return _live().filter(account=account).values_list("subject", flat=True)


def accounts(subject: OuterRef) -> ArraySubquery:
    """The accounts of those whose interest in a case or report is on record, beside what is asked of it."""
    return ArraySubquery(_live().filter(subject=subject, account__isnull=False).values("account"))


def restricted() -> QuerySet[Row, str]:
    """The cases and reports that only whoever works on them opens."""
    return _live().filter(account__isnull=True).values_list("subject", flat=True)


def read(told: Iterable[str]) -> tuple[Wall, ...]:
    """Walls, as the database writes them beside what they are of."""
    return tuple(_read(*json.loads(each)) for each in told)


def _read(reference: str, account: int | None, reason: str, by: str, at: str) -> Wall:
    return Wall(reference, account, reason, by, datetime.fromisoformat(at))


def shown(row: Row) -> Wall:
    """A wall as it is read."""
    return Wall(row.reference, row.account_id, row.reason, row.by, row.at)


def _live() -> QuerySet[Row]:
    """The walls that stand."""
    return Row.objects.filter(ended_at__isnull=True)
