"""The functions through which alone a row that is kept exactly is masked, taken out or destroyed.

They belong to the owner of the database and run as it. Each takes only what the list allows, only for rows of something
that is set aside, and writes its own line: the application cannot change a note with them, and cannot hide that it tried.
When the list grows, a migration runs `functions()` again.
"""

from django.db import migrations

from hub.aside.rules import COLUMNS, FUNCTION, REASON, SUGGESTIONS

TELLING = "aside_destroy_telling"


def functions() -> migrations.RunSQL:
    """The migration step that makes the functions as the list is now."""
    drop = "; ".join(
        f"DROP FUNCTION IF EXISTS {name}"
        for name in (
            f"{FUNCTION}(bigint, text, text, bigint, text)",
            f"{REASON}(bigint, bigint)",
            f"{TELLING}(bigint, bigint)",
            f"{SUGGESTIONS}(bigint)",
        )
    )
    return migrations.RunSQL(
        sql=_write() + _TAKE_REASON + _DESTROY_TELLING + _TAKE_SUGGESTIONS, reverse_sql=drop
    )


def _write() -> str:
    """The function that writes a masked text, or the original one again."""
    allowed = ",\n".join(
        f"            ('{each.table}', '{each.name}', $condition${_condition(each.found)}$condition$)"
        for each in COLUMNS
    )
    return f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(original bigint, in_table text, in_column text, in_row bigint, words text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    kept aside_original;
    condition text;
    kind text;
    stored text;
BEGIN
    SELECT * INTO kept FROM aside_original WHERE id = original AND state IN ('kept', 'held');
    SELECT allowed.condition INTO condition FROM (VALUES
{allowed}
        ) AS allowed (of_table, of_column, condition)
        WHERE allowed.of_table = in_table AND allowed.of_column = in_column;
    IF kept.id IS NULL OR condition IS NULL THEN
        RAISE EXCEPTION 'nothing may be masked in %.% for this', in_table, in_column
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT format_type(atttypid, atttypmod) INTO STRICT kind FROM pg_attribute
        WHERE attrelid = in_table::regclass AND attname = in_column;
    EXECUTE format('UPDATE %I SET %I = $1::%s WHERE id = $2 AND (%s) RETURNING %I::text',
        in_table, in_column, kind, condition, in_column)
        INTO stored USING words, in_row, kept.reports, kept.subjects, kept.case_number;
    IF stored IS NULL THEN
        RAISE EXCEPTION 'row % of % is not of what was set aside', in_row, in_table
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO aside_written (original, at, transaction, place, row, verb)
        VALUES (original, now(), pg_current_xact_id()::text::bigint, in_table || '.' || in_column, in_row, 'written');
    RETURN stored;
END $body$;
"""  # noqa: S608 - names of our own list


def _condition(found: str) -> str:
    """How the rows of a column are found, inside the function."""
    return found.replace("%(reports)s", "$3").replace("%(subjects)s", "$4").replace("%(case)s", "$5")


_TAKE_REASON = f"""
CREATE OR REPLACE FUNCTION {REASON}(original bigint, of_line bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    kept aside_original;
BEGIN
    SELECT * INTO kept FROM aside_original WHERE id = original AND state IN ('kept', 'held');
    IF NOT EXISTS (
        SELECT 1 FROM audit_line WHERE id = of_line AND (subject = ANY(kept.subjects) OR subject IN (
            SELECT bulk.reference FROM queue_bulk AS bulk JOIN queue_bulkline AS one ON one.bulk_id = bulk.id
            WHERE one.subject = ANY(kept.subjects)
        ))
    ) THEN
        RAISE EXCEPTION 'line % is not about what was set aside', of_line USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM audit_reason WHERE line = of_line;
    INSERT INTO aside_written (original, at, transaction, place, row, verb)
        VALUES (original, now(), pg_current_xact_id()::text::bigint, 'audit_reason', of_line, 'taken');
END $body$;
"""  # noqa: S608 - a name of our own

_DESTROY_TELLING = f"""
CREATE OR REPLACE FUNCTION {TELLING}(original bigint, of_telling bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    kept aside_original;
BEGIN
    SELECT * INTO kept FROM aside_original WHERE id = original AND state = 'kept';
    IF NOT EXISTS (
        SELECT 1 FROM reports_report WHERE sealed_id = of_telling AND id = ANY(kept.reports)
        UNION ALL SELECT 1 FROM reports_resend WHERE sealed_id = of_telling AND report_id = ANY(kept.reports)
    ) THEN
        RAISE EXCEPTION 'telling % is not of what is due', of_telling USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE identities_telling SET wrapped_key = '', sealed = '' WHERE id = of_telling;
    INSERT INTO aside_written (original, at, transaction, place, row, verb)
        VALUES (original, now(), pg_current_xact_id()::text::bigint, 'identities_telling', of_telling, 'destroyed');
END $body$;
"""  # noqa: S608 - a name of our own

# What a case shares with others is an index by which its account would be found; the conduct that the same person
# reports stays, because it tells of nobody to anybody else.
_TAKE_SUGGESTIONS = f"""
CREATE OR REPLACE FUNCTION {SUGGESTIONS}(original bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    kept aside_original;
    pairs bigint[];
BEGIN
    SELECT * INTO kept FROM aside_original WHERE id = original AND state IN ('kept', 'held');
    IF kept.id IS NULL THEN
        RAISE EXCEPTION 'nothing is set aside under %', original USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(array_agg(id), '{{}}') INTO pairs FROM cases_suggestion
        WHERE case_id = kept.case_number OR other_id = kept.case_number;
    DELETE FROM cases_dismissal WHERE suggestion_id = ANY(pairs);
    DELETE FROM cases_shared WHERE suggestion_id = ANY(pairs) AND alike <> 'conduct';
    WITH gone AS (
        DELETE FROM cases_suggestion WHERE id = ANY(pairs)
            AND NOT EXISTS (SELECT FROM cases_shared WHERE suggestion_id = cases_suggestion.id) RETURNING id
    )
    INSERT INTO aside_written (original, at, transaction, place, row, verb)
        SELECT original, now(), pg_current_xact_id()::text::bigint, 'cases_suggestion', gone.id, 'taken' FROM gone;
END $body$;
"""  # noqa: S608 - a name of our own


# Texts that go with their row: the planner is to know nothing of them either.
_WITH_THEIR_ROW = (
    ("content_item", "url"), ("content_item", "text"), ("content_item", "post_id"), ("content_item", "key"),
    ("content_item", "platform"), ("content_account", "number"), ("content_handle", "handle"), ("audit_reason", "text"),
    ("cases_dismissal", "reason"),
    # A key that is destroyed is destroyed everywhere.
    ("evidence_exhibit", "wrapped_key"), ("evidence_exhibit", "sealed_name"), ("evidence_exhibit", "sha256"),
    ("identities_telling", "wrapped_key"), ("identities_telling", "sealed"), ("aside_original", "wrapped_key"),
    ("aside_original", "sealed"), ("aside_submission", "wrapped_key"), ("aside_submission", "sealed"),
    ("reports_draft", "wrapped_key"), ("reports_draft", "sealed"),
)  # fmt: skip
SAMPLED_NOT = tuple(sorted({(each.table, each.name) for each in COLUMNS} | set(_WITH_THEIR_ROW)))
_INDEXES = ("words_of_a_telling", "words_of_a_post", "words_of_a_headline")


def no_samples() -> migrations.RunSQL:
    """The migration step by which the planner samples no value of these columns: a sample is a copy that nobody erases.

    A column that a later migration adds is passed over here, and taken when that one runs this again.
    """
    return migrations.RunSQL(sql=_sampling(0), reverse_sql=_sampling(-1))


def _sampling(target: int) -> str:
    """How many values of each column the planner may keep."""
    columns = ",\n".join(f"    ('{table}', '{name}')" for table, name in SAMPLED_NOT)
    indexes = "\n".join(f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS {target};" for name in _INDEXES)
    return f"""
DO $body$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT listed.of_table, listed.of_column FROM (VALUES
{columns}
        ) AS listed (of_table, of_column)
        JOIN pg_attribute ON attrelid = to_regclass(listed.of_table) AND attname = listed.of_column AND NOT attisdropped
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS {target}', one.of_table, one.of_column);
    END LOOP;
END $body$;
{indexes}
"""  # noqa: S608 - names of our own list
