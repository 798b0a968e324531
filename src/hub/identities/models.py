"""Tables of sealed identities; nothing here can be read without the master key."""

from django.db import models

from hub.common.privacy import Retention
from hub.identities.terms import ContactKind, LinkState, MarkKind


class Telling(models.Model):
    """A telling exactly as it came, sealed with a key of its own."""

    wrapped_key = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Privacy:
        identifying = frozenset({"sealed"})
        sensitive = frozenset({"wrapped_key"})
        plain = frozenset({"id", "key_version", "kept_at"})
        retention = Retention.IDENTITY


class Person(models.Model):
    """Somebody a telling speaks of, sealed with a key of their own; never merged with another."""

    wrapped_key = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    named = models.BooleanField()
    kept_at = models.DateTimeField()

    class Privacy:
        identifying = frozenset({"sealed"})
        sensitive = frozenset({"wrapped_key"})
        plain = frozenset({"id", "key_version", "named", "kept_at"})
        retention = Retention.IDENTITY


class Contact(models.Model):
    """One way to reach a person, and whether it is safe."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ContactKind)
    sealed = models.BinaryField()
    safe = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_contact_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=ContactKind.values), name="contact_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(safe__in=["", "yes", "no", "e-mail", "phone"]), name="contact_safe_known"
            ),
        ]

    class Privacy:
        identifying = frozenset({"sealed"})
        sensitive = frozenset({"safe"})
        plain = frozenset({"id", "person", "kind"})
        retention = Retention.IDENTITY


class BlindIndex(models.Model):
    """A keyed fingerprint by which a person is recognised again; it tells nothing without the key."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MarkKind)
    key_version = models.PositiveSmallIntegerField()
    mac = models.BinaryField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=MarkKind.values), name="mark_kind_known")
        ]

    class Privacy:
        identifying = frozenset({"mac"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "person", "kind", "key_version"})
        retention = Retention.IDENTITY


class Link(models.Model):
    """Two persons who are, or may be, one; beside each other, never merged."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    earlier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.JSONField()
    state = models.CharField(max_length=12, choices=LinkState)
    decided_by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "earlier"], name="one_link_of_two_persons"),
            models.CheckConstraint(
                condition=models.Q(earlier__lt=models.F("person")), name="link_looks_back"
            ),
            models.CheckConstraint(condition=models.Q(state__in=LinkState.values), name="link_state_known"),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"basis"})
        plain = frozenset({"id", "person", "earlier", "state", "decided_by", "at"})
        retention = Retention.IDENTITY
