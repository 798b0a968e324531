"""Tables of safeguarding referrals."""

from django.db import models

from hub.common.persons import names_one_person
from hub.common.privacy import Retention
from hub.disclosures.terms import Basis
from hub.triage.terms import AtRisk, ReferralState

_UNDECIDED = models.Q(decided_at__isnull=True, decided_by="")


class Referral(models.Model):
    """A child or an adult at risk, referred to those who safeguard them in a borough; the words leave and are not kept."""

    reference = models.CharField(max_length=20, unique=True)
    subject_kind = models.CharField(max_length=6, choices=[("report", "report"), ("case", "case")])
    subject = models.CharField(max_length=20, db_index=True)
    at_risk = models.CharField(max_length=5, choices=AtRisk)
    borough = models.CharField(max_length=60)
    basis = models.CharField(max_length=20, choices=Basis)
    fields = models.JSONField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ReferralState)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_because = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    their_reference = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=["report", "case"]), name="referral_subject_known"
            ),
            models.CheckConstraint(
                condition=models.Q(at_risk__in=AtRisk.values), name="referral_of_a_known_kind"
            ),
            models.CheckConstraint(condition=models.Q(basis__in=Basis.values), name="referral_basis_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=ReferralState.values), name="referral_state_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="referral_has_a_reason"),
            # Whoever asked never authorises: nobody decides about their own asking.
            models.CheckConstraint(
                condition=_UNDECIDED
                | (
                    models.Q(decided_at__isnull=False)
                    & ~models.Q(decided_by="")
                    & ~names_one_person("decided_by", "asked_by")
                ),
                name="referral_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(basis="vital-interest")
                | models.Q(state="asked")
                | models.Q(decided_at__isnull=False),
                name="referral_goes_with_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False) & ~models.Q(their_reference="")
                | ~models.Q(state="done"),
                name="referral_done_with_their_reference",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="referrals_in_order")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"at_risk", "borough", "reason", "decided_because", "their_reference"})
        plain = frozenset(
            {
                "id", "reference", "subject_kind", "subject", "basis", "fields", "state", "asked_at", "asked_by",
                "decided_at", "decided_by", "sent_at", "done_at", "done_by",
            }
        )  # fmt: skip
        retention = Retention.CASE


class ReferralAttempt(models.Model):
    """One attempt to send a referral: the code alone, because a mail server's words may hold an address."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted = models.BooleanField()
    code = models.PositiveSmallIntegerField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "referral", "at", "accepted", "code"})
        retention = Retention.CASE
