"""Tables of what was told; rows are added, never edited."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from hub.common.privacy import Retention
from hub.reports.terms import AdditionKind, Channel, DraftState, Religion, ReporterRole, Strand


class Report(models.Model):
    """One telling on record: who sent it, when, and the facts that are not about who somebody is."""

    reference = models.CharField(max_length=20, unique=True)
    sender = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    source_reference = models.CharField(max_length=200)
    channel = models.CharField(max_length=12, choices=Channel)
    reporter_role = models.CharField(max_length=14, choices=ReporterRole, blank=True)
    reported_at = models.DateTimeField()
    zone_assumed = models.BooleanField()
    received_at = models.DateTimeField()
    digest = models.BinaryField()
    immediate = models.BooleanField(null=True)
    anonymous = models.BooleanField()
    historic = models.BooleanField()
    for_the_public = models.BooleanField()
    age_band = models.CharField(max_length=12, blank=True)
    under_18 = models.BooleanField(null=True)
    language = models.CharField(max_length=40, blank=True)
    sealed = models.ForeignKey("identities.Telling", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_reference"], name="one_report_of_a_source_reference"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="report_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(reporter_role__in=["", *ReporterRole.values]), name="report_role_known"
            ),
        ]
        indexes = [models.Index(fields=["reported_at", "id"], name="reports_in_time")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"age_band", "under_18", "language"})
        plain = frozenset(
            {
                "id", "reference", "sender", "source", "source_reference", "channel", "reporter_role", "reported_at",
                "zone_assumed", "received_at", "digest", "immediate", "anonymous", "historic", "for_the_public",
                "sealed",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Words(models.Model):
    """What somebody said, in the copy that is worked with: names and contacts are masked, the original is sealed."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+")
    what_happened = models.TextField()
    given = models.JSONField()
    unknown_columns = models.JSONField()
    notes = models.JSONField()

    class Meta:
        indexes = [GinIndex(SearchVector("what_happened", config="english"), name="words_of_a_telling")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"what_happened", "given"})
        plain = frozenset({"id", "report", "unknown_columns", "notes"})
        retention = Retention.CASE


class Perception(models.Model):
    """A characteristic that somebody perceives the hostility to be about; never removed, only disagreed with."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    strand = models.CharField(max_length=24, choices=Strand)
    targeted_religion = models.CharField(max_length=12, choices=Religion, blank=True)
    perceived_by = models.CharField(max_length=14)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(strand__in=Strand.values), name="perception_strand_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(strand="religion") & models.Q(targeted_religion__in=Religion.values))
                | (~models.Q(strand="religion") & models.Q(targeted_religion="")),
                name="religion_names_the_religion",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"strand", "targeted_religion"})
        plain = frozenset({"id", "report", "perceived_by", "at"})
        retention = Retention.CASE


class Disagreement(models.Model):
    """An officer's dated disagreement with a perception; the perception stands beside it."""

    perception = models.ForeignKey(Perception, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.TextField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason"})
        plain = frozenset({"id", "perception", "by", "at"})
        retention = Retention.CASE


class Party(models.Model):
    """The part that a person plays in a report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("identities.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=[("reporter", "reporter"), ("victim", "victim")])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "role"], name="one_party_of_a_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=["reporter", "victim"]), name="party_role_known"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"person", "role"})
        plain = frozenset({"id", "report"})
        retention = Retention.CASE


class Appearance(models.Model):
    """An item as one report showed it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("content.Item", on_delete=models.PROTECT, related_name="+")
    first_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "item"], name="one_appearance_of_an_item")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "report", "item", "first_seen_at"})
        retention = Retention.CASE


class Conduct(models.Model):
    """One person's report of one account, where it was not a crime: a fingerprint that only their own can match."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    mac = models.BinaryField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "mac"], name="one_conduct_of_a_report")]

    class Privacy:
        identifying = frozenset({"mac"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "report"})
        retention = Retention.CASE


class Addition(models.Model):
    """A later fact: dated, by whom, beside what was told."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AdditionKind)
    text = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AdditionKind.values), name="addition_kind_known"
            )
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"text"})
        plain = frozenset({"id", "report", "kind", "by", "at"})
        retention = Retention.CASE


class Resend(models.Model):
    """The same telling sent again with a difference, sealed whole beside the first."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    digest = models.BinaryField()
    columns = models.JSONField()
    sealed = models.ForeignKey("identities.Telling", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "digest"], name="one_resend_of_a_digest")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "report", "at", "by", "digest", "columns", "sealed"})
        retention = Retention.CASE


class Draft(models.Model):
    """A report that an officer is entering, sealed with a key of its own; when it ends, words and key are destroyed."""

    reference = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DraftState)
    version = models.PositiveIntegerField()
    danger = models.BooleanField()
    wrapped_key = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    recorded_at = models.DateTimeField()  # when the record last said that it was saved
    expires_at = models.DateTimeField()
    report = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=DraftState.OPEN) | models.Q(wrapped_key=b"", sealed=b""),
                name="an_ended_draft_is_erased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "begun_at"],
                condition=models.Q(state=DraftState.OPEN),
                name="open_drafts_of_an_officer",
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state=DraftState.OPEN),
                name="open_drafts_that_expire",
            ),
        ]

    class Privacy:
        identifying = frozenset({"sealed", "account"})
        sensitive = frozenset({"wrapped_key"})
        plain = frozenset(
            {
                "id", "reference", "state", "version", "danger", "key_version", "begun_at", "saved_at", "recorded_at",
                "expires_at", "report",
            }
        )  # fmt: skip
        retention = Retention.IDENTITY
