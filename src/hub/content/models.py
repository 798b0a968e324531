"""Tables of posts and accounts."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from hub.common.privacy import Retention


class Item(models.Model):
    """A post, however many people report it."""

    reference = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=80, unique=True)
    platform = models.CharField(max_length=80, blank=True)
    post_id = models.CharField(max_length=200, blank=True)
    url = models.TextField(blank=True)
    text = models.TextField(blank=True)
    posted_at = models.DateTimeField(null=True)
    account = models.ForeignKey("content.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [GinIndex(SearchVector("text", config="english"), name="words_of_a_post")]

    class Privacy:
        identifying = frozenset({"account"})
        sensitive = frozenset({"url", "text"})
        plain = frozenset({"id", "reference", "key", "platform", "post_id", "posted_at"})
        retention = Retention.CASE


class Account(models.Model):
    """An account on a platform: known by its number, or until that is known by the fingerprint of a handle."""

    platform = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=200, blank=True)
    fingerprint = models.BinaryField(unique=True)

    class Privacy:
        identifying = frozenset({"number", "fingerprint"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "platform"})
        retention = Retention.CASE


class Handle(models.Model):
    """A handle that an account was seen under; handles move, so one is never an identity, nor indexed plainly."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(max_length=200)
    fingerprint = models.BinaryField(db_index=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="one_handle_of_an_account")
        ]

    class Privacy:
        identifying = frozenset({"handle", "fingerprint"})
        sensitive = frozenset[str]()
        plain = frozenset({"id", "account", "seen_at"})
        retention = Retention.CASE
