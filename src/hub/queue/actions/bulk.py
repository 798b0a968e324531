"""Keeping what was done to several records at once, and what became of undoing it."""

from collections.abc import Mapping, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.queue import queries
from hub.queue.actions.passing import put_back
from hub.queue.models import Bulk, BulkLine
from hub.queue.terms import NEEDS_REASON, UNDO, UNDOABLE, Act, Done, Had, LineState, Outcome


def keep_bulk(*, act: Act, target: str, reason: str, done: Sequence[Done], by: Actor) -> str:
    """Keep one act on several records; tells its reference."""
    permit(by, Permission.WORK_QUEUE)
    if by.account is None:
        raise Refusal("Sign in at the desk: at the command line nobody knows who has opened what.")
    if act in NEEDS_REASON and not reason.strip():
        raise Refusal("Say why: one reason is kept for all of them.")
    at = clock.now()
    row = Bulk.objects.create(
        reference=references.new("B"), account_id=by.account, act=act, target=target[:20], reason=reason.strip(), at=at,
        undo_until=at + UNDO if act in UNDOABLE else None,
    )  # fmt: skip
    BulkLine.objects.bulk_create(
        [
            BulkLine(
                bulk=row, subject=each.outcome.subject, state=each.outcome.state, sentence=each.outcome.sentence,
                before=each.before, mark=each.mark,
            )
            for each in done
        ]
    )  # fmt: skip
    counted = sum(each.outcome.state == LineState.DONE for each in done)
    codes: dict[str, str | int | bool] = {"act": act.value, "done": counted, "asked": len(done)}
    audit.record([Entry(Kind.ALTERATION, "queue.bulk", "bulk", row.reference, str(by), codes, reason=reason)])
    return row.reference


def begin_undo(*, bulk: str, by: Actor) -> None:
    """Undoing begins: by whoever did it, within its time, and once."""
    permit(by, Permission.WORK_QUEUE)
    row = Bulk.objects.select_for_update().filter(reference=bulk).first()
    if row is None:
        raise NotFound("There is no such act. Go back to the queue.")
    if row.account_id != by.account:
        raise NotPermitted("Somebody else did this. Ask them to undo it.")
    found = queries.bulk(bulk)
    if found is None or not queries.may_undo(found):
        raise NotNow(
            "It cannot be undone any more: its time is over, or it was undone already. Nothing was changed."
        )
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
    audit.record([Entry(Kind.ALTERATION, "queue.undo-bulk", "bulk", bulk, str(by))])


def keep_undone(*, outcomes: Mapping[int, Outcome], by: Actor) -> None:
    """Keep what became of undoing each record."""
    permit(by, Permission.WORK_QUEUE)
    rows = list(BulkLine.objects.filter(pk__in=outcomes))
    for row in rows:
        row.state, row.sentence = outcomes[row.pk].state, outcomes[row.pk].sentence
    BulkLine.objects.bulk_update(rows, ["state", "sentence"])
    if rows:
        undone = sum(row.state == LineState.UNDONE for row in rows)
        named = Bulk.objects.values_list("reference", flat=True).get(pk=rows[0].bulk_id)
        codes: dict[str, str | int | bool] = {"undone": undone, "of": len(rows)}
        audit.record([Entry(Kind.ALTERATION, "queue.keep-undone", "bulk", named, str(by), codes)])


def restore(*, subject: str, had: Had | None, by: Actor) -> None:
    """Somebody has it again as they had it before, or nobody has."""
    permit(by, Permission.WORK_QUEUE)
    put_back(subject=subject, had=had, by=by)
