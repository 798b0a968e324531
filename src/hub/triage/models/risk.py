"""Tables of risk: assessments that are only added to, each in the place of an earlier one, and officers' words on priority."""

from django.db import models

from hub.common.privacy import Retention
from hub.triage.terms import Grade, Limb, Said, Word

_SUBJECTS = ("case", "report")
_FIRST = models.Q(supersedes__isnull=True)


class RiskAssessment(models.Model):
    """One assessment of risk by THRIVE+, with the boxes of the National Decision Model beside it."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=6)
    subject = models.CharField(max_length=20, db_index=True)
    overall = models.CharField(max_length=6, choices=Grade)
    information = models.TextField()
    strategy = models.TextField()
    powers = models.TextField()
    options = models.TextField()
    rejected = models.TextField()
    action = models.TextField()
    ethics = models.TextField()
    review_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=_SUBJECTS), name="risk_of_a_case_or_report"
            ),
            models.CheckConstraint(condition=models.Q(overall__in=Grade.values), name="risk_overall_known"),
            models.CheckConstraint(
                condition=_FIRST | ~models.Q(reason=""), name="risk_is_replaced_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject"], condition=_FIRST, name="one_first_risk_of_a_subject"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset(
            {
                "overall", "information", "strategy", "powers", "options", "rejected", "action", "ethics", "reason",
            }
        )  # fmt: skip
        plain = frozenset(
            {"id", "reference", "subject_kind", "subject", "review_on", "by", "at", "supersedes"}
        )
        retention = Retention.CASE


class RiskLimb(models.Model):
    """One limb of an assessment: what is known, and how grave that is."""

    assessment = models.ForeignKey(RiskAssessment, on_delete=models.PROTECT, related_name="+")
    limb = models.CharField(max_length=13, choices=Limb)
    grade = models.CharField(max_length=6, choices=Grade)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "limb"], name="one_limb_of_an_assessment"),
            models.CheckConstraint(condition=models.Q(limb__in=Limb.values), name="risk_limb_known"),
            models.CheckConstraint(condition=models.Q(grade__in=Grade.values), name="risk_grade_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="a_limb_says_something"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"grade", "text"})
        plain = frozenset({"id", "assessment", "limb"})
        retention = Retention.CASE


class VictimAssessment(models.Model):
    """What a victim needs and what grounds their enhanced rights, by the questions of the day."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=6)
    subject = models.CharField(max_length=20, db_index=True)
    notes = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=_SUBJECTS), name="victim_of_a_case_or_report"
            ),
            models.CheckConstraint(
                condition=_FIRST | ~models.Q(reason=""), name="victim_is_assessed_again_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject"], condition=_FIRST, name="one_first_victim_of_a_subject"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"notes", "reason"})
        plain = frozenset({"id", "reference", "subject_kind", "subject", "by", "at", "supersedes"})
        retention = Retention.CASE


class VictimAnswer(models.Model):
    """What was answered to one question of the table."""

    assessment = models.ForeignKey(VictimAssessment, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=9, choices=Said)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="one_answer_of_a_question"),
            models.CheckConstraint(condition=models.Q(answer__in=Said.values), name="victim_answer_known"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"answer"})
        plain = frozenset({"id", "assessment", "question"})
        retention = Retention.CASE


class PriorityWord(models.Model):
    """An officer's word on where something stands in the queue: for a reason, until a day on which it is looked at again."""

    subject_kind = models.CharField(max_length=6)
    subject = models.CharField(max_length=20, db_index=True)
    word = models.CharField(max_length=10, choices=Word)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    until = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=_SUBJECTS), name="priority_of_a_case_or_report"
            ),
            models.CheckConstraint(condition=models.Q(word__in=Word.values), name="priority_word_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_priority_word_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("at")), name="a_priority_word_ends_later"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject"], condition=_FIRST, name="one_first_word_on_a_subject"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "subject_kind", "subject", "word", "by", "at", "until", "supersedes"})
        retention = Retention.CASE
