"""Whose it is: the steps by which officers say where people were, decide, and follow what another force was handed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from hub.common.refusals import NotNow
from hub.pathway import belonging, opening, transferring
from hub.pathway.belonging import Whose
from hub.people.permissions import Permission
from hub.places import queries as places
from hub.triage.queries import WayOut
from hub.triage.rules import (
    METROPOLITAN,
    NOT_UK,
    OTHER_FORCE,
    TO_SETTLE,
    UNKNOWN,
    may_appeal,
    may_dispute,
    may_propose,
)
from hub.triage.terms import Belongs, ExitState, Whereabouts
from hub.web.desk.cases import words
from hub.web.desk.cases.asking import Asked, Fields, Step, long, report_choice
from hub.web.desk.handing import Handed

_P = Permission
_ANY = ("cases", "reports")
_HERE = "belongs"
_SEVERAL = 2
_NO_APPEAL = "No inspector has settled anything here that is still open. Go back and see whose it is."
_STATES: Mapping[str, str] = {
    ExitState.PROPOSED: "Proposed for {}. Nothing has left.",
    ExitState.CONFIRMED: "Confirmed for {}. Its package is still to be written.",
    ExitState.REFUSED: "It stays with the hub: {} was refused.",
    ExitState.SENT: "Handed to {}. Its own reference is awaited.",
    ExitState.ACKNOWLEDGED: "Taken by {}.",
    ExitState.DISPUTED: "Disputed with {}. An inspector settles it.",
    ExitState.SETTLED: "Settled: it stays with the hub, not {}.",
    ExitState.APPEALED: "Appealed against: whether it is for {}. Another inspector hears it.",
}


def _forces(first: str) -> list[tuple[str, str]]:
    """Every answer to whose something is; what stands first is what is chosen by itself."""
    return [
        ("", first), (METROPOLITAN, places.atlas().forces[METROPOLITAN]), *places.other_forces(),
        (OTHER_FORCE, "Another force, still to be named"), (NOT_UK, "Outside the United Kingdom"), (UNKNOWN, "Not known"),
    ]  # fmt: skip


def _place(label: str, hint: str = "") -> forms.ChoiceField:
    """A question that takes a force's area."""
    return forms.ChoiceField(
        label=label, help_text=hint, required=False, choices=_forces("As it was said before")
    )


def _where_fields(asked: Asked) -> Fields:
    return {
        "report": report_choice(asked),
        "victim": _place("Where does the victim live?", "The area of which force."),
        "suspect": _place("Where was the suspect?", "Only if it was known when the report was recorded."),
        "reason": long("How is it known?", "Kept with your name and the time."),
    }  # fmt: skip


def _where(asked: Asked, given: Mapping[str, Any]) -> str:
    said = Whereabouts(given["victim"], given["suspect"], given["reason"])
    found = belonging.say_where(
        subject=asked.subject, report=given["report"], said=said, seen=asked.seen, by=asked.by
    )
    return f"Kept. The written rule proposes now: {words.whose_words(found.answer)}. Decide whose it is."


def _whose_fields(asked: Asked) -> Fields:
    found = belonging.whose(belonging.about(opening.reports_of(asked.subject)[:1]))
    proposed = found[0].proposal.answer if found else UNKNOWN
    boroughs = sorted((each.slug, each.name) for each in places.atlas().boroughs.values())
    return {
        "report": report_choice(asked),
        "force": forms.ChoiceField(
            label="Which force records it?", choices=_forces("Choose a force"), initial=proposed,
            error_messages={"required": "Choose which force records it."},
        ),
        "borough": forms.ChoiceField(
            label="Which London borough?", required=False, initial=found[0].borough if found else "",
            help_text="A victim who lives in London keeps the hub beside them, whichever force records the crime.",
            choices=[("", "None, or not known"), *boroughs],
        ),
        "reason": long("Why?", "Kept with your name and the time, in the place of what was answered before."),
    }  # fmt: skip


def _whose_lead(asked: Asked) -> str:
    """What the written rule proposes, and how sure it is."""
    found = belonging.whose(belonging.about(opening.reports_of(asked.subject)[:1]))
    if not found:
        return ""
    rule = found[0].proposal
    return f"The written rule proposes {words.whose_words(rule.answer)}. {rule.reason} ({rule.source}: {rule.certainty}.)"


