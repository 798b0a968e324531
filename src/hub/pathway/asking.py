"""The officer in the borough asks the hub."""

from django.db import transaction

from hub.cases import actions as cases
from hub.common import clock
from hub.duties import actions as duties
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.pathway.opening import refuse_set_aside
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import actions as queue


def ask_hub(*, case: str, text: str, by: Actor) -> None:
    """A question that stands on the case and in the queue; where one waits already, both are answered together."""
    with (
        refusals_recorded(action="cases.ask", subject_kind="case", subject=case, typed=[text], by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.ANSWER_ALLOCATION)
        refuse_set_aside(case)
        asked = cases.ask(case=case, text=text, by=by)
        detail = f"The borough asks: {asked}"
        duties.start(duties=[NewDuty("case", case, Duty.ASK, clock.now(), detail=detail)], by=by)
        queue.refresh(cases=[case])
