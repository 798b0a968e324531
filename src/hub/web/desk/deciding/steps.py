"""The steps after a decision: the second check, the outcome, and taking a case up again."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hub.law import queries as law
from hub.law.rules.outcomes import numbered
from hub.law.terms import BOOLEAN, DECIDERS, FACTS
from hub.pathway import deciding
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.triage import queries as triage
from hub.triage.terms.deciding import LaterStep
from hub.web.desk.cases.asking import Asked, Fields, Step, long

# Where a next action leads beside the steps, and who may go there.
DOORS: Mapping[str, Permission] = {
    "decision": Permission.DECIDE_CRIME,
    "offences": Permission.CHOOSE_OFFENCES,
}
_KNOWN = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
_FACTS: Mapping[str, str] = {
    "suspect_named": "Is a suspect named?", "suspect_interviewed": "Was the suspect interviewed or arrested?",
    "suspect_age": "How old is the suspect?", "suspect_dead": "Has the suspect died?",
    "victim_supports": "Does the victim support it?", "victim_identifies_suspect": "Can the victim identify the suspect?",
    "investigation_complete": "Is the investigation complete?", "evidential_difficulty": "Is there an evidential difficulty?",
    "time_limit_expired": "Has the time limit passed?", "decided_by": "Who decided?", "supervisor": "Did a supervisor agree?",
    "body_named": "Which other body acts?", "activity_named": "Which activity was agreed?",
    "admission": "Did the suspect admit it?",
}  # fmt: skip


def _check(asked: Asked, given: Mapping[str, Any]) -> str:
    agrees = given["agrees"] == "yes"
    deciding.check(case=asked.subject, agrees=agrees, reason=given["reason"], seen=asked.seen, by=asked.by)
    if agrees:
        return "Checked: the decision holds, and whoever reported is told."
    return "Checked: it does not hold. The case waits for a decision."


def _check_fields(_: Asked) -> Fields:
    return {
        "agrees": forms.ChoiceField(
            label="Do you share this decision?", widget=forms.RadioSelect,
            choices=[("yes", "Yes, it holds"), ("no", "No, it is to be decided again")],
            error_messages={"required": "Choose one: it holds, or it does not."},
        ),
        "reason": long("Why?", "Kept beside the decision, with your name and the time."),
    }  # fmt: skip


def _check_lead(asked: Asked) -> str:
    newest = next(iter(triage.crime_decisions([asked.subject])[asked.subject]), None)
    if newest is None or not newest.waits:
        return "No decision waits for a second check."
    who = people.names_of({newest.by}).get(newest.by) or "An officer"
    considered = " ".join(f"{each.rstrip('.')}." for each in newest.considered)
    return (
        f"{who} decided: {newest.answer.label.lower()}. {newest.reason} Considered: {considered} "
        f"Checked because {' and '.join(newest.check)}."
    )


def _outcome_fields(_: Asked) -> Fields:
    types = [
        (str(each.number), f"{each.number}: {each.name}") for each in law.outcome_types() if each.applies
    ]
    found: Fields = {
        "number": forms.ChoiceField(
            label="Which outcome?", choices=[("", "Choose an outcome"), *types],
            error_messages={"required": "Choose the outcome."},
        )
    }  # fmt: skip
    for name, label in _FACTS.items():
        found[name] = _fact(name, label)
    found["reason"] = long(
        "Why is this the outcome?", "The victim is told, and may ask for a review where it is due."
    )
    return found


def _fact(name: str, label: str) -> forms.Field:
    """One fact that an outcome may ask; what is left out is not known."""
    if name == "decided_by":
        choices = [
            ("", "Not known"),
            *((each, "The police" if each == "police" else "The CPS") for each in DECIDERS),
        ]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if FACTS[name] == BOOLEAN:
        return forms.ChoiceField(label=label, choices=_KNOWN, required=False)
    if name == "suspect_age":
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=125)
    return forms.CharField(label=label, required=False, max_length=200)


def _outcome(asked: Asked, given: Mapping[str, Any]) -> str:
    known = {name: _read(name, given[name]) for name in _FACTS if given[name] not in {"", None}}
    verdict = deciding.record_outcome(
        case=asked.subject, number=numbered(given["number"]), facts=known, reason=given["reason"], seen=asked.seen,
        by=asked.by,
    )  # fmt: skip
    return f"{verdict.why} {' '.join(verdict.then)}"


def _read(name: str, text: Any) -> bool | int | str:
    """A fact as the law asks it."""
    if FACTS[name] == BOOLEAN:
        return bool(text == "yes")
    return text if isinstance(text, int) else str(text)


def _reopen(asked: Asked, given: Mapping[str, Any]) -> str:
    deciding.reopen(case=asked.subject, reason=given["reason"], seen=asked.seen, by=asked.by)
    return "Taken up again. Its outcome stays on record, and its time limits run."


# What is written down before it is done; a charge asks for the worksheet where its offences are named.
_AHEAD: Mapping[str, LaterStep] = {
    "arrest": LaterStep.ARREST, "removal": LaterStep.REMOVAL_OF_LAWFUL, "removal-of-illegal": LaterStep.REMOVAL_OF_ILLEGAL,
}  # fmt: skip


def _ahead(asked: Asked, given: Mapping[str, Any]) -> str:
    deciding.go_ahead(
        case=asked.subject, step=_AHEAD[given["step"]], reason=given["reason"], seen=asked.seen, by=asked.by
    )
    return "Written down, as a note on the case."


def _ahead_fields(_: Asked) -> Fields:
    return {
        "step": forms.ChoiceField(
            label="What is to be done?", widget=forms.RadioSelect,
            choices=[(name, f"{step[:1].upper()}{step[1:]}") for name, step in _AHEAD.items()],
            error_messages={"required": "Choose what is to be done."},
        ),
        "reason": long("Why is it necessary?", "Kept with your name and the time. Write no names."),
    }  # fmt: skip


STEPS: tuple[Step, ...] = (
    Step("ahead", Permission.CHOOSE_OFFENCES, "Before an arrest or a removal request", "Write it down", _ahead, _ahead_fields,
         lambda _: "The worksheet of Article 10 comes first: it is filled in where the case is decided. It is not asked for what is illegal in itself.", back="notes"),
    Step("second-check", Permission.DECIDE_CRIME, "Give the second check", "Keep the check", _check, _check_fields, _check_lead, back="decision"),
    Step("outcome", Permission.RECORD_OUTCOMES, "Record the outcome", "Record the outcome", _outcome, _outcome_fields,
         lambda _: "Answer what you know. What is left out counts as not known.", back="decision"),
    Step("reopen", Permission.RECORD_OUTCOMES, "Take this case up again", "Take it up again", _reopen,
         lambda _: {"reason": long("What has come up?", "Kept beside the outcome, which stays.")}, back="decision"),
)  # fmt: skip
