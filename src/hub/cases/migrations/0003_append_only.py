from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("cases", "0002_the_desk")]

    operations = [
        guard("cases_note"),
    ]
