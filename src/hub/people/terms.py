"""The words of this module: roles, and the actor who does something."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Role(TextChoices):
    """The part somebody plays; the machine has one too."""

    MACHINE = "machine", "the hub itself"
    OPERATOR = "operator", "operator"
    HUB_OFFICER = "hub-officer", "hub officer"
    INSPECTOR = "inspector", "inspector"
    AUDITOR = "auditor", "auditor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something, as the audit names them."""

    role: Role
    name: str

    def __str__(self) -> str:
        """The actor as an audit line holds it: `operator:root`."""
        return f"{self.role.value}:{self.name}"


MACHINE = Actor(Role.MACHINE, "hub")
