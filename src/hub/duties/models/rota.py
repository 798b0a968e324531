"""Tables of the rota: who is on call when, and how they are reached."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from hub.common.privacy import Retention
from hub.duties.terms import Channel


class _Ranks(models.Func):
    """A place in the order as a range of one, which the database can hold apart without an extension."""

    function = "INT4RANGE"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class _Span(models.Func):
    """A time from one moment until another."""

    function = "TSTZRANGE"


class Shift(models.Model):
    """A time in which an officer is on call; 1 is called first. Removed, it stays, with who removed it."""

    reference = models.CharField(max_length=20, unique=True)
    officer = models.CharField(max_length=20, db_index=True)  # the reference of an account
    rank = models.PositiveSmallIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="shift_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="shift_order_begins_at_one"),
            ExclusionConstraint(
                name="one_officer_of_a_rank_at_a_time",
                expressions=[
                    (_Ranks("rank"), RangeOperators.OVERLAPS),
                    (_Span("from_at", "until_at"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(removed_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["until_at", "rank"], name="shifts_in_order")]

    class Privacy:
        identifying = frozenset({"officer"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "reference", "rank", "from_at", "until_at", "removed_at"})
        retention = Retention.OPERATION


class Way(models.Model):
    """How an officer is reached while on call."""

    officer = models.CharField(max_length=20)  # the reference of an account
    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=254)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "channel"], name="one_way_of_a_channel"),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="way_channel_known"),
        ]

    class Privacy:
        identifying = frozenset({"officer", "address"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "channel", "order"})
        retention = Retention.OPERATION
