"""A letter that would name the force that has a report says only that there is news, as far as it has not gone yet."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("letters", "0006_letters_to_forces")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE letters_letter SET template = 'news', facts = facts - 'where'
            WHERE template = 'given-on' AND state IN ('held', 'queued', 'sending')
            """,
            migrations.RunSQL.noop,
        )
    ]
