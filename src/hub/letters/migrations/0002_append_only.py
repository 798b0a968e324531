"""What only grows in this module."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("letters", "0001_initial")]

    operations = [
        guard("letters_attempt"),
    ]
