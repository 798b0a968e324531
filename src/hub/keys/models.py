"""Which master keys this database was sealed with."""

from django.db import models

from hub.common.privacy import Retention


class KeyVersion(models.Model):
    """A master key, by its fingerprint."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    fingerprint = models.CharField(max_length=16)
    enrolled_at = models.DateTimeField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"version", "fingerprint", "enrolled_at"})
        retention = Retention.OPERATION
