"""Tables of the crime decision: a ledger of decisions, checks and worksheets that only grows, and what is not sent yet."""

from django.db import models

from hub.common.privacy import Retention
from hub.triage.terms.deciding import About, CrimeAnswer


class Worksheet(models.Model):
    """The worksheet of Article 10 as an officer filled it in; a later one stands beside it, and is the one that counts."""

    subject_kind = models.CharField(max_length=20, choices=About)
    subject = models.CharField(max_length=20, db_index=True)
    answers = models.JSONField()  # question -> words and mark
    offences = models.JSONField()  # what it is set out in, as offence ids
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=About.values), name="worksheet_subject_known"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject"],
                condition=models.Q(supersedes__isnull=True),
                name="one_first_worksheet",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"answers", "offences"})
        plain = frozenset({"id", "subject_kind", "subject", "by", "at", "supersedes"})
        retention = Retention.CASE


class CrimeDecision(models.Model):
    """Crime, not a crime, or more information: by whom, when, why, what was considered, and which decision it replaces."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20, choices=About)
    subject = models.CharField(max_length=20, db_index=True)
    decision = models.CharField(max_length=16, choices=CrimeAnswer)
    reason = models.TextField()
    considered = models.JSONField()
    question = models.TextField(blank=True)
    verified = models.TextField(blank=True)
    offence_date = models.DateField(null=True)
    worksheet = models.ForeignKey(Worksheet, on_delete=models.PROTECT, null=True, related_name="+")
    policies = models.JSONField(default=list, db_default=[])  # under which it was made, in their words
    check_because = models.JSONField()  # why a second person looks at it; empty where nobody has to
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=About.values), name="crime_decision_subject_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=CrimeAnswer.values), name="crime_decision_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_crime_decision_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(decision=CrimeAnswer.MORE) | ~models.Q(question=""),
                name="more_information_asks_a_question",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject"],
                condition=models.Q(supersedes__isnull=True),
                name="one_first_crime_decision",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason", "considered", "question", "verified", "offence_date"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "decision", "worksheet", "policies", "check_because", "by",
                "at", "supersedes",
            }
        )  # fmt: skip
        retention = Retention.CASE


class SecondCheck(models.Model):
    """A second person's word on a decision."""

    decision = models.OneToOneField(CrimeDecision, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_second_check_has_a_reason")
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "decision", "agrees", "by", "at"})
        retention = Retention.CASE


class UnsentDecision(models.Model):
    """What an officer has written of a decision and not recorded yet; gone once they record it."""

    subject_kind = models.CharField(max_length=20, choices=About)
    subject = models.CharField(max_length=20)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    words = models.JSONField()
    saved_at = models.DateTimeField()
    # Which version of the case the officer had before them, and since when; blank of what was kept before that was asked.
    version = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=About.values), name="unsent_decision_subject_known"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "account"], name="one_unsent_decision_of_an_officer"
            ),
        ]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset({"words"})
        plain = frozenset({"id", "subject_kind", "subject", "saved_at", "version", "made_at"})
        retention = Retention.CASE
