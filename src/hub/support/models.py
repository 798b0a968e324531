"""Tables of support: the offers that were made."""

from django.db import models

from hub.common.privacy import Retention


class Offer(models.Model):
    """A service offered to whoever reported; it hangs on the report, so that people out of scope are helped too; only added."""

    reference = models.CharField(max_length=20, unique=True)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=60)
    reasons = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "service"], name="one_offer_of_a_service")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"service", "reasons"})
        plain = frozenset({"id", "reference", "report", "at"})
        retention = Retention.CASE
