"""The words of this module: roles, accounts, and the actor who does something."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Role(TextChoices):
    """The part somebody plays; the machine has one too."""

    MACHINE = "machine", "the hub itself"
    OPERATOR = "operator", "operator"
    HUB_OFFICER = "hub-officer", "hub officer"
    INSPECTOR = "inspector", "inspector"
    BOROUGH_OFFICER = "borough-officer", "borough officer"
    AUDITOR = "auditor", "auditor"
    ADMINISTRATOR = "administrator", "administrator"


class AccountState(TextChoices):
    """Whether somebody may sign in."""

    INVITED = "invited", "invited"
    ACTIVE = "active", "active"
    CLOSED = "closed", "closed"


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
