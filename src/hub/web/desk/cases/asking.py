"""What a step on a case or report is: what it asks, who may, and what is then done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from hub.pathway import casework, opening
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.reports import queries as reports
from hub.reports.terms import AdditionKind
from hub.web.desk.cases import words
from hub.web.desk.handing import Handed

Fields = dict[str, forms.Field]
_NOTHING_TO_ASK: Fields = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """One step asked of one record: which, about what of it, on which version, by whom."""

    subject: str
    unit: str
    about: str
    seen: int | None
    by: Actor


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name in the address, who may, what the page says and asks, and what is done."""

    name: str
    permission: Permission
    title: str
    button: str
    run: Callable[[Asked, Mapping[str, Any]], str | Handed]
    fields: Callable[[Asked], Fields] = lambda _: _NOTHING_TO_ASK
    lead: Callable[[Asked], str] = lambda _: ""
    about: bool = False
    kinds: tuple[str, ...] = ("cases",)
    back: str = ""  # the part of the page to which it leads back
    headings: Mapping[str, str] = field(default_factory=dict)  # before which questions a heading stands
    enter: Callable[..., None] = opening.enter  # who may come to it, and what is on the record of that


def long(label: str, hint: str = "", *, required: bool = True, most: int = 2_000) -> forms.CharField:
    """A question that takes sentences."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write something here: it is kept with the step.",
            "max_length": f"This is longer than {most:,} characters: shorten it.",
        },
    )  # fmt: skip


def report_choice(asked: Asked) -> forms.ChoiceField:
    """The reports of the case, of which one is chosen by itself where there is one."""
    found = list(reports.summaries(opening.reports_of(asked.subject)[:200]).values())
    choices = [(each.reference, f"{each.reference} {words.CHANNELS[each.channel]}".strip()) for each in found]
    widget = forms.HiddenInput() if len(choices) == 1 else forms.Select()
    return forms.ChoiceField(
        label="Which report?", choices=choices, initial=choices[0][0] if choices else "", widget=widget
    )


def fact(kind: AdditionKind | None) -> Callable[[Asked, Mapping[str, Any]], str]:
    """Adding a later fact of a kind, or of the kind that was chosen."""

    def run(asked: Asked, given: Mapping[str, Any]) -> str:
        casework.add_later_fact(
            subject=asked.subject, report=given["report"], kind=kind or AdditionKind.NOTE, text=given["text"],
            seen=asked.seen, by=asked.by,
        )  # fmt: skip
        return "Added beside what was told."

    return run
