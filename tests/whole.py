"""What everything is, and a stretch that leaves nothing behind: for what must change nothing, or be undone whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection, transaction


def everything() -> dict[str, str]:
    """A fingerprint of every row of every table of the hub's, and of every job that waits."""
    with connection.cursor() as cursor:
        cursor.execute(_fingerprints())
        return dict(cursor.fetchall())


@cache
def _fingerprints() -> str:
    """One question about all tables at once; asked for row by row it takes longer than what is tested."""
    models = [each for each in apps.get_models() if each.__module__.startswith(("hub.", "procrastinate."))]
    return " UNION ALL ".join(
        f"SELECT '{each._meta.label}', string_agg(md5(one::text), '' ORDER BY md5(one::text))"
        f' FROM "{each._meta.db_table}" AS one'
        for each in models
        if each.objects
    )


def changed(before: dict[str, str]) -> set[str]:
    """The tables that are not as they were."""
    return {label for label, rows in everything().items() if rows != before[label]}


@contextmanager
def undone() -> Iterator[None]:
    """A stretch that is rolled back; like a test's own transaction, it lets a durable step begin inside it."""
    stretch = transaction.atomic()
    stretch._from_testcase = True
    with stretch:
        yield
        transaction.set_rollback(True)
