"""What a borough officer asked of the hub is a duty of its own kind: an answer from whoever reported does not end it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duties", "0010_the_borough_asks")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE duties_duty SET kind = 'borough-asks', detail = substr(detail, length('The borough asks: ') + 1)
            WHERE kind = 'ask' AND state IN ('running', 'paused') AND detail LIKE 'The borough asks: %'
            """,
            migrations.RunSQL.noop,
        )
    ]
