"""Tables of what was done to several records at once, so that it can be read and for a while undone."""

from django.db import models

from hub.common.privacy import Retention
from hub.queue.terms import NEEDS_REASON, Act, LineState


class Bulk(models.Model):
    """One act on several records, by one person; for one reason, where one alone would need it."""

    reference = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=Act)
    target = models.CharField(max_length=20, blank=True)  # a colleague, or the case to be joined with
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    undo_until = models.DateTimeField(null=True)  # blank where it cannot be undone
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="bulk_act_known"),
            models.CheckConstraint(
                condition=~models.Q(reason="") | ~models.Q(act__in=sorted(NEEDS_REASON)),
                name="bulk_for_a_reason",
            ),
        ]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "reference", "act", "target", "at", "undo_until", "undone_at"})
        retention = Retention.CASE


class BulkLine(models.Model):
    """What became of one record of it, how that stood before, and by what it is known that nobody changed it since."""

    bulk = models.ForeignKey(Bulk, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=LineState)
    sentence = models.TextField()
    before = models.JSONField()
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "subject"], name="one_line_of_a_record_in_bulk"),
            models.CheckConstraint(
                condition=models.Q(state__in=LineState.values), name="bulk_line_state_known"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"sentence", "before"})
        plain = frozenset({"id", "bulk", "subject", "state", "mark"})
        retention = Retention.CASE
