"""What everything is, and a stretch that leaves nothing behind: for what must change nothing, or be undone whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction


def everything() -> dict[str, list[Any]]:
    """Every row of every table of the hub's, and every job that waits."""
    models = [each for each in apps.get_models() if each.__module__.startswith(("hub.", "procrastinate."))]
    return {
        each._meta.label: sorted(map(repr, each.objects.values_list())) for each in models if each.objects
    }


def changed(before: dict[str, list[Any]]) -> set[str]:
    """The tables that are not as they were."""
    after = everything()
    return {label for label, rows in after.items() if rows != before[label]}


@contextmanager
def undone() -> Iterator[None]:
    """A stretch that is rolled back; like a test's own transaction, it lets a durable step begin inside it."""
    stretch = transaction.atomic()
    stretch._from_testcase = True
    with stretch:
        yield
        transaction.set_rollback(True)
