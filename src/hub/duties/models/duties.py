"""Tables of duties."""

from django.db import models

from hub.common.privacy import Retention
from hub.duties.terms import Kind, Occasion, State, Subject

_LIVE = models.Q(state__in=[State.RUNNING, State.PAUSED])


class Duty(models.Model):
    """Something that must be done by a time."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20, choices=Subject)
    subject = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    code_version = models.CharField(max_length=30)
    enhanced = models.BooleanField()
    historic = models.BooleanField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=State)
    detail = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="duty_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="duty_state_known"),
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=Subject.values), name="duty_subject_known"
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gte=models.F("starts_at")), name="duty_due_after_start"
            ),
            models.CheckConstraint(
                condition=(_LIVE & models.Q(ended_at__isnull=True, ended_because=""))
                | (~_LIVE & models.Q(ended_at__isnull=False) & ~models.Q(ended_because="")),
                name="duty_ends_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "kind"], condition=_LIVE, name="one_live_duty_of_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="duties_in_order"),
            models.Index(
                fields=["kind", "due_at", "id"],
                condition=models.Q(state=State.RUNNING, historic=False),
                name="duties_to_watch",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"detail", "ended_because"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "kind", "code_version", "enhanced", "historic",
                "starts_at", "due_at", "state", "ended_at", "ended_by",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Pause(models.Model):
    """A time in which a duty could not go on, and why."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=models.Q(to_at__isnull=True), name="one_open_pause_of_a_duty"
            ),
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gte=models.F("from_at")),
                name="pause_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="pause_has_a_reason"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "duty", "from_at", "to_at", "by"})
        retention = Retention.CASE


class WarningDay(models.Model):
    """A day before a duty is due on which somebody is warned."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "at"], name="one_warning_of_a_moment")]
        indexes = [models.Index(fields=["at"], name="warnings_in_time")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "duty", "at", "words"})
        retention = Retention.CASE


class Reminder(models.Model):
    """A reminder that was made, so that it is made once."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=8, choices=Occasion)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "occasion", "due_at"], name="one_reminder_of_an_occasion"
            ),
            models.CheckConstraint(
                condition=models.Q(occasion__in=Occasion.values), name="reminder_occasion_known"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "duty", "occasion", "due_at", "at"})
        retention = Retention.CASE
