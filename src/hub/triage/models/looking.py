"""The table of the second look."""

from django.db import models
from django.db.models import Q

from hub.common.persons import names_one_person
from hub.common.privacy import Retention
from hub.triage.terms import Looked


class SecondLook(models.Model):
    """A first decision that was drawn to be read again by another officer, and what they say."""

    reference = models.CharField(max_length=20, unique=True)
    what = models.CharField(max_length=6, choices=Looked)
    subject_kind = models.CharField(max_length=6)
    subject = models.CharField(max_length=20, db_index=True)
    about = models.CharField(max_length=20)
    per_cent = models.PositiveSmallIntegerField()
    first_answer = models.CharField(max_length=40)
    first_reason = models.TextField()
    first_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    second_answer = models.CharField(max_length=40, blank=True)
    second_reason = models.TextField(blank=True)
    second_by = models.CharField(max_length=80, blank=True)
    second_at = models.DateTimeField(null=True)
    agrees = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Looked.values), name="second_look_known"),
            models.CheckConstraint(
                condition=Q(subject_kind__in=("case", "report")), name="second_look_of_a_case_or_report"
            ),
            models.CheckConstraint(
                condition=Q(second_answer="", second_reason="", second_by="", second_at__isnull=True,
                            agrees__isnull=True)
                | (~Q(second_answer="") & ~Q(second_reason="") & ~Q(second_by="") & Q(second_at__isnull=False)
                   & Q(agrees__isnull=False)),
                name="second_look_is_given_whole",
            ),
            models.CheckConstraint(
                condition=~names_one_person("second_by", "first_by"), name="second_look_is_anothers"
            ),
            models.UniqueConstraint(fields=["what", "subject", "about"], name="one_second_look_of_a_decision"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["id"], condition=Q(second_at__isnull=True), name="second_looks_that_wait"),
            models.Index(fields=["-id"], condition=Q(agrees=False), name="second_looks_that_disagree"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"first_answer", "first_reason", "second_answer", "second_reason"})
        plain = frozenset(
            {
                "id", "reference", "what", "subject_kind", "subject", "about", "per_cent", "first_by", "asked_at",
                "second_by", "second_at", "agrees",
            }
        )  # fmt: skip
        retention = Retention.CASE
