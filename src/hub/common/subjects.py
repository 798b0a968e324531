"""Rows that point at a case or a report by its reference: which references they name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

_PAGE = 1_000


def named(rows: QuerySet[Any]) -> Iterator[tuple[str, ...]]:
    """The references of cases and reports that these rows name, each once, a page at a time."""
    wanted = rows.filter(subject_kind__in=("case", "report"))
    after = ""
    while page := tuple(
        wanted.filter(subject__gt=after)
        .order_by("subject")
        .values_list("subject", flat=True)
        .distinct()[:_PAGE]
    ):
        yield page
        after = page[-1]
