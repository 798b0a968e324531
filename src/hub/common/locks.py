"""Locks on names, for what two transactions could both find missing and both make."""

import hashlib
from collections.abc import Iterable

from django.db import connection


def hold(kind: str, names: Iterable[bytes]) -> None:
    """Hold these names of one kind until the transaction ends; taken in one order, so that nobody waits in a ring."""
    numbers = {
        int.from_bytes(hashlib.sha256(kind.encode() + b"\0" + name).digest()[:8], "big", signed=True)
        for name in names
    }
    if not numbers:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(number) FROM (SELECT unnest(%s::bigint[]) AS number ORDER BY 1) AS ordered",
            [sorted(numbers)],
        )
        cursor.fetchall()
