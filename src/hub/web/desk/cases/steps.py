"""Every step that can be done on a case or report: what is asked, who may, and what is then done."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from hub import pathway
from hub.common.refusals import NotNow
from hub.duties import queries as duties
from hub.duties.rules import LIVE
from hub.duties.terms import Kind, State
from hub.pathway import casework, opening
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Role
from hub.places import queries as places
from hub.reports import queries as reports
from hub.reports.terms import AdditionKind, Strand
from hub.web.desk.cases import words
from hub.web.desk.cases.asking import Asked, Fields, Step, fact, long, report_choice
from hub.web.desk.cases.protecting import PROTECTING


def _reason(
    label: str = "Why?", hint: str = "Kept with your name and the time."
) -> Callable[[Asked], Fields]:
    """One question: why."""
    return lambda _: {"reason": long(label, hint)}


def _officers(asked: Asked) -> forms.ChoiceField:
    """The officers of the command unit who are at work."""
    found = people.working(roles=[Role.BOROUGH_OFFICER], unit=asked.unit) if asked.unit else ()
    choices = [(each.reference, each.name) for each in found if each.id != asked.by.account]
    unit = places.atlas().units[asked.unit].name if asked.unit else "this command unit"
    return forms.ChoiceField(
        label="Officer", choices=[("", f"Choose an officer of {unit}"), *choices],
        help_text="" if choices else _nobody(unit, alone=bool(found)),
        error_messages={"required": "Choose an officer."},
    )  # fmt: skip


def _nobody(unit: str, *, alone: bool) -> str:
    """Why there is nobody to choose, and what to do."""
    if alone:
        return (
            f"You are the only officer of {unit} who can sign in. "
            "Ask your administrator to invite a colleague, or return the case to the hub."
        )
    return f"Nobody of {unit} can sign in yet. Ask your administrator to invite somebody."


def _move(to: State, said: str) -> Callable[[Asked, Mapping[str, Any]], str]:
    """Moving a duty."""

    def run(asked: Asked, given: Mapping[str, Any]) -> str:
        casework.move_duty(
            subject=asked.subject,
            duty=asked.about,
            to=to,
            reason=given["reason"],
            seen=asked.seen,
            by=asked.by,
        )
        return said

    return run


def _duty(asked: Asked) -> str:
    """The duty that a step is about."""
    found = casework.duty_in(asked.subject, asked.about)
    return f"{found.title}. {found.detail}".strip()


def _headline(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.set_headline(case=asked.subject, words=given["words"], seen=asked.seen or 0, by=asked.by)
    return "The headline is changed."


def _note(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.write_note(
        case=asked.subject, text=given["text"], supersedes=asked.about, seen=asked.seen or 0, by=asked.by
    )
    return "The note is kept."


def _offer(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.offer_case(case=asked.subject, to=given["to"], seen=asked.seen or 0, by=asked.by)
    return "Offered. Until the officer accepts, the hub holds the case."


def _accept(asked: Asked, _: Mapping[str, Any]) -> str:
    casework.accept_case(case=asked.subject, seen=asked.seen or 0, by=asked.by)
    return "The case is yours. The hub supports you."


def _return(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.return_case(case=asked.subject, reason=given["reason"], seen=asked.seen or 0, by=asked.by)
    return "Returned. The hub reads your reason and finds somebody else."


def _hand_over(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.hand_over_case(
        case=asked.subject, to=given["to"], reason=given["reason"], seen=asked.seen or 0, by=asked.by
    )
    return "Offered to your colleague, who accepts it or returns it."


def _take_back(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.take_case_back(case=asked.subject, reason=given["reason"], seen=asked.seen or 0, by=asked.by)
    return "Taken back. It waits for another officer of the unit."


def _exit(asked: Asked, given: Mapping[str, Any]) -> str:
    leaves, found = given["decision"] == "leaves", opening.proposed_exit(subject=asked.subject)
    if found is None:
        raise NotNow(f"No way out of {asked.subject} waits for a decision.")
    report = reports.summaries([found.report])[found.report].reference
    within = asked.subject if opening.kind_of(asked.subject) == "case" else ""
    case = casework.decide_exit(
        report=report, leaves=leaves, reason=given["reason"], case=within, by=asked.by
    )
    return (
        f"Confirmed: {report} is to leave, {words.exit_words(found.to)}."
        if leaves
        else f"It stays with the hub, as case {case}."
    )


def _exit_fields(_: Asked) -> Fields:
    return {
        "decision": forms.ChoiceField(
            label="What becomes of it?", widget=forms.RadioSelect,
            choices=[("leaves", "It leaves the hub"), ("stays", "It stays, and gets its case")],
            error_messages={"required": "Choose one: it leaves, or it stays."},
        ),
        "reason": long("Why?", "Kept with your name and the time."),
    }  # fmt: skip


def _exit_lead(asked: Asked) -> str:
    found = opening.proposed_exit(subject=asked.subject)
    return (
        f"{words.exit_words(found.to)[:1].upper()}{words.exit_words(found.to)[1:]}. {found.reason}"
        if found
        else ""
    )


def _agreement(*, given: bool) -> Callable[[Asked, Mapping[str, Any]], str]:
    """What somebody agreed to is confirmed, or taken back."""

    def run(asked: Asked, said: Mapping[str, Any]) -> str:
        casework.settle_agreement(
            subject=asked.subject, agreement=asked.about, fields=said.get("fields", ()), given=given,
            seen=asked.seen, by=asked.by,
        )  # fmt: skip
        return "Confirmed." if given else "Taken back. Nothing leaves on it any more."

    return run


_SHARED = (
    ("name", "First name"), ("phone", "Telephone"), ("e-mail", "E-mail"), ("what-happened", "What happened"),
    ("language", "Language"),
)  # fmt: skip


def _shared(_: Asked) -> Fields:
    return {
        "fields": forms.MultipleChoiceField(
            label="What may be shared?", choices=_SHARED, widget=forms.CheckboxSelectMultiple,
            help_text="Only what the person said yes to.",
            error_messages={"required": "Tick what the person said yes to."},
        )
    }  # fmt: skip


def _reply(asked: Asked, given: Mapping[str, Any]) -> str:
    pathway.answer_borough(case=asked.subject, text=given["text"], seen=asked.seen or 0, by=asked.by)
    return "Answered. It stands as a note on the case, for their officer."


def _borough_asks(asked: Asked) -> str:
    """What is asked, as they wrote it."""
    found = [
        each.detail
        for each in duties.of_subjects([asked.subject])
        if each.kind == Kind.BOROUGH_ASKS and each.state in LIVE
    ]
    return " ".join(found) or "No question of the borough is open."


def _with_whom(asked: Asked) -> str:
    found = casework.agreement_in(asked.subject, asked.about)
    return f"With {found.organisation}: {found.told_by}."


def _news(asked: Asked, _: Mapping[str, Any]) -> str:
    casework.tell_reporter(subject=asked.subject, report=asked.about, seen=asked.seen, by=asked.by)
    return "The letter is on its way, and on the list of letters."


def _disagree(asked: Asked, given: Mapping[str, Any]) -> str:
    casework.disagree(
        subject=asked.subject, report=asked.about, strand=Strand(given["strand"]), reason=given["reason"],
        seen=asked.seen, by=asked.by,
    )  # fmt: skip
    return "Your disagreement is kept beside the perception, which stands."


def _disagree_fields(asked: Asked) -> Fields:
    pk = opening.report_in(asked.subject, asked.about)
    said = {each.strand for each in reports.filed([pk])[pk].perceived}
    return {
        "strand": forms.ChoiceField(
            label="Which perception?", choices=[each for each in Strand.choices if each[0] in said],
            error_messages={"required": "Choose what you do not share."},
        ),
        "reason": long("Why do you not share it?", "The person's own perception stands beside your reason."),
    }  # fmt: skip


_ANY = ("cases", "reports")
_P = Permission
STEPS: tuple[Step, ...] = (
    Step("headline", _P.WRITE_NOTES, "Change the headline", "Keep the headline", _headline,
         lambda _: {"words": forms.CharField(label="Headline", max_length=120, required=False, help_text="Facts in your own words; no names, no quotation. Blank makes it from facts again.")}),
    Step("note", _P.WRITE_NOTES, "Write a note", "Keep the note", _note,
         lambda _: {"text": long("Note", "A note is never changed; a later one can take its place.", most=10_000)}, back="notes"),
    Step("replace-note", _P.WRITE_NOTES, "Replace a note", "Keep this note instead", _note,
         lambda _: {"text": long("Note", "The earlier note stays, folded under this one.", most=10_000)}, about=True, back="notes"),
    Step("offer", _P.ALLOCATE, "Offer this case to an officer", "Offer it", _offer, lambda asked: {"to": _officers(asked)}, back="allocation"),
    Step("accept", _P.ANSWER_ALLOCATION, "Accept this case", "Accept the case", _accept,
         lead=lambda _: "From now on you are the officer in the case, and the hub supports you."),
    Step("return", _P.ANSWER_ALLOCATION, "Return this case", "Return it", _return, _reason("Why do you return it?", "The hub reads it and finds somebody else.")),
    Step("hand-over", _P.ANSWER_ALLOCATION, "Hand this case over", "Hand it over", _hand_over,
         lambda asked: {"to": _officers(asked), "reason": long("Why, and what should they know?")}),
    Step("take-back", _P.ALLOCATE, "Take this case back", "Take it back", _take_back, _reason("Why do you take it back?", "It stands on the case. Tell the officer yourself: they are sent nothing."), back="allocation"),
    Step("done", _P.KEEP_DUTIES, "Record what was done", "It is done", _move(State.DONE, "Done, and on the timeline."),
         _reason("What was done?"), _duty, about=True, kinds=_ANY, back="due"),
    Step("pause", _P.KEEP_DUTIES, "Stop the clock", "Stop the clock", _move(State.PAUSED, "The clock stands still."),
         _reason("What is waited for?"), _duty, about=True, kinds=_ANY, back="due"),
    Step("resume", _P.KEEP_DUTIES, "Let the clock go on", "Resume", _move(State.RUNNING, "The clock goes on, with what was left of it."),
         _reason("What came back?"), _duty, about=True, kinds=_ANY, back="due"),
    Step("not-possible", _P.KEEP_DUTIES, "Say that it cannot be done", "It cannot be done", _move(State.NOT_POSSIBLE, "Kept as not possible."),
         _reason("Why is it not possible?"), _duty, about=True, kinds=_ANY, back="due"),
    Step("fact", _P.ADD_FACTS, "Add a later fact", "Add it", fact(None),
         lambda asked: {"report": report_choice(asked), "text": long("The fact", "What was told stays as it was.")}, kinds=_ANY, back="reports"),
    Step("answer", _P.ADD_FACTS, "Record the answer", "Keep the answer", fact(AdditionKind.ANSWER),
         lambda asked: {"report": report_choice(asked), "text": long("What did they say?")}, kinds=_ANY, back="reports"),
    Step("reply", _P.ANSWER_BOROUGH, "Answer the borough", "Send the answer", _reply,
         lambda _: {"text": long("What do you answer?", "It stands as a note on the case, with your name, and their officer reads it there. Write no names of victims.")},
         _borough_asks, back="notes"),
    Step("crime-reference", _P.ADD_FACTS, "Add the crime reference", "Add the reference", fact(AdditionKind.CRIME_REFERENCE),
         lambda asked: {"report": report_choice(asked), "text": forms.CharField(label="Crime reference", max_length=40, error_messages={"required": "Write the reference that the crime system gave."})}, kinds=_ANY, back="due"),
    Step("exit", _P.DECIDE_EXITS, "Decide whether this leaves the hub", "Keep this decision", _exit, _exit_fields, _exit_lead, kinds=_ANY),
    Step("confirm", _P.RECORD_AGREEMENTS, "The person confirms what may be shared", "Confirm", _agreement(given=True), _shared, _with_whom, about=True, kinds=_ANY, back="support"),
    Step("withdraw", _P.RECORD_AGREEMENTS, "The person takes an agreement back", "Take it back", _agreement(given=False),
         lead=lambda asked: f"{_with_whom(asked)} From now on nothing leaves on it.", about=True, kinds=_ANY, back="support"),
    Step("news", _P.RELEASE, "Write that there is news", "Send this letter", _news, about=True, kinds=_ANY, back="letters"),
    Step("disagree", _P.ADD_FACTS, "Disagree with a perception", "Keep my disagreement", _disagree, _disagree_fields, about=True, kinds=_ANY, back="reports"),
    *PROTECTING,
)  # fmt: skip
