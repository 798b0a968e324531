"""Tables of alarms: raised, called out, acknowledged, ended."""

from django.db import models

from hub.common.privacy import Retention
from hub.duties.terms import AlarmState, AlarmSubject, Called, Channel, Danger


class Alarm(models.Model):
    """Somebody may be hurt if we wait, or the daily test that says whether we would be heard."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=6, choices=AlarmSubject)
    subject = models.CharField(max_length=20, db_index=True)
    state = models.CharField(max_length=12, choices=AlarmState)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=80)
    reason = models.TextField(blank=True)  # what an officer said; blank where a report alone tells of danger
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_because = models.TextField(blank=True)
    passed = models.BooleanField(null=True)  # of a test that ended: whether every way took its message

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=AlarmSubject.values), name="alarm_subject_known"
            ),
            models.CheckConstraint(condition=models.Q(state__in=AlarmState.values), name="alarm_state_known"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by="")
                | (models.Q(acknowledged_at__isnull=False) & ~models.Q(acknowledged_by="")),
                name="alarm_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="raised", acknowledged_at__isnull=True)
                | models.Q(state="acknowledged", acknowledged_at__isnull=False)
                | models.Q(state="ended"),
                name="alarm_raised_until_acknowledged",
            ),
            models.CheckConstraint(
                condition=(~models.Q(state="ended") & models.Q(ended_at__isnull=True, ended_because="", ended_by=""))
                | (models.Q(state="ended", ended_at__isnull=False) & ~models.Q(ended_because="") & ~models.Q(ended_by="")),
                name="alarm_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(subject_kind="test", state="ended", passed__isnull=False)
                | (~models.Q(subject_kind="test", state="ended") & models.Q(passed__isnull=True)),
                name="alarm_passed_is_of_a_test_that_ended",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject"],
                condition=models.Q(state="raised"),
                name="one_alarm_is_called_out_of_a_subject",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "raised_at", "id"], name="alarms_in_order"),
            models.Index(fields=["subject_kind", "raised_at"], name="alarms_of_a_kind_in_time"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason", "ended_because"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "state", "raised_at", "raised_by", "acknowledged_at",
                "acknowledged_by", "ended_at", "ended_by", "passed",
            }
        )  # fmt: skip
        retention = Retention.CASE


class NamedDanger(models.Model):
    """A kind of danger that an officer named of an alarm, and why; never inferred from words."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="+")
    danger = models.CharField(max_length=20, choices=Danger)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(danger__in=Danger.values), name="danger_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="danger_named_for_a_reason"),
            models.UniqueConstraint(fields=["alarm", "danger"], name="one_naming_of_a_danger"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"danger", "reason"})
        plain = frozenset({"id", "alarm", "at", "by"})
        retention = Retention.CASE


class Call(models.Model):
    """A call of an alarm, written down before it goes; what came of it stands in its answer."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    called = models.CharField(max_length=12, choices=Called)
    officer = models.CharField(max_length=20, blank=True)  # the reference of an account
    channel = models.CharField(max_length=8, choices=Channel)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(called__in=Called.values), name="call_recipient_known"),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="call_channel_known"),
            models.CheckConstraint(
                condition=(models.Q(called="officer") & ~models.Q(officer=""))
                | (~models.Q(called="officer") & models.Q(officer="")),
                name="call_of_an_officer_names_them",
            ),
            models.UniqueConstraint(
                fields=["alarm", "round", "called", "officer", "channel"], name="one_call_of_a_way_in_a_round"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "alarm", "round", "called", "officer", "channel", "at"})
        retention = Retention.CASE


class Answer(models.Model):
    """What a way said to a call: taken or not, and its code alone, because its words may hold an address."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted = models.BooleanField()
    code = models.PositiveSmallIntegerField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "call", "at", "accepted", "code"})
        retention = Retention.CASE
