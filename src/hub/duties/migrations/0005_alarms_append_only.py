"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("duties", "0004_alarms")]

    operations = [
        guard("duties_nameddanger"),
        guard("duties_call"),
        guard("duties_answer"),
    ]
