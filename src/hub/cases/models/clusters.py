"""Tables of the same thing again: what cases share, what was dismissed, and the clusters that people make of them."""

from django.db import models

from hub.cases.terms import Alike
from hub.common.privacy import Retention


class Shared(models.Model):
    """One thing that two suggested cases share; kept beside the suggestion, and never more than once."""

    suggestion = models.ForeignKey("cases.Suggestion", on_delete=models.PROTECT, related_name="+")
    alike = models.CharField(max_length=8, choices=Alike)
    mark = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "alike", "mark"], name="one_line_of_what_is_shared"
            ),
            models.CheckConstraint(condition=models.Q(alike__in=Alike.values), name="shared_alike_known"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "suggestion", "alike", "mark", "at"})
        retention = Retention.CASE


class Dismissal(models.Model):
    """A suggestion that somebody dismissed, with all that was shared by then; it comes again only with more."""

    suggestion = models.ForeignKey("cases.Suggestion", on_delete=models.PROTECT, related_name="+")
    through = models.ForeignKey(Shared, on_delete=models.PROTECT, related_name="+")  # the last that was seen
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "through"], name="dismissed_once_for_what_is_shared"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="dismissed_for_a_reason"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "suggestion", "through", "at", "by"})
        retention = Retention.CASE


class Cluster(models.Model):
    """Cases that a person keeps together; who said what stays with each report of each case."""

    reference = models.CharField(max_length=20, unique=True)
    opened_at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "reference", "opened_at", "by"})
        retention = Retention.CASE


class Membership(models.Model):
    """A case in a cluster, from when to when, by whom and why."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.TextField()
    to_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(to_at__isnull=True), name="a_case_is_in_one_live_cluster"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="joined_for_a_reason"),
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True, ended_by="", ended_reason="")
                | (models.Q(to_at__isnull=False) & ~models.Q(ended_by="") & ~models.Q(ended_reason="")),
                name="left_a_cluster_by_somebody_for_a_reason",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason", "ended_reason"})
        plain = frozenset({"id", "cluster", "case", "from_at", "by", "to_at", "ended_by"})
        retention = Retention.CASE


class Seen(models.Model):
    """When somebody last had a case or report open: what acts on several at once acts on nothing that was not."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "subject"], name="one_last_look_at_a_subject")
        ]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "subject", "at"})
        retention = Retention.OPERATION
