"""What is kept exactly may be masked where it is not a crime: by the owner's functions, and by nobody else."""

from django.db import migrations

from hub.aside import erasure
from hub.common.append_only import erasable_by_law, guard

# A line says what the owner's functions did; nobody else writes one.
_OWN_LINES = """
CREATE TRIGGER append_only_by_the_owner BEFORE INSERT ON aside_written
    FOR EACH ROW EXECUTE FUNCTION owner_only();
ALTER TABLE aside_written ENABLE ALWAYS TRIGGER append_only_by_the_owner;
"""


class Migration(migrations.Migration):
    """The guards and the functions."""

    dependencies = [
        ("aside", "0001_initial"),
        ("audit", "0003_reasons"),
        ("cases", "0005_words_of_headlines"),
        ("content", "0002_words_found"),
        ("duties", "0001_initial"),
        ("identities", "0002_tellings_kept_exactly"),
        ("queue", "0001_initial"),
        ("reports", "0008_conduct"),
        ("triage", "0002_append_only"),
    ]

    operations = [
        erasable_by_law("reports_addition"),
        erasable_by_law("reports_resend"),
        erasable_by_law("reports_disagreement"),
        erasable_by_law("triage_decision"),
        erasable_by_law("cases_note"),
        erasable_by_law("cases_headline"),
        guard("aside_written"),
        migrations.RunSQL(
            sql=_OWN_LINES, reverse_sql="DROP TRIGGER append_only_by_the_owner ON aside_written"
        ),
        erasure.functions(),
        erasure.no_samples(),
    ]
