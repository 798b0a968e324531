"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [('cases', '0009_what_is_shared')]

    operations = [
        guard("cases_shared"),
        guard("cases_dismissal"),
        guard("cases_cluster"),
    ]
