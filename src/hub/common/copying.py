"""Adding many rows at once by COPY, where nobody needs their numbers: everything on the way in comes in batches."""

import json
from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, connections, models


def add(rows: Sequence[models.Model]) -> None:
    """Add rows of one table; the database numbers them and fills what it has a default for."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    table, fields = rows[0]._meta.db_table, rows[0]._meta.concrete_fields  # noqa: SLF001 - Django documents it
    told = [
        each
        for each in fields
        if not (isinstance(each, models.AutoField) or each.db_default is not models.NOT_PROVIDED)
    ]
    _learn_numbers(rows, [each for each in told if isinstance(each, models.ForeignKey)])
    name = connection.ops.quote_name
    columns = ", ".join(name(each.column) for each in told)
    values = [(each.attname, isinstance(each, models.JSONField)) for each in told]
    with (
        connection.wrap_database_errors,  # a cursor's own copy() lets the driver's errors through
        connection.cursor() as cursor,
        cursor.copy(f"COPY {name(table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [_as_json(row, field) if is_json else getattr(row, field) for field, is_json in values]
            )


def _as_json(row: models.Model, field: str) -> str | None:
    """Facts as they are written; every other value the driver writes by itself."""
    value = getattr(row, field)
    return None if value is None else json.dumps(value)


def _learn_numbers(rows: Sequence[models.Model], keys: Sequence["models.ForeignKey[models.Model]"]) -> None:
    """A row that was made before what it points at was saved learns its number now."""
    for row in rows:
        for key in keys:
            if key.is_cached(row) and getattr(row, key.attname) is None:
                setattr(row, key.attname, getattr(getattr(row, key.name), "pk", None))
