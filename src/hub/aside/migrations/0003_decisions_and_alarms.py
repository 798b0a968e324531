"""What officers write of decisions, risk and alarms may be masked as well."""

from django.db import migrations

from hub.aside import erasure
from hub.common.append_only import erasable_by_law


class Migration(migrations.Migration):
    """The tables that came since, and the functions as the list is now."""

    dependencies = [
        ("aside", "0002_masked_by_the_owner"),
        ("cases", "0007_outcomes_append_only"),
        ("duties", "0007_every_kind"),
        ("queue", "0004_first_queue"),
        ("triage", "0008_risk_append_only"),
    ]

    operations = [
        erasable_by_law("cases_outcome"),
        erasable_by_law("duties_nameddanger"),
        erasable_by_law("queue_routed"),
        erasable_by_law("triage_crimedecision"),
        erasable_by_law("triage_riskassessment"),
        erasable_by_law("triage_risklimb"),
        erasable_by_law("triage_secondcheck"),
        erasable_by_law("triage_victimassessment"),
        erasable_by_law("triage_priorityword"),
        erasable_by_law("triage_worksheet"),
        erasure.functions(),
        erasure.no_samples(),
    ]
