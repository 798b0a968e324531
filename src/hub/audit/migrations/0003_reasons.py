"""Reasons may be erased by the owner of the database, and by nobody else."""

from django.db import migrations

# Its name begins as the guards' do, so that the application role loses the rights as well.
_SQL = """
CREATE OR REPLACE FUNCTION owner_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION '% is changed by its owner only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER append_only_but_for_the_owner BEFORE UPDATE OR DELETE ON audit_reason
    FOR EACH ROW EXECUTE FUNCTION owner_only();
ALTER TABLE audit_reason ENABLE ALWAYS TRIGGER append_only_but_for_the_owner;
"""


class Migration(migrations.Migration):
    """The guard of the reasons."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(sql=_SQL, reverse_sql="DROP TRIGGER append_only_but_for_the_owner ON audit_reason")
    ]
