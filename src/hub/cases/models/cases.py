"""Tables of cases: what belongs together, and which unit holds it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from hub.cases.terms import About, Given, How, Stage, State
from hub.common.privacy import Retention


class Case(models.Model):
    """One victim, or the public, and one course of conduct."""

    reference = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=8, choices=About)
    state = models.CharField(max_length=10, choices=State)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.UNDECIDED)
    borough = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=4, blank=True)
    opened_at = models.DateTimeField()
    headline = models.CharField(max_length=120, blank=True)  # an officer's own words, never a quotation
    version = models.PositiveIntegerField(
        default=1
    )  # grows with every change, so that nobody overwrites unseen

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(about__in=About.values), name="case_about_known"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="case_stage_known"),
            models.CheckConstraint(
                condition=models.Q(state="with-hub", unit="")
                | (models.Q(state="with-unit") & ~models.Q(unit="")),
                name="case_held_by_hub_or_unit",
            ),
        ]
        indexes = [GinIndex(SearchVector("headline", config="english"), name="words_of_a_headline")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"borough", "headline"})
        plain = frozenset({"id", "reference", "about", "state", "stage", "unit", "opened_at", "version"})
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
    """A case that may belong with an earlier one; what they share stands beside it, and a person decides."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="one_suggestion_of_two_cases"),
            models.CheckConstraint(
                condition=models.Q(other__lt=models.F("case")), name="a_suggestion_looks_back"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "case", "other", "at"})
        retention = Retention.CASE


class Allocation(models.Model):
    """A case given to a command unit, then offered to an officer of it, who accepts it or returns it with a reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=4)
    officer = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    given = models.CharField(max_length=12, choices=Given, default=Given.TO_UNIT)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_allocation_of_a_case",
            ),
            models.CheckConstraint(condition=models.Q(given__in=Given.values), name="allocation_given_known"),
            models.CheckConstraint(
                condition=models.Q(given__in=[Given.TO_UNIT, Given.ENDED]) | models.Q(officer__isnull=False),
                name="an_offer_names_an_officer",
            ),
            models.CheckConstraint(
                condition=~models.Q(given=Given.RETURNED) | ~models.Q(reason=""),
                name="a_return_has_a_reason",
            ),
        ]

    class Privacy:
        identifying = frozenset({"officer"})
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "case", "unit", "given", "at", "by", "answered_at", "ended_at"})
        retention = Retention.CASE


class Note(models.Model):
    """What an officer writes on a case: never changed; a later note may take its place and both stay."""

    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="a_note_says_something")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"text"})
        plain = frozenset({"id", "reference", "case", "by", "at", "supersedes"})
        retention = Retention.CASE


class Headline(models.Model):
    """What a case was called, by whom and from when; the newest is the one that is shown."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120, blank=True)  # blank where it is made from facts again
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"words"})
        plain = frozenset({"id", "case", "by", "at"})
        retention = Retention.CASE


class BreakGlass(models.Model):
    """A case opened by somebody without a relation to it, for a typed reason; the inspector is told."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    seen_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="breaking_the_glass_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(seen_by__isnull=True, seen_at__isnull=True)
                | models.Q(seen_by__isnull=False, seen_at__isnull=False),
                name="seen_by_somebody_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=models.Q(seen_at__isnull=True), name="glass_nobody_has_seen"
            )
        ]

    class Privacy:
        identifying = frozenset({"account", "seen_by"})
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "case", "at", "seen_at"})
        retention = Retention.AUDIT


class Candidate(models.Model):
    """An offence that an officer chose for a case; what changes ends, and begins anew beside it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    offence = models.CharField(max_length=20)  # an id of the catalogue
    strands = models.JSONField()  # the hostility that makes its aggravated form; empty for the basic one
    answers = models.JSONField()  # question -> answers that suggested it; empty where an officer looked it up
    principal = models.BooleanField()
    first_sent = models.DateField()
    last_act = models.DateField(null=True)
    evidence = models.DateField(null=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "offence"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_candidate_of_an_offence",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at__isnull=True, principal=True),
                name="one_principal_crime_of_a_case",
            ),
            models.CheckConstraint(
                condition=models.Q(last_act__isnull=True) | models.Q(last_act__gte=models.F("first_sent")),
                name="candidate_ends_after_it_begins",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"offence", "strands", "answers", "first_sent", "last_act", "evidence"})
        plain = frozenset({"id", "case", "principal", "by", "at", "ended_at", "ended_by"})
        retention = Retention.CASE


class Outcome(models.Model):
    """An outcome of a case with the facts it stands on, or its being taken up again; a later row takes its place."""

    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)  # 1 to 22; blank where the case was taken up again
    facts = models.JSONField()
    why = models.TextField(blank=True)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_outcome_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1, number__lte=22),
                name="outcome_number_known",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(supersedes__isnull=True),
                name="one_first_outcome_of_a_case",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"number", "facts", "why", "reason"})
        plain = frozenset({"id", "reference", "case", "by", "at", "supersedes"})
        retention = Retention.CASE
