"""Which keys this database was sealed with."""

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


class QuarantineKey(models.Model):
    """A key of the quarantine, by the half that locks; the half that opens is in no database."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    public = models.BinaryField()
    enrolled_at = models.DateTimeField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"version", "public", "enrolled_at"})
        retention = Retention.OPERATION
