"""What officers write of files may be masked with what is set aside."""

from django.db import migrations

from hub.aside import erasure


class Migration(migrations.Migration):
    """The functions as the list is now."""

    dependencies = [
        ("aside", "0004_belonging"),
        ("evidence", "0002_custody_only_grows"),
    ]

    operations = [
        erasure.functions(),
        erasure.no_samples(),
    ]
