"""Reasons may be erased by the owner of the database, and by nobody else."""

from django.db import migrations

from hub.common.append_only import guard_but_for_the_owner


class Migration(migrations.Migration):
    """The guard of the reasons."""

    dependencies = [("audit", "0002_append_only")]

    operations = [guard_but_for_the_owner("audit_reason")]
