"""Tables of what was set aside: originals that are sealed and dated, submissions, and each row that was written."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hub.aside.terms import Because, Limb, Standing, State
from hub.common.privacy import Retention

_THERE = Q(state__in=[State.KEPT, State.HELD])
_OPEN = Q(state__in=[Standing.SUBMITTED, Standing.AUTHORISED])


class Original(models.Model):
    """What a case or report said before it was masked, sealed with a key of its own, and the day on which it goes."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=20, db_index=True)
    case_number = models.BigIntegerField(null=True)
    reports = ArrayField(models.BigIntegerField())
    subjects = ArrayField(models.CharField(max_length=20))
    wrapped_key = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State)
    decided_at = models.DateTimeField()
    set_aside_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    rule = models.CharField(max_length=30)
    dispose_on = models.DateField()
    because = models.CharField(max_length=14, choices=Because, blank=True)
    held_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=80, blank=True)
    held_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="original_state_known"),
            models.CheckConstraint(
                condition=Q(because="") | Q(because__in=Because.values), name="original_because_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | (~Q(because="") & Q(held_at__isnull=False)),
                name="original_held_for_a_reason",
            ),
            models.CheckConstraint(
                condition=(_THERE & Q(ended_at__isnull=True))
                | (~_THERE & Q(ended_at__isnull=False, wrapped_key=b"", sealed=b"")),
                name="an_ended_original_is_erased",
            ),
            models.UniqueConstraint(fields=["subject"], condition=_THERE, name="one_original_of_a_subject"),
        ]
        indexes = [
            models.Index(fields=["dispose_on", "id"], condition=_THERE, name="originals_by_day"),
            GinIndex(fields=["reports"], name="originals_of_a_report"),
        ]

    class Privacy:
        identifying = frozenset({"sealed"})
        sensitive = frozenset({"wrapped_key"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "case_number", "reports", "subjects", "key_version",
                "state", "decided_at", "set_aside_at", "by", "rule", "dispose_on", "because", "held_at", "held_by",
                "held_until", "ended_at", "ended_by",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Submission(models.Model):
    """Why identifying data of somebody reported is kept although it is not a crime, until which day, and who agreed."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=20, db_index=True)
    wrapped_key = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    limb = models.CharField(max_length=8, choices=Limb)
    expires_on = models.DateField()
    told = models.BooleanField()
    state = models.CharField(max_length=10, choices=Standing)
    submitted_by = models.CharField(max_length=80)
    submitter = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    supervisor = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "aside_submission"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Standing.values), name="submission_state_known"),
            models.CheckConstraint(condition=Q(limb__in=Limb.values), name="submission_limb_known"),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=models.F("submitter")),
                name="nobody_authorises_their_own_submission",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[Standing.AUTHORISED, Standing.REFUSED])
                | Q(supervisor__isnull=False, decided_at__isnull=False),
                name="submission_decided_by_a_supervisor",
            ),
            models.CheckConstraint(
                condition=(_OPEN & Q(ended_at__isnull=True))
                | (~_OPEN & Q(ended_at__isnull=False, wrapped_key=b"", sealed=b"")),
                name="an_ended_submission_is_erased",
            ),
            models.UniqueConstraint(fields=["subject"], condition=_OPEN, name="one_submission_of_a_subject"),
        ]

    class Privacy:
        identifying = frozenset({"sealed", "submitter", "supervisor"})
        sensitive = frozenset({"wrapped_key"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "key_version", "limb", "expires_on", "told", "state",
                "submitted_by", "submitted_at", "decided_by", "decided_at", "ended_at",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Written(models.Model):
    """One row that the owner's functions masked, took out or destroyed; they alone write here."""

    original = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    place = models.CharField(max_length=120)
    row = models.BigIntegerField()
    verb = models.CharField(max_length=10)

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "original", "at", "transaction", "place", "row", "verb"})
        retention = Retention.AUDIT
