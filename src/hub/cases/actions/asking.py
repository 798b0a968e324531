"""A question from the officer in the borough to the hub."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.models import Case, Note
from hub.common import clock, references
from hub.common.refusals import NotFound, Refusal
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor

_LONGEST = 500


def ask(*, case: str, text: str, by: Actor) -> str:
    """Write the question on the case, where it stays; tells it as it is kept."""
    permit(by, Permission.ANSWER_ALLOCATION)
    row = Case.objects.select_for_update().filter(reference=case).first()
    if row is None:
        raise NotFound(f"There is no case {case}. Check the reference and try again.")
    permit_unit(by, Permission.ANSWER_ALLOCATION, row.unit)
    asked = text.strip()
    if not asked:
        raise Refusal("Write what you want to ask, and try again.")
    if len(asked) > _LONGEST:
        raise Refusal(f"Shorten the question to {_LONGEST} characters: it stands in the queue.")
    note = Note.objects.create(
        reference=references.new("N"), case=row, text=f"Asked of the hub: {asked}", by=str(by), at=clock.now()
    )
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(
        [Entry(Kind.ALTERATION, "cases.ask", "case", row.reference, str(by), {"note": note.reference})]
    )
    return asked