def _whose(asked: Asked, given: Mapping[str, Any]) -> str:
    answer = Belongs(given["force"], given["borough"], given["reason"])
    case = belonging.decide_whose(
        subject=asked.subject, report=given["report"], answer=answer, seen=asked.seen, by=asked.by
    )
    said = f"Decided: {words.whose_words(given['force'])}."
    return f"{said} It is case {case}." if case and case != asked.subject else said


def _handed_lead(asked: Asked) -> str:
    """What is being handed to whom; of several, each by its reference."""
    found = belonging.handed(subject=asked.subject)
    named = [f"{report}: " if len(found) > 1 else "" for report, _ in found]
    said = [f"{name}{state_words(out.to, out.state)}" for name, (_, out) in zip(named, found, strict=True)]
    return " ".join(said) or "Nothing is being handed to a force."


def _handed_choice(asked: Asked) -> Fields:
    """Which report, where several of a case are being handed to a force; nothing is chosen by itself."""
    return _which(belonging.handed(subject=asked.subject))


def _which(found: Sequence[tuple[str, WayOut]]) -> Fields:
    """Which report is meant, where it could be several."""
    if len(found) < _SEVERAL:
        return {}
    choices = [(report, f"{report}, {words.whose_words(out.to)}") for report, out in found]
    return {
        "report": forms.ChoiceField(
            label="Which report?", choices=[("", "Choose a report"), *choices],
            error_messages={"required": "Choose which report this is about."},
        )
    }  # fmt: skip


def _report(asked: Asked, given: Mapping[str, Any]) -> str:
    """The report that was chosen, or the only one that is being handed to a force."""
    return given.get("report") or belonging.only_handed(subject=asked.subject)


def _packed_lead(asked: Asked) -> str:
    """What is being handed to whom, and what happens when it is packed."""
    return (
        f"{_handed_lead(asked)} Everything of the report comes in one archive, but for contacts that are not safe. Hand it "
        f"over by a way that is fit for {transferring.MARKING}: the force is only told that it waits."
    )


def _packed_fields(asked: Asked) -> Fields:
    return {
        **_handed_choice(asked),
        "reason": long("Why does that force need it?", "Kept with what is released."),
    }


def _packed(asked: Asked, given: Mapping[str, Any]) -> Handed:
    found = transferring.transfer(report=_report(asked, given), reason=given["reason"], by=asked.by)
    packed = transferring.archived(found)
    return Handed(f"{transferring.MARKING} {found.report}.zip", "application/zip", [packed], len(packed))


def _acknowledged_fields(asked: Asked) -> Fields:
    theirs = forms.CharField(
        label="Their own reference", max_length=60,
        error_messages={"required": "Write the reference that the receiving force gave."},
    )  # fmt: skip
    return {**_handed_choice(asked), "reference": theirs}


def _acknowledged(asked: Asked, given: Mapping[str, Any]) -> str:
    belonging.acknowledge(
        subject=asked.subject, report=_report(asked, given), force_reference=given["reference"], seen=asked.seen, by=asked.by
    )  # fmt: skip
    return "Closed by the receiving force's own reference."


def _disputed_fields(asked: Asked) -> Fields:
    said = long("What do they say, and who says it?", "An inspector reads it and settles whose it is.")
    return {**_handed_choice(asked), "reason": said}


def _disputed(asked: Asked, given: Mapping[str, Any]) -> str:
    belonging.dispute(
        subject=asked.subject, report=_report(asked, given), reason=given["reason"], seen=asked.seen, by=asked.by
    )  # fmt: skip
    return "Kept. An inspector settles it; until then it is still ours to look after."


def _appeal_lead(asked: Asked) -> str:
    """What an inspector settled, of each report about which one may appeal."""
    found = belonging.appealable(subject=asked.subject)
    return " ".join(f"{report}: {state_words(out.to, out.state)}" for report, out in found) or _NO_APPEAL


def _appeal_fields(asked: Asked) -> Fields:
    found = belonging.appealable(subject=asked.subject)
    said = long("Who appeals, and why?", "Another inspector reads it. What they decide is final.")
    return {**_which(found), "reason": said}


