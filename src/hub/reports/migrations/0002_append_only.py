"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("reports", "0001_initial")]

    operations = [
        guard("reports_report"),
        guard("reports_perception"),
        guard("reports_disagreement"),
        guard("reports_addition"),
        guard("reports_resend"),
    ]
