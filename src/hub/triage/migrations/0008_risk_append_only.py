"""What officers assessed only grows."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [('triage', '0007_risk_and_second_look')]

    operations = [
        guard("triage_riskassessment"),
        guard("triage_risklimb"),
        guard("triage_victimassessment"),
        guard("triage_victimanswer"),
        guard("triage_priorityword"),
    ]
