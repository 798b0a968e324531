"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [('triage', '0009_belonging')]

    operations = [
        guard("triage_exitmove"),
    ]
