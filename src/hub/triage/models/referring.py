"""Tables of triage: a ledger of answers that is only added to, and the exits that wait for an officer."""

from django.db import models

from hub.common.privacy import Retention
from hub.triage.terms import ExitState, Question, Scope


class Decision(models.Model):
    """One answer about one report: by which rule or person, from what, when, and what it replaces."""

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=10, choices=Question)
    answer = models.CharField(max_length=60)
    reason = models.TextField()
    rule = models.CharField(max_length=60)
    rule_version = models.CharField(max_length=20)
    inputs = models.JSONField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question__in=Question.values), name="decision_question_known"
            ),
            models.UniqueConstraint(
                fields=["report", "question"],
                condition=models.Q(supersedes__isnull=True),
                name="one_first_answer_to_a_question",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"answer", "reason", "inputs"})
        plain = frozenset({"id", "report", "question", "rule", "rule_version", "by", "at", "supersedes"})
        retention = Retention.CASE


class Standing(models.Model):
    """Where a report stands now, as the newest answers say; the ledger says why."""

    report = models.OneToOneField("reports.Report", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=14, choices=Scope)
    force = models.CharField(max_length=60, blank=True)
    borough = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=4, blank=True)
    immediate = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="standing_scope_known")
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"borough"})
        plain = frozenset({"id", "report", "scope", "force", "unit", "immediate"})
        retention = Retention.CASE


class Exit(models.Model):
    """A way out of the hub, proposed for one report; nothing leaves until an officer confirms it."""

    report = models.OneToOneField("reports.Report", on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=60)
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=ExitState)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ExitState.values), name="exit_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by="", decided_at__isnull=True, decided_reason="")
                | (~models.Q(state="proposed") & ~models.Q(decided_by="") & ~models.Q(decided_reason="")
                   & models.Q(decided_at__isnull=False)),
                name="exit_decided_by_somebody_for_a_reason",
            ),
        ]  # fmt: skip

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason", "decided_reason"})
        plain = frozenset({"id", "report", "to", "state", "proposed_at", "decided_by", "decided_at"})
        retention = Retention.CASE