def _appeal(asked: Asked, given: Mapping[str, Any]) -> str:
    found = belonging.appealable(subject=asked.subject)
    if not found:
        raise NotNow(_NO_APPEAL)
    report = given.get("report") or found[0][0]
    belonging.appeal(
        subject=asked.subject, report=report, reason=given["reason"], seen=asked.seen, by=asked.by
    )
    return "Kept. Another inspector hears it; until then what was settled is done."


def _settle_fields(asked: Asked) -> Fields:
    return {
        **_handed_choice(asked),
        "decision": forms.ChoiceField(
            label="Whose is it?", widget=forms.RadioSelect,
            choices=[("theirs", "The other force's: it is handed over again"), ("ours", "Ours: it stays with the hub")],
            error_messages={"required": "Choose one: theirs, or ours."},
        ),
        "reason": long("Why?", "Both sides read it: kept with your name and the time."),
    }  # fmt: skip


def _settle(asked: Asked, given: Mapping[str, Any]) -> str:
    stays = given["decision"] == "ours"
    belonging.settle(
        subject=asked.subject, report=_report(asked, given), stays=stays, reason=given["reason"], seen=asked.seen,
        by=asked.by,
    )  # fmt: skip
    return (
        "Settled: it stays with the hub." if stays else "Settled: write the package again, with your reason."
    )


BELONGING: tuple[Step, ...] = (
    Step("where", _P.DECIDE_EXITS, "Say where they were", "Keep this", _where, _where_fields, kinds=_ANY, back=_HERE),
    Step("whose", _P.DECIDE_EXITS, "Decide whose it is", "Keep this decision", _whose, _whose_fields, _whose_lead, kinds=_ANY, back=_HERE),
    Step("package", _P.RELEASE, "Write the transfer package", "Write it and save it", _packed, _packed_fields, _packed_lead, kinds=_ANY, back=_HERE),
    Step("acknowledged", _P.DECIDE_EXITS, "Record the receiving force's reference", "Close it with this reference", _acknowledged, _acknowledged_fields, _handed_lead, kinds=_ANY, back=_HERE),
    Step("disputed", _P.DECIDE_EXITS, "Record that it is disputed", "Keep the dispute", _disputed, _disputed_fields, _handed_lead, kinds=_ANY, back=_HERE),
    Step("appeal", _P.DECIDE_EXITS, "Appeal against what was settled", "Keep the appeal", _appeal, _appeal_fields, _appeal_lead, kinds=_ANY, back=_HERE),
    Step("settle", _P.SETTLE_DISPUTES, "Settle whose it is", "Settle it", _settle, _settle_fields, _handed_lead, kinds=_ANY, back=_HERE),
)  # fmt: skip


def state_words(to: str, state: str) -> str:
    """How a way out stands, in a sentence."""
    return _STATES[state].format(words.whose_words(to))


def lines(found: Sequence[Whose], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Whose each report is, as the card on the page shows it."""
    return [
        {
            "reference": each.reference, "force": words.whose_words(each.force or UNKNOWN),
            "proposed": words.whose_words(each.proposal.answer), "why": each.proposal.reason,
            "differs": (each.force or UNKNOWN) != each.proposal.answer,
            "state": state_words(each.exit.to, each.exit.state) if each.exit else "",
            "open": bool(each.exit and each.exit.state in {ExitState.CONFIRMED, ExitState.SENT}),
            "may_decide": may_propose(each.exit.state if each.exit else ""),
            "to_send": bool(each.exit and each.exit.state == ExitState.CONFIRMED),
            "may_dispute": bool(each.exit and may_dispute([move.state for move in each.moves], each.exit.state)),
            "may_appeal": bool(each.exit and may_appeal([move.state for move in each.moves], each.exit.state)),
            "disputed": bool(each.exit and each.exit.state in TO_SETTLE),
            "moves": [
                {"at": move.at, "state": ExitState(move.state).label, "by": names.get(move.by, "the hub"), "reason": move.reason}
                for move in each.moves
            ],
        }
        for each in found
    ]  # fmt: skip
