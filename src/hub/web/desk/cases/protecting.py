"""The steps that keep somebody safe: raising an alarm, saying that somebody is under 18, referring somebody at risk."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hub.cases import queries as cases
from hub.disclosures.terms import Basis
from hub.duties import queries as duties
from hub.duties.terms import Danger
from hub.pathway import alarming, opening, safeguarding
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports.terms import AdditionKind
from hub.triage import queries as triage
from hub.triage.rules import BASES
from hub.triage.terms import AtRisk, Shared
from hub.web.desk.cases.asking import Asked, Fields, Step, fact, long, report_choice

_ANY = ("cases", "reports")


def _dangers(_: Asked) -> Fields:
    return {
        "dangers": forms.MultipleChoiceField(
            label="Which danger is it?", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(each.id, each.title) for each in triage.dangers()],
            help_text="As many as there are. Leave it empty where you cannot say yet: the alarm goes out all the same.",
        ),
        "reason": long(
            "What do you know?",
            "Officers on call are not told this. The control room is: write no more than help needs. Where you name no danger "
            "above it may stay empty.", required=False,
        ),
    }  # fmt: skip


def _anybody(*, subject: str, by: Actor, **_: bool) -> None:
    """Danger waits for nobody's reason: it is called out by whoever may raise an alarm, a part in it or none."""
    alarming.come_to_raise(subject=subject, by=by)


def _alarm(asked: Asked, given: Mapping[str, Any]) -> str:
    dangers = [Danger(each) for each in given["dangers"]]
    alarm = alarming.raise_alarm(subject=asked.subject, dangers=dangers, reason=given["reason"], by=asked.by)
    cover = duties.watch().cover
    if cover.officers:
        return f"Alarm {alarm} is raised, and whoever is on call is called now."
    if cover.control_room:
        return (
            f"Alarm {alarm} is raised. Nobody is on call who can be reached, so the control room is told now."
        )
    return (
        f"Alarm {alarm} stands on the desk, but it reached nobody: nobody is on call who can be reached, and no control room "
        "is set. Ring 999 or your control room yourself, now, and say so on the alarm."
    )


_AGES = (AdditionKind.VICTIM_UNDER_18, AdditionKind.SUSPECT_UNDER_18, AdditionKind.SUSPECT_ADULT)


def _age(asked: Asked) -> Fields:
    return {
        "report": report_choice(asked),
        "kind": forms.ChoiceField(
            label="Who?", widget=forms.RadioSelect, choices=[(each.value, str(each.label).capitalize()) for each in _AGES],
            error_messages={"required": "Choose one."},
        ),
        "text": long("How do you know?", "It is marked wherever the case stands."),
    }  # fmt: skip


def _age_known(asked: Asked, given: Mapping[str, Any]) -> str:
    return fact(AdditionKind(given["kind"]))(asked, given)


_WHY_SHARED = {
    Basis.SAFEGUARDING: "They may be at risk. A second person authorises it before it goes.",
    Basis.VITAL_INTEREST: "Somebody's life or safety is in danger now. It goes at once. Raise an alarm as well.",
}


def _borough(asked: Asked) -> str:
    """Where the case is, as a first answer."""
    if opening.kind_of(asked.subject) == "case":
        found = cases.stands(asked.subject)
        return found.borough if found else ""
    standing = triage.standing(opening.reports_of(asked.subject))
    return next((each.borough for each in standing.values()), "")


def _referral(asked: Asked) -> Fields:
    boroughs = sorted((each.slug, each.name) for each in places.atlas().boroughs.values())
    return {
        "at_risk": forms.ChoiceField(
            label="Who is at risk?", widget=forms.RadioSelect, choices=[(each.value, each.label.capitalize()) for each in AtRisk],
            error_messages={"required": "Choose who is at risk."},
        ),
        "borough": forms.ChoiceField(
            label="Borough where they live", choices=[("", "Choose a borough"), *boroughs], initial=_borough(asked),
            error_messages={"required": "Choose the borough."},
        ),
        "basis": forms.ChoiceField(
            label="Why may it be shared?", widget=forms.RadioSelect, choices=[(each.value, _WHY_SHARED[each]) for each in BASES],
            error_messages={"required": "Choose why it may be shared."},
        ),
        "fields": forms.MultipleChoiceField(
            label="What is passed on?", choices=Shared.choices, widget=forms.CheckboxSelectMultiple,
            help_text="Only what they need. A contact that is not safe never leaves.",
            error_messages={"required": "Choose what is passed on."},
        ),
        "reason": long("What makes you think that they are at risk?", "Whoever receives it reads this, and it is kept."),
    }  # fmt: skip


def _refer_lead(asked: Asked) -> str:
    """Whom it goes to; where nobody there can be reached from here, that is said before anything is written."""
    lead = "To those who safeguard them in their borough. If somebody is in danger now, raise an alarm first."
    borough = _borough(asked)
    missing = [
        str(each.label) for each in AtRisk if borough and not places.safeguarding_mailbox(borough, each.value)
    ]
    if not missing:
        return lead
    name = places.atlas().boroughs[borough].name
    return (
        f"{lead} No mailbox is known of those who safeguard {' or '.join(missing)} in {name}: ring them yourself, now, and "
        "write a note of whom you rang and what they said. Your administrator sets the mailbox."
    )


def _refer(asked: Asked, given: Mapping[str, Any]) -> str:
    found = safeguarding.refer(
        subject=asked.subject, to=(AtRisk(given["at_risk"]), given["borough"]), basis=Basis(given["basis"]),
        fields=given["fields"], reason=given["reason"], by=asked.by,
    )  # fmt: skip
    if found.basis == Basis.VITAL_INTEREST:
        return f"Referral {found.reference} is on its way."
    return f"Referral {found.reference} waits for a second person."


PROTECTING: tuple[Step, ...] = (
    Step("alarm", Permission.RAISE_ALARMS, "Raise an alarm", "Raise the alarm", _alarm, _dangers,
         lambda _: "Somebody may be hurt if we wait. Whoever is on call is called until somebody has it.", kinds=_ANY, enter=_anybody),
    Step("age", Permission.ADD_FACTS, "Somebody is under 18", "Keep it", _age_known, _age, kinds=_ANY, back="risk"),
    Step("safeguard", Permission.REFER_SAFEGUARDING, "Refer a child or an adult at risk", "Ask for the referral", _refer, _referral,
         _refer_lead, kinds=_ANY, back="due"),
)  # fmt: skip
