"""The steps that assess a case or report, and those that say who has it and where it stands."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from hub import pathway
from hub.common import clock
from hub.pathway import assessing
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Role
from hub.queue import queries as queue
from hub.triage import queries as triage
from hub.triage.terms import Box, Grade, Graded, Limb, NewRisk, NewVictim, Risk, Said, Victim, Word
from hub.web.desk.cases.asking import Asked, Fields, Step, long

_P = Permission
_ANY = ("cases", "reports")
_WEEK = timedelta(days=7)
_GRADES = [("", "Choose a grade"), *((each.value, each.label.capitalize()) for each in Grade)]
_HINTS: Mapping[Limb, str] = {
    Limb.THREAT: "Who threatens what, against whom, how near, and could they do it?",
    Limb.HARM: "What has been done to them, and what may still be?",
    Limb.RISK: "How likely is it to happen again, or to grow?",
    Limb.INVESTIGATION: "What can be secured or found, and what is lost if we wait?",
    Limb.VULNERABILITY: "What keeps them from protecting themselves or others?",
    Limb.ENGAGEMENT: "What do they want, and how do we keep their trust?",
    Limb.PREVENTION: "What can be done so that it does not happen again?",
}
_BOX_HINTS: Mapping[Box, str] = {
    Box.INFORMATION: "What is known, from where, and what is still missing.",
    Box.STRATEGY: "What matters most now, and the working strategy.",
    Box.POWERS: "Which powers, law and policy apply.",
    Box.OPTIONS: "What could be done, and what if it goes otherwise.",
    Box.REJECTED: "What was weighed and not chosen, and why.",
    Box.ACTION: "What is done now, by whom, and how it is reviewed.",
    Box.ETHICS: "How this keeps to the Code of Ethics.",
}
_NEEDED = "write something, every part is kept."


def _text(label: str, hint: str = "", initial: str = "", *, required: bool = True) -> forms.CharField:
    """A question that takes a few sentences."""
    return forms.CharField(
        label=label, help_text=hint, initial=initial, required=required, max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": f"{label}: {_NEEDED}"},
    )  # fmt: skip


def _grade(label: str, initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=_GRADES,
        initial=initial,
        error_messages={"required": f"{label}: choose a grade."},
    )


def _why_again(*, again: bool) -> Fields:
    """Why an assessment takes the place of an earlier one, where it does."""
    if not again:
        return {}
    return {"reason": long("Why is it assessed again?", "The earlier one stays, with your reason beside it.")}


def _standing_risk(asked: Asked) -> Risk | None:
    found = triage.on_file(assessing.subjects_of(asked.subject)).risks
    return next((each for each in found if each.stands), None)


def _standing_victim(asked: Asked) -> Victim | None:
    found = triage.on_file(assessing.subjects_of(asked.subject)).victims
    return next((each for each in found if each.stands), None)


def _risk_fields(asked: Asked) -> Fields:
    before = _standing_risk(asked)
    found: Fields = {}
    for limb in Limb:
        earlier = before.limbs.get(limb) if before else None
        found[f"text_{limb.value}"] = _text(limb.label, _HINTS[limb], earlier.text if earlier else "")
        found[f"grade_{limb.value}"] = _grade(f"{limb.label}: grade", earlier.grade.value if earlier else "")
    found["overall"] = _grade("Overall", before.overall.value if before else "")
    for box in Box:
        found[f"box_{box.value}"] = _text(box.label, _BOX_HINTS[box], before.boxes[box] if before else "")
    found["review_on"] = forms.DateField(
        label="Look at it again on", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Where it should be looked at again by a day.",
        error_messages={"invalid": "Write the day as 2026-12-24."},
    )  # fmt: skip
    return found | _why_again(again=before is not None)


def _risk(asked: Asked, given: Mapping[str, Any]) -> str:
    new = NewRisk(
        {limb: Graded(Grade(given[f"grade_{limb.value}"]), given[f"text_{limb.value}"]) for limb in Limb},
        Grade(given["overall"]), {box: given[f"box_{box.value}"] for box in Box}, given["review_on"],
        given.get("reason", ""),
    )  # fmt: skip
    assessing.assess_risk(subject=asked.subject, new=new, seen=asked.seen, by=asked.by)
    return "The assessment is kept, and the queue follows it."


def _victim_fields(asked: Asked) -> Fields:
    before = _standing_victim(asked)
    found: Fields = {
        each.id: forms.ChoiceField(
            label=each.question, help_text=each.hint, widget=forms.RadioSelect,
            choices=[(said.value, said.label.capitalize()) for said in Said],
            initial=before.answers[each.id].value if before and each.id in before.answers else None,
            error_messages={"required": "Choose one: where it is not known, say so."},
        )
        for each in triage.questions_now()
    }  # fmt: skip
    notes = "How and when it is safe to reach them, and what they need. Never write down where they are from or what status they have."
    found["notes"] = _text("Notes", notes, before.notes if before else "", required=False)
    return found | _why_again(again=before is not None)


def _victim(asked: Asked, given: Mapping[str, Any]) -> str:
    answers = {each.id: Said(given[each.id]) for each in triage.questions_now()}
    new = NewVictim(answers, given["notes"], given.get("reason", ""))
    assessing.assess_victim(subject=asked.subject, new=new, seen=asked.seen, by=asked.by)
    return "What they need is kept, and the queue follows it."


def _day(label: str, hint: str, *, required: bool = True) -> forms.DateField:
    """A day, which is a week from now where nobody says another."""
    return forms.DateField(
        label=label, help_text=hint, required=required, widget=forms.DateInput(attrs={"type": "date"}),
        initial=(clock.now().astimezone(clock.LONDON).date() + _WEEK).isoformat(),
        error_messages={"required": "Choose a day.", "invalid": "Write the day as 2026-12-24."},
    )  # fmt: skip


def _priority_fields(_: Asked) -> Fields:
    return {
        "word": forms.ChoiceField(
            label="Where does it stand?", widget=forms.RadioSelect,
            choices=[(each.value, each.label[:1].upper() + each.label[1:]) for each in Word],
            error_messages={"required": "Choose where it stands."},
        ),
        "until": _day("Until", "It ends by itself on this day, within four weeks.", required=False),
        "reason": long("Why?", "It stands on the case with your name. Danger comes first whatever you say."),
    }  # fmt: skip


def _priority(asked: Asked, given: Mapping[str, Any]) -> str:
    word = Word(given["word"])
    assessing.set_priority(
        subject=asked.subject, word=word, until=None if word == Word.AS_COUNTED else given["until"],
        reason=given["reason"], seen=asked.seen, by=asked.by,
    )  # fmt: skip
    return "Kept. It orders the queue, and decides nothing."


def _hold_fields(_: Asked) -> Fields:
    return {
        "until": _day("Keep it until the end of", "Within four weeks."),
        "reason": long("Why do you keep it?", "Colleagues read it when they look for the case."),
    }


def _hold(asked: Asked, given: Mapping[str, Any]) -> str:
    until = pathway.hold(subject=asked.subject, until=given["until"], reason=given["reason"], by=asked.by)
    return f"It is yours until {clock.in_london(until)}."


def _pass_fields(asked: Asked) -> Fields:
    colleagues = people.working(roles=[Role.HUB_OFFICER, Role.INSPECTOR])
    named = [
        (each.reference, f"{each.name}, {each.role.label}")
        for each in colleagues
        if each.id != asked.by.account
    ]
    return {
        "queue": forms.ChoiceField(
            label="To which queue?", required=False,
            choices=[("", "It stays where it stands"), *((each.slug, each.name) for each in queue.queues())],
            help_text="A team has a queue of its own.",
        ),
        "to": forms.ChoiceField(
            label="To whom?", required=False,
            choices=[("", "To nobody in particular"), *named],
            help_text="They have it until it is released.",
        ),
        "reason": long("Why, and what should they know?", "The rules do not move it until somebody releases it."),
    }  # fmt: skip


def _pass(asked: Asked, given: Mapping[str, Any]) -> str:
    pathway.pass_on(
        subject=asked.subject, queue_named=given["queue"], to=given["to"], reason=given["reason"], by=asked.by
    )
    return f"{asked.subject} is passed on."


def _release(asked: Asked, given: Mapping[str, Any]) -> str:
    pathway.release_passing(subject=asked.subject, reason=given["reason"], by=asked.by)
    return "Released: the rules say again where it stands."


RISK_STEPS: tuple[Step, ...] = (
    Step("risk", _P.ASSESS_RISK, "Assess the risk", "Keep this assessment", _risk, _risk_fields,
         lambda _: "THRIVE+, with the National Decision Model beside it. It orders the queue; it decides, closes and refuses nothing.",
         kinds=_ANY, back="assessed",
         headings={"text_threat": "THRIVE+", "overall": "The whole", "box_information": "How it was decided"}),
    Step("victim", _P.ASSESS_RISK, "Assess what the victim needs", "Keep what they need", _victim, _victim_fields,
         lambda _: "Ask only what helps to keep them safe. Their immigration status is not asked, and not written down.",
         kinds=_ANY, back="assessed"),
    Step("priority", _P.SET_PRIORITY, "Say where this stands in the queue", "Keep my word", _priority, _priority_fields, kinds=_ANY, back="assessed"),
    Step("hold", _P.WORK_QUEUE, "Keep this until the end of a day", "Keep it", _hold, _hold_fields,
         lambda _: "It stays yours until then. To keep it thirty minutes more, no reason is asked: that is one press on its page.",
         kinds=_ANY),
    Step("pass", _P.WORK_QUEUE, "Pass this on", "Pass it on", _pass, _pass_fields, kinds=_ANY),
    Step("release-passing", _P.WORK_QUEUE, "Let the rules say where this stands", "Release it", _release,
         lambda _: {"reason": long("Why?", "Kept with your name and the time.")}, kinds=_ANY),
)  # fmt: skip
