"""What only grows of a crime decision."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [('triage', '0005_crime_decision')]

    operations = [
        guard("triage_worksheet"),
        guard("triage_crimedecision"),
        guard("triage_secondcheck"),
    ]
