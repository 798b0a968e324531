"""Tables that only grow: no UPDATE, DELETE or TRUNCATE by anybody, by triggers that replication mode cannot silence."""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: rows are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def guard(table: str) -> migrations.RunSQL:
    """The migration step that makes a table append-only; the application role loses the rights as well."""
    return migrations.RunSQL(
        sql=_FUNCTION
        + f"""
        CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION append_only();
        CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION append_only();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_rows;
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_table;
        """,
        reverse_sql=f"DROP TRIGGER append_only_rows ON {table}; DROP TRIGGER append_only_table ON {table};",
    )


_OWNER_ONLY = """
CREATE OR REPLACE FUNCTION owner_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION '% is changed by its owner only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def guard_but_for_the_owner(table: str) -> migrations.RunSQL:
    """The migration step for what is kept exactly and erasable by law: only the owner of the database may touch it.

    The trigger's name begins as the guards' do, so that the application role loses the rights as well.
    """
    return migrations.RunSQL(
        sql=_OWNER_ONLY
        + f"""
        CREATE TRIGGER append_only_but_for_the_owner BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION owner_only();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_but_for_the_owner;
        """,
        reverse_sql=f"DROP TRIGGER append_only_but_for_the_owner ON {table}",
    )


def erasable_by_law(table: str) -> migrations.RunSQL:
    """The migration step by which rows that only grow may be masked by the owner of the database; nobody empties it."""
    return migrations.RunSQL(
        sql=_OWNER_ONLY
        + f"""
        DROP TRIGGER append_only_rows ON {table};
        CREATE TRIGGER append_only_but_for_the_owner BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION owner_only();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_but_for_the_owner;
        """,
        reverse_sql=f"""
        DROP TRIGGER append_only_but_for_the_owner ON {table};
        CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION append_only();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_rows;
        """,
    )
