"""Tables of agreements and of what left; rows are added, never edited."""

from django.db import models

from hub.common.privacy import Retention
from hub.disclosures.terms import Basis


class Agreement(models.Model):
    """What somebody agreed to share, with whom, in which wording; withdrawn by a row that supersedes it."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=20, db_index=True)
    organisation = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    fields = models.JSONField()
    given = models.BooleanField()
    confirmed = models.BooleanField()
    told_by = models.CharField(max_length=240)
    wording = models.CharField(max_length=60)
    wording_version = models.CharField(max_length=20)
    language = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    until = models.DateTimeField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["at"], name="agreements_in_time")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"organisation", "language"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "purpose", "fields", "given", "confirmed", "told_by",
                "wording", "wording_version", "at", "by", "until", "supersedes",
            }
        )  # fmt: skip
        retention = Retention.CASE


class Release(models.Model):
    """Something that left the hub."""

    reference = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    recipient_kind = models.CharField(max_length=20)
    recipient = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=20, choices=Basis)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    fields = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(basis__in=Basis.values), name="release_basis_known"),
            models.CheckConstraint(
                condition=models.Q(basis="agreement", agreement__isnull=False)
                | (~models.Q(basis="agreement") & models.Q(agreement__isnull=True)),
                name="release_by_agreement_names_it",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"recipient"})
        plain = frozenset(
            {
                "id", "reference", "at", "by", "subject_kind", "subject", "recipient_kind", "purpose", "basis",
                "agreement", "fields",
            }
        )  # fmt: skip
        retention = Retention.CASE
