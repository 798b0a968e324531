"""Tables of cases: what belongs together, and which unit holds it."""

from django.db import models

from hub.cases.terms import About, How, State
from hub.common.privacy import Retention


class Case(models.Model):
    """One victim, or the public, and one course of conduct."""

    reference = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=8, choices=About)
    state = models.CharField(max_length=10, choices=State)
    borough = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=4, blank=True)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(about__in=About.values), name="case_about_known"),
            models.CheckConstraint(
                condition=models.Q(state="with-hub", unit="")
                | (models.Q(state="with-unit") & ~models.Q(unit="")),
                name="case_held_by_hub_or_unit",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"borough"})
        plain = frozenset({"id", "reference", "about", "state", "unit", "opened_at", "version"})
        retention = Retention.CASE


class CaseReport(models.Model):
    """A report in its case; a report is in one case only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField("reports.Report", on_delete=models.PROTECT, related_name="+")
    victim = models.ForeignKey("identities.Person", on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=8, choices=How)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(how__in=How.values), name="case_report_how_known")
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"victim"})
        plain = frozenset({"id", "case", "report", "how", "at"})
        retention = Retention.CASE


class PublicItem(models.Model):
    """The public case that an item has; an item has one."""

    item = models.OneToOneField("content.Item", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "item", "case"})
        retention = Retention.CASE


class Suggestion(models.Model):
    """A case that may belong with another; a person decides."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="one_suggestion_of_two_cases")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "case", "other", "basis", "at"})
        retention = Retention.CASE


class Allocation(models.Model):
    """A case given to a command unit; an officer in the case is named later."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=4)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_allocation_of_a_case",
            )
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "case", "unit", "at", "by", "ended_at"})
        retention = Retention.CASE
