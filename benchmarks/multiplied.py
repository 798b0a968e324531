"""Many reports at once, for a benchmark only: the rows of received ones copied by SQL, with numbers and references of their own.

What a copy has of its own: every number, reference, link, handle and fingerprint, and times spread over a year. What it
shares with its first: the sealed telling and the persons, which no page that is measured opens. The record is not copied.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from hub.common.references import ALPHABET

STRIDE = 1_000_000  # above every number of the template
_LETTERS = 4  # of a reference, that tell one copy from another
_BITS = 5
_TURNED = ALPHABET[1:] + ALPHABET[0]  # the last letter is another one, so that no copy is named as its first
_ODD = 616_393  # spreads copies over the whole index, as drawn references are
_PUBLIC = ("cases", "content", "disclosures", "duties", "letters", "queue", "reports", "support", "triage")
_NOT_COPIED = frozenset(
    {
        "queue_claim", "queue_passed", "queue_queue", "queue_ruleversion", "queue_savedview", "reports_draft",
        "cases_breakglass", "triage_secondlook",
    }
)  # fmt: skip
_SHARED = frozenset({"person_id", "victim_id", "sealed_id", "holder_id", "officer_id"})  # not shifted
_REFERENCES = frozenset({"reference", "subject"})
_EXPRESSIONS = {
    ("content_item", "key"): "t.key || '+' || c.k",
    ("content_item", "post_id"): "t.post_id || c.k",
    ("content_item", "url"): "t.url || c.k",
    ("content_item", "text"): "t.text || ' copy' || c.k",
    ("content_account", "fingerprint"): "sha256(t.fingerprint || c.k::text::bytea)",
    ("content_handle", "fingerprint"): "sha256(t.fingerprint || c.k::text::bytea)",
    ("content_handle", "handle"): "t.handle || c.k",
    ("letters_letter", "message_id"): "t.message_id || '+' || c.k",
    ("reports_report", "source_reference"): "t.source_reference || '-' || c.k",
    ("reports_words", "what_happened"): "replace(t.what_happened, '{rare}', 'other') || ' copy' || c.k",
    # One copy in fifty tells of danger; else nobody would ever see the rest of the queue.
    ("queue_waiting", "urgency"): "CASE WHEN c.k % 50 = 0 OR t.urgency > 0 THEN t.urgency ELSE 2 END",
    ("queue_waiting", "danger"): "t.danger AND c.k % 50 = 0",
    # Due from three days ago to eighteen days from now.
    ("queue_waiting", "due_at"): "t.due_at + c.due",
    ("queue_waiting", "order_at"): "CASE WHEN t.due_at IS NULL THEN t.order_at ELSE t.order_at + c.due END",
    ("duties_duty", "due_at"): "t.due_at + c.due",
    ("duties_reminder", "due_at"): "t.due_at + c.due",
}  # fmt: skip
_COLUMNS = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' AND split_part(table_name, '_', 1) = ANY(%s) ORDER BY table_name, ordinal_position
"""
_INDEXES = """
    SELECT n.relname, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid) FROM pg_index i
    JOIN pg_class n ON n.oid = i.indexrelid
    LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'x')
    WHERE i.indrelid = to_regclass(%s) AND NOT i.indisprimary
"""
_COPIES = """
    CREATE TEMPORARY TABLE copies (
        k bigint, letters text, due interval, back interval
    )
"""
# A claim runs out by itself and its row keeps the name: a third of the queue was once somebody's.
_CLAIMED = """
    UPDATE queue_waiting SET holder_id = (%(officers)s)[1 + id %% array_length(%(officers)s, 1)],
        held_until = now() - interval '1 hour' WHERE id > %(first)s AND id %% 3 = 0
"""
_NOTES = """
    INSERT INTO cases_note (reference, text, by, at, case_id)
    SELECT 'N-' || left(translate(upper(md5(id::text)), 'ILOU', '0000'), 5) || '-' || lpad(to_hex(id), 8, '0'),
        'An invented note.', 'hub-officer:invented', now(), id FROM cases_case WHERE id > %(first)s AND id %% 10 = 0
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns with their types."""

    name: str
    columns: tuple[tuple[str, str], ...]


