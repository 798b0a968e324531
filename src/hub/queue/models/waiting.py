"""Tables of what waits: one row for each live case, and for each report that has no case yet."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hub.common.privacy import Retention
from hub.queue.terms import DEFAULT, Ended, Subject

ORDER = ("urgency", "order_at", "lighter", "id")  # of the queue, as its pages follow each other


class Waiting(models.Model):
    """Something that waits for somebody; made anew from the record whenever the record changes."""

    subject_kind = models.CharField(max_length=6, choices=Subject)
    subject = models.CharField(max_length=20, unique=True)
    live = models.BooleanField()
    urgency = models.PositiveSmallIntegerField()
    order_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    danger = models.BooleanField()
    under_18 = models.BooleanField()
    earlier = models.PositiveIntegerField()
    reports = models.PositiveIntegerField()
    about = models.CharField(max_length=8)
    scope = models.CharField(max_length=14)
    exit_to = models.CharField(max_length=60, blank=True)
    historic = models.BooleanField()
    borough = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=4, blank=True)
    strands = ArrayField(models.CharField(max_length=24))
    platform = models.CharField(max_length=80, blank=True)
    headline = models.CharField(max_length=120, blank=True)
    officer = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    duty = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    paused = models.BooleanField()
    ask = models.BooleanField()
    changed = models.BooleanField()
    suspect_under_18 = models.BooleanField(default=False, db_default=False)
    same_account = models.PositiveIntegerField(default=0, db_default=0)
    languages = ArrayField(models.CharField(max_length=40), default=list)
    sources = ArrayField(models.CharField(max_length=200), default=list)
    factors = ArrayField(models.CharField(max_length=40), default=list)
    points = models.PositiveSmallIntegerField(default=0)
    lighter = models.SmallIntegerField(default=0)  # the points below nothing, so that more of them come first
    high = models.BooleanField(default=False)
    overridden_until = models.DateTimeField(null=True)
    queue = models.CharField(max_length=40, default=DEFAULT)
    rule = models.CharField(max_length=20, blank=True)
    rule_version = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    holder = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_kind__in=Subject.values), name="waiting_subject_known"
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True, held_until__isnull=True)
                | Q(holder__isnull=False, held_until__isnull=False),
                name="a_claim_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=[*ORDER], condition=Q(live=True), name="queue_in_order"),
            models.Index(
                fields=["borough", *ORDER],
                condition=Q(live=True),
                name="queue_of_a_borough",
            ),
            models.Index(fields=["unit", *ORDER], condition=Q(live=True), name="queue_of_a_unit"),
            models.Index(
                fields=["holder", "held_until"],
                condition=Q(live=True, holder__isnull=False),
                name="queue_held",
            ),
            models.Index(
                fields=["officer", *ORDER],
                condition=Q(live=True, officer__isnull=False),
                name="queue_of_an_officer",
            ),
            models.Index(
                fields=[*ORDER],
                condition=Q(live=True) & ~Q(exit_to=""),
                name="queue_of_exits",
            ),
            models.Index(
                fields=[*ORDER],
                condition=Q(live=True) & (Q(under_18=True) | Q(earlier__gt=0)),
                name="queue_of_the_vulnerable",
            ),
            models.Index(fields=["queue", *ORDER], condition=Q(live=True), name="queue_of_a_name"),
            models.Index(
                fields=["overridden_until"],
                condition=Q(live=True, overridden_until__isnull=False),
                name="queue_of_words_that_end",
            ),
            GinIndex(fields=["strands"], name="queue_by_strand"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset(
            {"borough", "strands", "under_18", "suspect_under_18", "headline", "languages", "factors"}
        )
        plain = frozenset(
            {
                "id", "subject_kind", "subject", "live", "urgency", "order_at", "received_at", "danger", "earlier", "same_account",
                "reports", "about", "scope", "exit_to", "historic", "unit", "platform", "officer", "duty", "due_at",
                "paused", "ask", "changed", "sources", "points", "lighter", "high", "overridden_until", "queue", "rule",
                "rule_version", "by_hand", "holder", "held_until",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Claim(models.Model):
    """Who had what, from when to when; kept, so that waiting can be measured."""

    subject = models.CharField(max_length=20, db_index=True)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=12, choices=Ended, blank=True)
    reason = models.TextField(blank=True)  # why it is kept for longer than half an hour

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(ended_at__isnull=True), name="one_live_claim_of_a_subject"
            ),
            models.CheckConstraint(condition=Q(ended__in=["", *Ended.values]), name="claim_end_known"),
        ]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "subject", "from_at", "until", "ended_at", "ended"})
        retention = Retention.CASE


class SavedView(models.Model):
    """A way of looking at the queue that somebody keeps."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)  # as it stands in the address
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="one_view_of_a_name"),
        ]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "name", "query", "made_at"})
        retention = Retention.OPERATION
