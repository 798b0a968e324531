"""The words of this module: roles, accounts, invitations, and the actor who does something."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from hub.common.refusals import Refusal


class Role(TextChoices):
    """The part somebody plays; the machine has one too."""

    MACHINE = "machine", "the hub itself"
    OPERATOR = "operator", "operator"
    HUB_OFFICER = "hub-officer", "hub officer"
    INSPECTOR = "inspector", "inspector"
    BOROUGH_OFFICER = "borough-officer", "borough officer"
    AUDITOR = "auditor", "auditor"
    ADMINISTRATOR = "administrator", "administrator"
    DEDICATED_UNIT = "dedicated-unit", "dedicated unit"


class AccountState(TextChoices):
    """Whether somebody may sign in."""

    INVITED = "invited", "invited"
    ACTIVE = "active", "active"
    CLOSED = "closed", "closed"


class Link(TextChoices):
    """How an invitation stands."""

    OPEN = "open", "open"
    USED = "used", "used"
    EXPIRED = "expired", "expired"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something, as the audit names them: by role, and by an account's reference or a machine's name."""

    role: Role
    name: str
    unit: str = ""  # the command unit of a borough officer
    account: int | None = None  # blank where somebody works at the command line

    def __str__(self) -> str:
        """The actor as an audit line holds it: `operator:root`, `hub-officer:U-7K3M9-QXT4H`."""
        return f"{self.role.value}:{self.name}"


MACHINE = Actor(Role.MACHINE, "hub")
# Whoever tries to sign in, in the record: nobody knows yet who it is.
SIGNED_OUT = "somebody:signed-out"


@dataclass(frozen=True, slots=True)
class Invited:
    """A colleague who was invited, and the token of the link, which is shown once and kept nowhere."""

    account: int
    reference: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the page of an invitation shows to whoever holds its link."""

    account: int
    name: str
    email: str
    standing: Link


@dataclass(frozen=True, slots=True)
class Notified:
    """A notice as it is read."""

    text: str
    from_at: datetime
    until_at: datetime
    by: str
    at: datetime


class WeakPassword(Refusal):
    """A password that may not be chosen; the sentence says how to choose another."""
