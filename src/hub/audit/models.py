"""Tables of the audit: no foreign keys, so that evidence never hinders what the law makes us erase."""

from django.db import models
from django.db.models import Func

from hub.audit.terms import Kind
from hub.common.privacy import Retention


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
