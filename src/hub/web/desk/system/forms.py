"""What an administrator is asked."""

from typing import Any

from django import forms

from hub.common import clock
from hub.people.actions.notices import LONGEST


class Moment(forms.DateTimeInput):
    """A day and a time of day, as the browser asks for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        """Write a moment as this kind of question reads it."""
        super().__init__(format="%Y-%m-%dT%H:%M")


class Notice(forms.Form):
    """What every page is to say, and for how long."""

    text = forms.CharField(
        label="What everybody should know", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"At most {LONGEST} characters. It stands on the sign-in page too: name nobody.",
        error_messages={"required": "Write what everybody should know.",
                        "max_length": f"Say it in at most {LONGEST} characters."},
    )  # fmt: skip
    from_at = forms.DateTimeField(
        label="From", required=False, widget=Moment, help_text="London time. Leave it empty for now.",
        error_messages={"invalid": "Enter a day and a time, such as 25 November 2026, 18:00."},
    )  # fmt: skip
    until_at = forms.DateTimeField(
        label="Until", widget=Moment, help_text="London time. It goes by itself then.",
        error_messages={"required": "Enter when the notice goes.",
                        "invalid": "Enter a day and a time, such as 25 November 2026, 20:00."},
    )  # fmt: skip

    def clean_text(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["text"].split())

    def clean(self) -> dict[str, Any]:
        """A notice ends after it begins."""
        given = super().clean() or {}
        until = given.get("until_at")
        if until and until <= max(given.get("from_at") or clock.now(), clock.now()):
            self.add_error("until_at", "The notice would be over before it begins. Choose a later end.")
        return given


class Mailbox(forms.Form):
    """Where a command unit reads its e-mail."""

    address = forms.EmailField(
        label="Mailbox", help_text="One that the whole unit reads, not one person's.", max_length=254,
        error_messages={"required": "Enter the unit's e-mail address.",
                        "invalid": "Enter an e-mail address, such as desk@police.example."},
    )  # fmt: skip


class ForceMailbox(forms.Form):
    """Where another force reads its e-mail about what is handed to it."""

    address = forms.EmailField(
        label="Mailbox", help_text="One that the force has named for this, not one person's.", max_length=254,
        error_messages={"required": "Enter the force's e-mail address.",
                        "invalid": "Enter an e-mail address, such as desk@police.example."},
    )  # fmt: skip
