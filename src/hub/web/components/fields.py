"""How one question of a form is shown, from a form's field or from plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.Textarea, "long"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "check"),
)


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    label: str
    hint: str = ""
    side: str = ""
    chosen: bool = False
    id: str = ""


@dataclass(frozen=True)
class Field:
    """One question with its hint, its error and what was answered."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    error: str = ""
    id: str = ""
    choices: Sequence[Choice] = ()
    required: bool = False
    quiet: bool = False  # the label is only heard, because a heading beside it says the same
    rows: int = 4
    count: int | None = None
    attrs: Mapping[str, str] = field(default_factory=dict)

    @property
    def described_by(self) -> str:
        """The ids of what else a screen reader says about this question."""
        count = f"{self.id}-info" if self.count and self.kind == "long" else ""
        hint = f"{self.id}-hint" if self.hint else ""
        error = f"{self.id}-error" if self.error else ""
        return " ".join(each for each in (count, hint, error) if each)

    @property
    def grouped(self) -> bool:
        """Whether this is a set of answers rather than one box."""
        return self.kind in {"radios", "checks"}


def of_form(bound: BoundField, hints: Mapping[str, str] | None = None) -> Field:
    """The question that a form's field asks; `hints` says more about single answers, by value."""
    widget = bound.field.widget
    kind = next((kind for type_, kind in _KINDS if isinstance(widget, type_)), "")
    known = {"type", "rows", "cols", "id", "name", "class"}
    value = bound.value()
    id_ = bound.id_for_label or bound.auto_id or f"id_{bound.html_name}"
    return Field(
        name=bound.html_name,
        label=str(bound.label),
        kind=kind or getattr(widget, "input_type", "text"),
        value=_text(widget, bound.html_name, value),
        hint=str(bound.help_text or ""),
        error=" ".join(str(each) for each in bound.errors),
        id=str(bound.auto_id or id_),
        choices=tuple(_choices(bound, value, hints or {})),
        required=bound.field.required,
        rows=int(widget.attrs.get("rows", 4)),
        count=getattr(bound.field, "max_length", None),
        attrs={key: str(text) for key, text in widget.attrs.items() if key not in known},
    )


def _text(widget: forms.Widget, name: str, value: Any) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "on" if widget.get_context(name, value, {})["widget"]["attrs"].get("checked") else ""
    if isinstance(widget, forms.PasswordInput | forms.Select) or isinstance(value, list | tuple):
        return ""
    return str(widget.format_value(value) or "")


def _choices(bound: BoundField, value: Any, hints: Mapping[str, str]) -> Iterator[Choice]:
    options = getattr(bound.field, "choices", None) or ()
    chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value])}
    if value is None:
        chosen = {""}
    for place, (key, label) in enumerate(options):
        yield Choice(
            str(key), str(label), hints.get(str(key), ""),
            chosen=str(getattr(key, "value", key)) in chosen or str(key) in chosen,
            id=f"{bound.auto_id}" if place == 0 else f"{bound.auto_id}-{place}",
        )  # fmt: skip


def options(choices: Sequence[tuple[str, str]], chosen: str = "") -> SafeString:
    """What a list offers, one of it chosen."""
    return _options(tuple(choices), str(chosen or ""))


@lru_cache(maxsize=500)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The same, made once for each list: the boroughs stand on every page of the queue."""
    marked = ((value, SafeString(" selected") if value == chosen else "", words) for value, words in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
