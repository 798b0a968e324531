"""Tables of places: the postcode table in force, and the mailboxes of command units and forces."""

from django.db import models

from hub.common.privacy import Retention


class Edition(models.Model):
    """One loading of the national postcode table."""

    name = models.CharField(max_length=60)
    loaded_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_force"], condition=models.Q(in_force=True), name="one_postcode_edition_in_force"
            )
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "name", "loaded_at", "by", "in_force"})
        retention = Retention.REFERENCE


class Postcode(models.Model):
    """A postcode of an edition: its London borough, if any, and its force."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    postcode = models.CharField(max_length=8)
    borough = models.CharField(max_length=60, blank=True)
    force = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=1, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["postcode", "edition"], name="one_row_of_a_postcode")]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "edition", "postcode", "borough", "force", "country"})
        retention = Retention.REFERENCE


class SafeguardingMailbox(models.Model):
    """Where those who safeguard children, or adults at risk, of a borough read their e-mail."""

    borough = models.CharField(max_length=60)
    kind = models.CharField(max_length=5, choices=[("child", "children"), ("adult", "adults at risk")])
    address = models.EmailField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["borough", "kind"], name="one_safeguarding_mailbox_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["child", "adult"]), name="safeguarding_kind_known"
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "borough", "kind", "address"})
        retention = Retention.REFERENCE


class Mailbox(models.Model):
    """Where a command unit reads its e-mail."""

    unit = models.CharField(max_length=4, unique=True)
    address = models.EmailField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "unit", "address"})
        retention = Retention.REFERENCE


class ForceMailbox(models.Model):
    """Where another police force reads its e-mail about what is handed to it."""

    force = models.CharField(max_length=60, unique=True)
    address = models.EmailField()

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "force", "address"})
        retention = Retention.REFERENCE
