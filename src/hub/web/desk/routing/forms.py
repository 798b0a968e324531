"""The questions about a rule and about a queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from hub.people.permissions import GRANTED, Permission
from hub.people.terms import Role
from hub.places import queries as places
from hub.queue.terms import Fact, NewRule, Queue, Rule
from hub.reports.terms import Strand
from hub.web.desk.cases import words

_EITHER = [("", "Does not matter"), ("yes", "Yes"), ("no", "No")]
_SPOKEN = (Fact.PLATFORM, Fact.LANGUAGE, Fact.SOURCE)  # any words, told apart by commas
_ONE = (Fact.DANGER, Fact.PRIORITY, Fact.UNDER_18, Fact.REPEAT, Fact.SAME_ACCOUNT, Fact.ABOUT)
HEADINGS: Mapping[str, str] = {
    "name": "The rule", Fact.DANGER.value: "Who is at risk", Fact.STRAND.value: "About what", Fact.BOROUGH.value: "Where",
    Fact.PLATFORM.value: "From where", "queue": "Where it leads, and when it is asked",
}  # fmt: skip
_MOST = 400


def _choices(fact: Fact) -> list[tuple[str, str]]:
    atlas = places.atlas()
    known = {
        Fact.PRIORITY: [("", "Does not matter"), ("high", "High risk"), ("danger", "Danger now")],
        Fact.ABOUT: [("", "Does not matter"), ("victim", "A victim"), ("public", "Nobody in particular")],
        Fact.SCOPE: [(each, words.value_words(Fact.SCOPE, each)) for each in ("in-scope", "out-of-scope", "force-unknown")],
        Fact.STRAND: [(each.value, str(each.label)) for each in Strand],
        Fact.BOROUGH: sorted(((each.slug, each.name) for each in atlas.boroughs.values()), key=lambda each: each[1]),
        Fact.UNIT: sorted(((each.code, each.name) for each in atlas.units.values()), key=lambda each: each[1]),
    }  # fmt: skip
    return known.get(fact, _EITHER)


def _field(fact: Fact) -> forms.Field:
    """The question about one fact."""
    label = str(fact.label)
    if fact in _ONE:
        return forms.ChoiceField(label=label, choices=_choices(fact), required=False)
    if fact in _SPOKEN:
        hints = {
            Fact.PLATFORM: "As the queue names them, told apart by commas: x, tiktok.",
            Fact.LANGUAGE: "As codes, told apart by commas: ar, pl.",
            Fact.SOURCE: "As the reports name them, told apart by commas.",
        }
        return forms.CharField(label=label, required=False, max_length=_MOST, help_text=hints[fact])
    return forms.MultipleChoiceField(
        label=label, choices=_choices(fact), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="One of those ticked is enough.",
    )  # fmt: skip


@dataclass(slots=True)
class Part:
    """Questions under one heading."""

    heading: str
    fields: list[forms.BoundField]
    folded: bool  # whether it is shown only when asked for, because it may be left open
    given: int  # how many of them are answered, or answered wrongly


class RuleForm(forms.Form):
    """A rule: its conditions, where it leads, when it is asked, and why."""

    name = forms.CharField(
        label="Name", max_length=80, help_text="It is what officers read under \u201cWhy is this here?\u201d.",
        error_messages={"required": "Give the rule a name."},
    )  # fmt: skip

    def __init__(self, *args: Any, queues: Sequence[Queue], **kwargs: Any) -> None:
        """Ask about every fact, and offer the queues there are."""
        super().__init__(*args, **kwargs)
        for fact in Fact:
            self.fields[fact.value] = _field(fact)
        self.fields["queue"] = forms.ChoiceField(
            label="It leads to", choices=[(each.slug, each.name) for each in queues]
        )
        self.fields["position"] = forms.IntegerField(
            label="Place in the order", min_value=1, max_value=999, help_text="The first rule that fits is the one that counts.",
            error_messages={"required": "Write a number.", "invalid": "Write a number."},
        )  # fmt: skip
        self.fields["on"] = forms.BooleanField(label="It is on", required=False)
        self.fields["reason"] = forms.CharField(
            label="Why?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Kept with this version, your name and the time.",
            error_messages={"required": "Say why: each version of a rule is kept with its reason."},
        )  # fmt: skip
        self.order_fields(["name", *(each.value for each in Fact), "queue", "position", "on", "reason"])

    def rule(self) -> NewRule:
        """What was written, as a rule."""
        given = self.cleaned_data
        conditions = {fact.value: found for fact in Fact if (found := _values(fact, given.get(fact.value)))}
        return NewRule(
            given["name"], conditions, given["queue"], given["position"], given["on"], given["reason"]
        )


def parts(form: RuleForm) -> list[Part]:
    """The questions under their headings; a part with conditions is folded until one of them is given."""
    found: list[Part] = []
    for each in form:
        if each.name in HEADINGS:
            found.append(Part(HEADINGS[each.name], [], each.name in set(Fact), given=0))
        found[-1].fields.append(each)
        found[-1].given += bool(each.value() or each.errors)
    return found


def _values(fact: Fact, given: Any) -> tuple[str, ...]:
    """The values of one condition."""
    if fact in _SPOKEN:
        return tuple(
            dict.fromkeys(each.strip().casefold() for each in str(given or "").split(",") if each.strip())
        )
    return tuple(given) if isinstance(given, list) else ((given,) if given else ())


def of(rule: Rule) -> dict[str, Any]:
    """A rule as its form shows it."""
    found: dict[str, Any] = {
        "name": rule.name, "queue": rule.queue, "position": rule.position, "on": rule.on,
    }  # fmt: skip
    for name, values in rule.conditions.items():
        fact = Fact(name)
        if fact in _SPOKEN:
            found[name] = ", ".join(values)
        else:
            found[name] = values[0] if fact in _ONE else list(values)
    return found


class QueueForm(forms.Form):
    """What a queue is called, what is in it, and who sees it."""

    name = forms.CharField(label="Name", max_length=60, error_messages={"required": "Give the queue a name."})
    what = forms.CharField(label="What is in it", max_length=200, required=False)
    roles = forms.MultipleChoiceField(
        label="Who sees it",
        choices=[
            (each.value, each.label.capitalize()) for each in Role if each in GRANTED[Permission.WORK_QUEUE]
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text="An inspector sees every queue.",
        error_messages={"required": "Tick who sees it."},
    )


def conditions_in_words(rule: Rule) -> list[tuple[str, str]]:
    """Each condition of a rule, as people say it."""
    return [
        (words.fact_words(name), " or ".join(words.value_words(name, each) for each in values))
        for name, values in rule.conditions.items()
    ]
