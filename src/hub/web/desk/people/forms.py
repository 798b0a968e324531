"""The questions about colleagues."""

from typing import Any

from django import forms

from hub.people import rules
from hub.people.terms import Role
from hub.places import queries as places

ROLES = [(each.value, each.label.capitalize()) for each in Role if each != Role.MACHINE]
HINTS = {
    "hub-officer": "Works the queue and the cases.",
    "inspector": "Works as an officer does, decides exits, and sees the figures.",
    "borough-officer": "Sees the cases of one command unit.",
    "auditor": "Reads the record, and nothing else.",
    "administrator": "Invites colleagues and keeps the settings; sees no case.",
    "operator": "Starts and mends the system.",
}


def units() -> list[tuple[str, str]]:
    """Every command unit, by name."""
    return sorted(
        ((each.code, each.name) for each in places.atlas().units.values()), key=lambda each: each[1]
    )


class Part(forms.Form):
    """What a colleague does, and where."""

    role = forms.ChoiceField(
        label="What they do",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role."},
    )
    unit = forms.ChoiceField(label="Command unit", required=False, help_text="Only for a borough officer.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the command units there are."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "None"), *units()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """A borough officer works in one command unit."""
        given = super().clean() or {}
        if given.get("role") and rules.unit_needed(Role(given["role"])) and not given.get("unit"):
            self.add_error("unit", "A borough officer works in one command unit. Choose which.")
        return given


class Invite(Part):
    """Whom to invite."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="As colleagues know them, with rank if you use it.",
        error_messages={"required": "Enter their name."},
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mail address", help_text="Their police address. They sign in with it.",
        error_messages={"required": "Enter their e-mail address.", "invalid": "Enter an e-mail address, such as name@police.example."},
    )  # fmt: skip
    field_order = ("name", "email", "role", "unit")
