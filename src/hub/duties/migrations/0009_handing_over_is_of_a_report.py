"""What is handed to another force is a report, whatever case it is in: what was started on a case goes to its report."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duties", "0008_handing_over")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE duties_duty SET subject_kind = 'report', subject = split_part(detail, ' ', 1)
            WHERE kind = 'transfer' AND subject_kind = 'case' AND state IN ('running', 'paused')
                AND detail ~ '^R-[^ ]+ is for '
            """,
            migrations.RunSQL.noop,
        )
    ]
