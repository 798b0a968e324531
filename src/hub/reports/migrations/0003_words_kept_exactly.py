"""What was told is kept exactly: the application role cannot change or remove the words."""

from django.db import migrations

from hub.common.append_only import guard_but_for_the_owner


class Migration(migrations.Migration):
    """The guard of the words."""

    dependencies = [("reports", "0002_append_only")]

    operations = [guard_but_for_the_owner("reports_words")]
