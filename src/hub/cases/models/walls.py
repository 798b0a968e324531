"""The table of walls: who is kept out of a case or report."""

from django.db import models
from django.db.models import Q

from hub.common.privacy import Retention


class Wall(models.Model):
    """Somebody with an interest is kept out of a case or report, or everybody is who does not work on it; it ends by a row's end."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=6)
    subject = models.CharField(max_length=20)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_wall_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(ended_reason="")),
                name="a_wall_ends_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["subject", "account"], condition=Q(ended_at__isnull=True), nulls_distinct=False,
                name="one_live_wall_of_somebody",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["account"], condition=Q(ended_at__isnull=True), name="walls_of_somebody")
        ]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset({"reason", "ended_reason"})
        plain = frozenset({"id", "reference", "subject_kind", "subject", "by", "at", "ended_at", "ended_by"})
        retention = Retention.CASE