class Multiplier:
    """Copies a template set as often as it is asked, on the connection of the server's own administrator."""

    def __init__(self, connection: "psycopg.Connection[Any]", *, rare: str, officers: list[int]) -> None:
        """Take what is on record as the template."""
        self.connection, self.rare, self.officers = connection, rare, officers
        self.made = 0
        self.tables = self._tables()
        self.last = {each.name: self._highest(each.name) for each in self.tables}
        # The keys of a copy point at copies; they are whole together, so the server need not check each.
        connection.execute("SET session_replication_role = replica")
        connection.execute(_COPIES)

    def _tables(self) -> list[Table]:
        """Every table of a report."""
        found: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in self.connection.execute(_COLUMNS, [list(_PUBLIC)]):
            if table not in _NOT_COPIED:
                found.setdefault(table, []).append((column, kind))
        return [Table(name, tuple(columns)) for name, columns in found.items()]

    def _highest(self, table: str) -> int:
        """The highest number of the template in a table."""
        row = self.connection.execute(
            sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        return int(row[0]) if row else 0

    def copy(self, times: int) -> None:
        """Make so many copies more, and let the server count anew what it has."""
        self.connection.execute("TRUNCATE copies")
        with self.connection.cursor().copy("COPY copies FROM STDIN") as rows:
            for k in range(self.made + 1, self.made + times + 1):
                rows.write_row((k, _letters(k), f"{k * 7919 % 504 - 72} hours", f"{k * 613 % 8760} hours"))
        self._tuned(True)
        for table in self.tables:
            back = self._without_indexes(table.name)
            self.connection.execute(self._statement(table))
            for statement in back:
                self.connection.execute(statement)
        self._tuned(False)
        first = {"first": (self.made + 1) * STRIDE, "officers": self.officers}
        self.connection.execute(_CLAIMED, first)
        self.connection.execute(_NOTES, first)
        self.made += times
        self.connection.execute("VACUUM ANALYZE")

    def _tuned(self, copying: bool) -> None:
        """Let the server write its log in long stretches while it copies, and as it is set up while it is measured."""
        for name, value in (("max_wal_size", "8GB"), ("checkpoint_timeout", "30min")):
            change = sql.SQL("ALTER SYSTEM SET {} = {}") if copying else sql.SQL("ALTER SYSTEM RESET {}")
            self.connection.execute(
                change.format(sql.Identifier(name), *([sql.Literal(value)] if copying else []))
            )
        self.connection.execute("SELECT pg_reload_conf()")
        self.connection.execute(f"SET maintenance_work_mem = '{'512MB' if copying else '64MB'}'")

    def _without_indexes(self, table: str) -> list[str]:
        """Drop a table's indexes but for its key, and give what makes them anew: in one go that is done far sooner."""
        back = []
        for index, made, constraint, how in self.connection.execute(_INDEXES, [table]).fetchall():
            if constraint:
                self.connection.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"')
                back.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{constraint}" {how}')
            else:
                self.connection.execute(f'DROP INDEX "{index}"')
                back.append(made)
        return back

    def _statement(self, table: Table) -> str:
        """The copying of one table."""
        names = ", ".join(f'"{name}"' for name, _ in table.columns)
        values = ", ".join(self._value(table.name, *column) for column in table.columns)
        return (
            f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}" AS t CROSS JOIN copies AS c '  # noqa: S608 - names from the server's own catalogue
            f"WHERE t.id <= {self.last[table.name]} ORDER BY c.k, t.id"
        )

    def _value(self, table: str, name: str, kind: str) -> str:
        """A column of a copy."""
        given = _EXPRESSIONS.get((table, name))
        if given:
            return given.replace("{rare}", self.rare)
        if name in _REFERENCES:
            return (
                f'left(t."{name}", 2) || c.letters || substr(t."{name}", 7, 6) || '
                f"translate(substr(t.\"{name}\", 13), '{ALPHABET}', '{_TURNED}')"
            )
        if name == "id" or (name.endswith("_id") and kind == "bigint" and name not in _SHARED):
            return f't."{name}" + c.k * {STRIDE}'
        return f't."{name}" - c.back' if kind.startswith("timestamp") else f't."{name}"'


def _letters(k: int) -> str:
    """The letters of a copy's references."""
    bits = k * _ODD % (1 << _LETTERS * _BITS)
    return "".join(ALPHABET[bits >> place * _BITS & len(ALPHABET) - 1] for place in range(_LETTERS))
