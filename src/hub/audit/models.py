"""Tables of the audit: no foreign keys, so that evidence never hinders what the law makes us erase."""

from django.db import models
from django.db.models import Func, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from hub.audit.terms import ExaminationState, Kind
from hub.common.privacy import Retention

# What a line names besides what it is about: a line about a case may be of one duty, letter, agreement or release.
_NAMES = ("duty", "letter", "agreement", "release")
NAMING = Q(codes__has_any_keys=list(_NAMES))


def _named() -> Coalesce:
    """The reference that a line names besides its subject."""
    return Coalesce(*(KeyTextTransform(each, "codes") for each in _NAMES))


def named(reference: str) -> "Exact[str]":
    """Whether a line names this reference besides its subject."""
    return Exact(_named(), reference)


class CurrentTransaction(Func):
    """The number of the transaction that writes; never reused, unlike the 32-bit one."""

    template = "((pg_current_xact_id()::text)::bigint)"
    output_field = models.BigIntegerField()


class Line(models.Model):
    """Who did what to whose data, when and why; `mac` holds it against whoever has only the database."""

    transaction = models.BigIntegerField(db_default=CurrentTransaction(), db_index=True)
    token = models.UUIDField(unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    action = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, db_index=True)
    recipient = models.CharField(max_length=120, blank=True)
    codes = models.JSONField()
    refused = models.BooleanField()
    commitment = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    mac = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="line_kind_of_s62")
        ]
        indexes = [
            models.Index(fields=["actor", "id"], name="line_of_an_actor"),
            models.Index(fields=["kind", "id"], name="line_of_a_kind"),
            models.Index(fields=["at"], name="line_at"),
            models.Index(fields=["id"], condition=Q(refused=True), name="line_refused"),
            models.Index(_named(), condition=NAMING, name="line_naming"),
        ]

    class Privacy:
        identifying = frozenset({"actor"})
        sensitive = frozenset[str]()
        plain = frozenset(
            {
                "id", "transaction", "token", "at", "kind", "action", "subject_kind", "subject", "recipient", "codes",
                "refused", "commitment", "key_version", "mac",
            }
        )  # fmt: skip
        retention = Retention.AUDIT


class Reason(models.Model):
    """The words somebody typed as their reason; erasable, while the line keeps a commitment to them."""

    line = models.BigIntegerField(unique=True)
    salt = models.BinaryField()
    text = models.TextField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"text", "salt"})
        plain = frozenset({"id", "line"})
        retention = Retention.AUDIT


class Leaf(models.Model):
    """A line's hash in its block, kept so that a broken seal names the line."""

    line = models.BigIntegerField(primary_key=True)
    block = models.BigIntegerField(db_index=True)
    position = models.PositiveIntegerField()
    hash = models.BinaryField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"line", "block", "position", "hash"})
        retention = Retention.AUDIT


class Block(models.Model):
    """A seal over some lines: a Merkle root (RFC 6962), chained to the block before it."""

    number = models.BigIntegerField(primary_key=True)
    epoch = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    head = models.BinaryField()
    horizon = models.BigIntegerField()
    sealed_at = models.DateTimeField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"number", "epoch", "size", "root", "previous", "head", "horizon", "sealed_at"})
        retention = Retention.AUDIT


class Examination(models.Model):
    """An examination of the whole record, asked for by somebody or by the day."""

    reference = models.CharField(max_length=20, unique=True)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lines = models.PositiveBigIntegerField(default=0)
    findings = models.JSONField(default=list)
    found = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=ExaminationState)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExaminationState.values), name="examination_state_known"
            )
        ]

    class Privacy:
        identifying = frozenset({"asked_by"})
        sensitive = frozenset[str]()
        plain = frozenset(
            {
                "id",
                "reference",
                "asked_at",
                "started_at",
                "finished_at",
                "lines",
                "findings",
                "found",
                "state",
            }
        )
        retention = Retention.AUDIT
