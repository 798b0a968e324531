"""What is asked about what was set aside."""

from django import forms

from hub.aside.terms import Limb

_LONGEST = 4_000


class Day(forms.DateInput):
    """A day, as the browser asks for it."""

    input_type = "date"

    def __init__(self) -> None:
        """Write a day as this kind of question reads it."""
        super().__init__(format="%Y-%m-%d")


def long(label: str, hint: str = "", most: int = 2_000) -> forms.CharField:
    """A question that takes sentences."""
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write something here: it is kept with the step."},
    )  # fmt: skip


class Reason(forms.Form):
    """Why."""

    reason = long("Why?", "Kept with your name and the time.")


class Asking(forms.Form):
    """What they say when they ask for another look."""

    reason = long("What do they say?", "In a sentence. Name nobody. Kept with your name and the time.")


class Hold(forms.Form):
    """Why an original is kept beyond its day, and until when."""

    reason = long("What needs it?", "A court, an inquiry or a complaint: which one. Name nobody.")
    until = forms.DateField(
        label="Until", required=False, widget=Day, help_text="Leave it empty where nobody knows yet.",
        error_messages={"invalid": "Enter a day, such as 25 November 2026."},
    )  # fmt: skip


class Owed(forms.Form):
    """Whether what is owed was done."""

    how = forms.ChoiceField(
        label="Was it done?", choices=[("done", "It is done"), ("not-possible", "It is not possible")],
        widget=forms.RadioSelect, error_messages={"required": "Say whether it was done."},
    )  # fmt: skip
    reason = long("How, or why not?", "Kept with your name and the time. Name nobody.")


class Submission(forms.Form):
    """An intelligence submission: why identifying data of the person reported is kept, and until when."""

    purpose = long("Policing purpose", "What is it needed for? One purpose.", _LONGEST)
    necessity = long("Necessity", "Why will nothing less do?", _LONGEST)
    proportionality = long(
        "Proportionality", "Why does it outweigh what it does to the person reported?", _LONGEST
    )
    limb = forms.ChoiceField(
        label="The real risk is of", choices=Limb.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose which real risk there is. Where there is none, nothing is kept."},
    )  # fmt: skip
    risk = long("What shows that the risk is real?", "Facts, not an opinion about what was said.", _LONGEST)
    article_10 = long(
        "Freedom of expression (Article 10)",
        "Lawful debate, satire and personal views are no reason. What did you consider?",
        _LONGEST,
    )
    told = forms.ChoiceField(
        label="Is the person reported told?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        error_messages={"required": "Say whether the person reported is told."},
    )  # fmt: skip
    told_why = long("Why, or why not?", "As a rule they are told promptly.", _LONGEST)
    expires_on = forms.DateField(
        label="Last day", widget=Day, help_text="At most 12 months from now. Then it ends by itself.",
        error_messages={"required": "Enter the last day on which this may be kept.",
                        "invalid": "Enter a day, such as 25 November 2026."},
    )  # fmt: skip
