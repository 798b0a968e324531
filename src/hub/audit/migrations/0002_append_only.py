"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        guard("audit_line"),
        guard("audit_leaf"),
        guard("audit_block"),
    ]
