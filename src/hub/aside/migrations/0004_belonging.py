"""What officers write of clusters, handovers and several records at once may be masked; suggestions are taken out."""

from django.db import migrations

from hub.aside import erasure
from hub.common.append_only import erasable_by_law


class Migration(migrations.Migration):
    """The tables that came since, and the functions as the list is now."""

    dependencies = [
        ("aside", "0003_decisions_and_alarms"),
        ("cases", "0010_clusters_append_only"),
        ("queue", "0005_bulk"),
        ("triage", "0011_another_forces_purpose"),
    ]

    operations = [
        erasable_by_law("cases_dismissal"),
        erasable_by_law("cases_shared"),
        erasable_by_law("triage_exitmove"),
        erasure.functions(),
        erasure.no_samples(),
    ]
