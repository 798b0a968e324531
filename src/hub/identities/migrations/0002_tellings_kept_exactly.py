"""A sealed telling is kept exactly: the application role cannot change or remove it."""

from django.db import migrations

from hub.common.append_only import guard_but_for_the_owner


class Migration(migrations.Migration):
    """The guard of the tellings."""

    dependencies = [("identities", "0001_initial")]

    operations = [guard_but_for_the_owner("identities_telling")]
