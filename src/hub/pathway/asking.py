"""The officer in the borough asks the hub."""

from django.db import transaction

from hub.cases import actions as cases
from hub.common.refusals import NotNow
from hub.duties import actions as duties
from hub.duties.terms import Kind as Duty
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway.opening import refuse_set_aside
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.pathway.working import on_case
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import actions as queue

_ANSWERED = "The hub answered, in a note."


def ask_hub(*, case: str, text: str, by: Actor) -> None:
    """A question that stands on the case and in the queue; where one waits already, both are answered together."""
    with (
        refusals_recorded(action="cases.ask", subject_kind="case", subject=case, typed=[text], by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.ANSWER_ALLOCATION)
        refuse_set_aside(case)
        refuse_shut(case, by=by)
        asked = cases.ask(case=case, text=text, by=by)
        duties.ask(case=case, question=asked, kind=Duty.BOROUGH_ASKS, by=by)
        queue.refresh(cases=[case])


def answer_borough(*, case: str, text: str, seen: int, by: Actor) -> None:
    """The hub answers what the borough asked: a note that both read, and the clock ends."""
    with on_case("cases.answer-borough", case, seen, by, text) as row:
        permit(by, Permission.ANSWER_BOROUGH)
        cases.write_note(
            case=row, text=f"Answered to the borough: {text.strip()}" if text.strip() else "", by=by
        )
        if not duties.complete_kind(subjects=[case], kind=Duty.BOROUGH_ASKS, reason=_ANSWERED, by=by):
            raise NotNow("No question of the borough is open on this case. Write a note instead.")
        letters.queue(letters=[_to_whoever_asked(row)], by=by)


def _to_whoever_asked(case: cases.HeldCase) -> NewLetter:
    """The letter that tells the command unit that its question was answered; the answer stands on the case alone."""
    return NewLetter(
        recipient_kind=RecipientKind.UNIT, recipient=case.unit, subject_kind="case", subject=case.reference,
        template="hub-answered", occasion=f"answered:{case.version}",
    )  # fmt: skip
