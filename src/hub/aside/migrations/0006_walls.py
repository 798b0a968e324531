"""Why somebody is kept out may be masked with what is set aside."""

from django.db import migrations

from hub.aside import erasure


class Migration(migrations.Migration):
    """The functions as the list is now."""

    dependencies = [
        ("aside", "0005_files"),
        ("cases", "0012_walls"),
    ]

    operations = [
        erasure.functions(),
        erasure.no_samples(),
    ]
