"""Tables of what the vault holds: each exhibit with its key and fingerprint, and its custody, which only grows."""

from django.db import models
from django.db.models import Q

from hub.common.privacy import Retention
from hub.evidence.terms import Act, State, Trouble


class Exhibit(models.Model):
    """One file as it came: where its sealed object lies, what it was when it came, and how it stands.

    Without a key and not destroyed, its key lies in the original of what was set aside.
    """

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    object = models.CharField(max_length=32, unique=True)
    store = models.CharField(max_length=70)  # with the bucket, where it is one
    sha256 = models.BinaryField()
    size = models.BigIntegerField()
    sealed_sha256 = models.BinaryField()
    wrapped_key = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    sealed_name = models.BinaryField()
    media_type = models.CharField(max_length=100)
    mislabelled = models.BooleanField()
    state = models.CharField(max_length=12, choices=State)
    scan_tried_at = models.DateTimeField(null=True)
    scan_trouble = models.CharField(max_length=10, choices=Trouble, blank=True)
    signatures = models.CharField(max_length=100, blank=True)  # by which it was last scanned
    scanned_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # what was sealed is gone from the store, not only its key

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="exhibit_state_known"),
            models.CheckConstraint(
                condition=Q(scan_trouble="") | Q(scan_trouble__in=Trouble.values), name="exhibit_scan_trouble_known"
            ),
            models.CheckConstraint(condition=Q(size__gte=0), name="exhibit_size_is_a_size"),
            models.CheckConstraint(
                condition=(Q(state=State.DESTROYED) & Q(wrapped_key=b"", sealed_name=b"", sha256=b"", ended_at__isnull=False))
                | (~Q(state=State.DESTROYED) & Q(ended_at__isnull=True)),
                name="a_destroyed_exhibit_has_no_key",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CLEAN, State.INFECTED]) | Q(scanned_at__isnull=False),
                name="an_exhibit_is_clean_or_infected_by_a_scan",
            ),
            models.UniqueConstraint(
                fields=["subject", "sha256"], condition=~Q(state=State.DESTROYED), name="one_exhibit_of_the_same_bytes"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["subject", "id"], name="exhibits_of_a_subject"),
            models.Index(fields=["id"], condition=Q(state=State.WAITING), name="exhibits_to_scan"),
            models.Index(
                fields=["sha256"], condition=Q(state=State.QUARANTINED), name="exhibits_in_quarantine"
            ),
            models.Index(
                fields=["id"],
                condition=Q(state=State.DESTROYED, removed_at__isnull=True),
                name="exhibits_to_remove",
            ),
        ]

    class Privacy:
        identifying = frozenset({"sealed_name"})
        sensitive = frozenset({"wrapped_key", "sha256"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "object", "store", "size", "sealed_sha256", "key_version",
                "media_type", "mislabelled", "state", "scan_tried_at", "scan_trouble", "signatures", "scanned_at", "received_at", "by", "ended_at",
                "removed_at",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Custody(models.Model):
    """One thing that was done with an exhibit; rows are added, never changed, but for the words of what is set aside."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=Act)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(act__in=Act.values), name="custody_act_known")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "exhibit", "act", "at", "by"})
        retention = Retention.CASE
