"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("triage", "0001_initial")]

    operations = [
        guard("triage_decision"),
    ]
