"""Tables of people who work with the hub: never of those whom it serves."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from hub.common.privacy import Retention
from hub.people.terms import AccountState, Role

_STAFF = [each for each in Role if each != Role.MACHINE]


class Accounts(BaseUserManager["Account"]):
    """Finding accounts; making one is an action."""


class Account(AbstractBaseUser):
    """Somebody who may sign in, in one role."""

    reference = models.CharField(max_length=20, unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(each.value, each.label) for each in _STAFF])
    unit = models.CharField(max_length=4, blank=True)
    state = models.CharField(max_length=8, choices=AccountState)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # the last page that was asked for, to the minute
    shortcuts = models.BooleanField(
        default=True
    )  # single-key shortcuts; some assistive technology needs them off
    compact = models.BooleanField(default=False)  # twelve rows of the queue on a small screen

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]
    objects = Accounts()

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # the library writes it nowhere
        """Whether this account may sign in; a closed one is signed out at its next request."""
        return bool(self.state == AccountState.ACTIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[each.value for each in _STAFF]), name="account_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=AccountState.values), name="account_state_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(role="borough-officer") & ~models.Q(unit=""))
                | (~models.Q(role="borough-officer") & models.Q(unit="")),
                name="borough_officer_has_a_command_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="account_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="account_email_in_small_letters",
            ),
        ]

    class Privacy:
        identifying = frozenset({"email", "name"})
        sensitive = frozenset({"password"})
        plain = frozenset(
            {
                "id", "reference", "role", "unit", "state", "made_at", "closed_at", "seen_at", "last_login",
                "shortcuts", "compact",
            }
        )  # fmt: skip
        retention = Retention.OPERATION


class Invitation(models.Model):
    """A link that lets somebody make their account usable, once; only its fingerprint is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="invitation_expires_after_it_is_made",
            )
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "account", "fingerprint", "made_at", "by", "expires_at", "used_at"})
        retention = Retention.OPERATION


class Notice(models.Model):
    """What every page says above its bar for a while; the latest one stands, and one without words ends it."""

    text = models.CharField(max_length=200, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text="") | models.Q(until_at__gt=models.F("from_at")),
                name="notice_ends_after_it_begins",
            )
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset[str]()
        plain = frozenset({"id", "text", "from_at", "until_at", "by", "at"})
        retention = Retention.OPERATION
