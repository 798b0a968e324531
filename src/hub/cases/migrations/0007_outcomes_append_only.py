"""Outcomes only grow."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("cases", "0006_charging")]

    operations = [
        guard("cases_outcome"),
    ]
