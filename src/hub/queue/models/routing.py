"""Tables of routing: queues, the versions of rules, what went where and why, and what was passed by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hub.common.privacy import Retention
from hub.queue.terms import Because


class Queue(models.Model):
    """A named queue; each version of its name and of who sees it is a row of its own, and the newest stands."""

    slug = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    what = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=20))
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="one_version_of_a_queue"),
            models.CheckConstraint(condition=~Q(name=""), name="a_queue_has_a_name"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="somebody_sees_a_queue"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "slug", "version", "name", "what", "roles", "by", "at"})
        retention = Retention.OPERATION


class RuleVersion(models.Model):
    """One version of a rule; a change is a new version, and the old ones stay."""

    reference = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    conditions = models.JSONField()
    queue = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    on = models.BooleanField()
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "version"], name="one_version_of_a_rule"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_rule_changes_for_a_reason"),
            models.CheckConstraint(condition=~Q(name=""), name="a_rule_has_a_name"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset(
            {
                "id",
                "reference",
                "version",
                "name",
                "conditions",
                "queue",
                "position",
                "on",
                "reason",
                "by",
                "at",
            }
        )
        retention = Retention.OPERATION


class Routed(models.Model):
    """That something came into a queue: by which rule and version, from which facts, or by whose hand."""

    subject = models.CharField(max_length=20, db_index=True)
    queue = models.CharField(max_length=40)
    because = models.CharField(max_length=7, choices=Because)
    rule = models.CharField(max_length=20, blank=True)
    rule_version = models.PositiveIntegerField(default=0)
    inputs = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(because__in=Because.values), name="routed_because_known"),
            models.CheckConstraint(
                condition=(Q(because=Because.RULE) & ~Q(rule="")) | (~Q(because=Because.RULE) & Q(rule="")),
                name="routed_by_a_rule_names_it",
            ),
        ]
        indexes = [models.Index(fields=["rule", "at"], condition=~Q(rule=""), name="routed_by_a_rule")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"inputs"})
        plain = frozenset({"id", "subject", "queue", "because", "rule", "rule_version", "at"})
        retention = Retention.CASE


class Passed(models.Model):
    """That somebody passed something by hand to a queue or a person; it holds against the rules until it is released."""

    subject = models.CharField(max_length=20, db_index=True)
    queue = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(ended_at__isnull=True), name="one_hand_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="passed_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(queue="") | Q(person__isnull=False), name="passed_to_somebody_or_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="released_by_somebody",
            ),
        ]

    class Privacy:
        identifying = frozenset({"person"})
        sensitive = frozenset({"reason", "ended_reason"})
        plain = frozenset({"id", "subject", "queue", "by", "at", "ended_at", "ended_by"})
        retention = Retention.CASE
