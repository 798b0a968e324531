"""Reading the texts of what is set aside, masking each where it stands, and writing it back as it was."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from hub.aside import queries, rules
from hub.aside.models import Original
from hub.aside.terms import Column, Form

# Reasons that somebody typed into the record about what is set aside, by itself or with others at once.
_REASONS = """
    SELECT reason.line, reason.salt, reason.text FROM audit_reason AS reason
    JOIN audit_line AS line ON line.id = reason.line WHERE line.subject = ANY(%(subjects)s::text[] || ARRAY(
        SELECT bulk.reference FROM queue_bulk AS bulk JOIN queue_bulkline AS one ON one.bulk_id = bulk.id
        WHERE one.subject = ANY(%(subjects)s))) ORDER BY reason.line
"""


@dataclass(frozen=True, slots=True)
class Hider:
    """How this one is masked: what its tellings say of the account, and the platforms that stay."""

    identifiers: tuple[str, ...]
    platforms: frozenset[str]

    def hide(self, text: str) -> str:
        """A text masked."""
        return rules.mask(text, queries.plain_words(), self.identifiers)

    def masked(self, column: Column, text: str) -> str:
        """What stands in a column, masked."""
        if column.form == Form.PLATFORM:
            return text if text.casefold() in self.platforms else self.hide(text)
        if column.form == Form.TEXT:
            return self.hide(text)
        value = json.loads(text)
        if column.form == Form.GIVEN:
            return _written(rules.mask_given(value, self.hide, self.platforms))
        return _written(rules.mask_value(value, self.hide))


def _written(value: Any) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def mask_all(row: Original, hider: Hider) -> list[list[Any]]:
    """Mask every text of what is set aside; tells each that changed: table, column, row, before and after."""
    changed = []
    for column in rules.COLUMNS:
        for pk, before in _texts(row, column):
            after = hider.masked(column, before)
            if not _same(column, before, after):
                stored = _write(row, column.table, column.name, pk, after)
                changed.append([column.table, column.name, pk, before, stored])
    return changed


def _same(column: Column, before: str, after: str) -> bool:
    """Whether masking changed nothing; JSON is compared by what it says."""
    if column.form in {Form.JSON, Form.GIVEN}:
        return bool(json.loads(before) == json.loads(after))
    return before == after


def _texts(row: Original, column: Column) -> Sequence[tuple[int, str]]:
    """The texts of one column."""
    words = sql.SQL("SELECT id, {name}::text FROM {table} WHERE {found} AND {name} IS NOT NULL").format(
        name=sql.Identifier(column.name), table=sql.Identifier(column.table), found=sql.SQL(column.found)
    )
    with connection.cursor() as cursor:
        cursor.execute(words, _about(row))
        return [(pk, text) for pk, text in cursor.fetchall() if text]


def _about(row: Original) -> dict[str, Any]:
    """What the rows of an original are found by."""
    return {"reports": row.reports, "subjects": row.subjects, "case": row.case_number}


def _write(row: Original, table: str, column: str, pk: int, text: str) -> str:
    """Write one text through the owner's function; tells it as it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {rules.FUNCTION}(%s, %s, %s, %s, %s)", [row.pk, table, column, pk, text])
        return str(cursor.fetchone()[0])


def write_back(row: Original, changed: Iterable[Sequence[Any]]) -> None:
    """Write each text back as it was; what was written since stays."""
    forms = {(each.table, each.name): each for each in rules.COLUMNS}
    for table, name, pk, before, after in changed:
        column = forms[table, name]
        now = dict(_texts(row, column)).get(pk)
        if now is not None and _same(column, now, after):
            _write(row, table, name, pk, before)


def take_reasons(row: Original, hide: Callable[[str], str]) -> list[list[Any]]:
    """Take the reasons that may name somebody out of the record; the lines keep their commitments."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, _about(row))
        found = [
            [line, bytes(salt).hex(), text] for line, salt, text in cursor.fetchall() if hide(text) != text
        ]
        for line, *_ in found:
            cursor.execute(f"SELECT {rules.REASON}(%s, %s)", [row.pk, line])
    return found


def take_suggestions(row: Original) -> None:
    """Take out what a case shares with others, but for the conduct that its own person goes on to report."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {rules.SUGGESTIONS}(%s)", [row.pk])


def put_reasons_back(found: Iterable[Sequence[Any]]) -> None:
    """The reasons as they were typed, each with the salt under which its line commits to it."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO audit_reason (line, salt, text) VALUES (%s, %s, %s)",
            [(line, bytes.fromhex(salt), text) for line, salt, text in found],
        )


def destroy_tellings(row: Original) -> int:
    """Destroy the keys and overwrite the ciphertext of every telling of these reports; tells how many."""
    with connection.cursor() as cursor:
        cursor.execute(_TELLINGS, _about(row))
        found = [each for (each,) in cursor.fetchall()]
        for telling in found:
            cursor.execute("SELECT aside_destroy_telling(%s, %s)", [row.pk, telling])
    return len(found)


_TELLINGS = """
    SELECT sealed_id FROM reports_report WHERE id = ANY(%(reports)s)
    UNION SELECT sealed_id FROM reports_resend WHERE report_id = ANY(%(reports)s) ORDER BY 1
"""
