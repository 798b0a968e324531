"""Custody only grows; what somebody wrote in it may be masked with what is set aside."""

from django.db import migrations

from hub.common.append_only import erasable_by_law, guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("evidence", "0001_initial")]

    operations = [
        guard("evidence_custody"),
        erasable_by_law("evidence_custody"),
    ]
