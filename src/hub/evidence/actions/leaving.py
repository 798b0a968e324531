"""An exhibit is laid aside with what it belongs to, comes back with it, or is destroyed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks
from hub.evidence import adapters, rules
from hub.evidence.actions.custody import record
from hub.evidence.actions.quarantine import hold_bytes, lock
from hub.evidence.models import Exhibit
from hub.evidence.terms import Act, Laid, State
from hub.keys.terms import DataKey
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def lay_aside(*, subjects: Collection[str], by: Actor) -> tuple[Laid, ...]:
    """Take the keys of these exhibits out, for the original that is sealed; until they are put back nobody opens them."""
    permit(by, Permission.SET_ASIDE)
    locks.hold("evidence.subject", {each.encode() for each in subjects})
    rows = list(_of(subjects).exclude(wrapped_key=b""))
    laid = tuple(
        Laid(each.reference, bytes(each.wrapped_key), each.key_version, bytes(each.sealed_name))
        for each in rows
    )
    for row in rows:
        row.wrapped_key = row.sealed_name = b""
    Exhibit.objects.bulk_update(rows, ["wrapped_key", "sealed_name"])
    record(rows, Act.LAY_ASIDE, by)
    _record(Kind.ALTERATION, "evidence.lay-aside", rows, by)
    return laid


def take_up(*, laid: Sequence[Laid], by: Actor) -> None:
    """Put the keys of exhibits back that were laid aside; of what went into quarantine meanwhile, locked for the dedicated unit."""
    permit(by, Permission.SET_ASIDE)
    keys = {each.exhibit: each for each in laid}
    hold_bytes(keys)
    rows = list(
        Exhibit.objects.select_for_update()
        .filter(reference__in=keys, wrapped_key=b"", state__in=rules.STANDING)
        .order_by("pk")
    )
    for row in rows:
        kept = keys[row.reference]
        key = DataKey(kept.wrapped_key, kept.key_version)
        key = lock(row.object, key) if row.state == State.QUARANTINED else key
        row.wrapped_key, row.key_version, row.sealed_name = key.wrapped, key.version, kept.sealed_name
    Exhibit.objects.bulk_update(rows, ["wrapped_key", "key_version", "sealed_name"])
    record(rows, Act.TAKE_UP, by)
    _record(Kind.ALTERATION, "evidence.take-up", rows, by)


def destroy(*, subjects: Collection[str], by: Actor) -> int:
    """Destroy the keys of these exhibits, and what tells which files they were; nobody ever opens them again.

    Tells how many there were.
    """
    permit(by, Permission.RUN_SYSTEM)
    rows = list(_of(subjects))
    for row in rows:
        row.state = rules.moves(row.reference, State(row.state), State.DESTROYED)
        row.wrapped_key = row.sealed_name = row.sha256 = b""
        row.ended_at = clock.now()
    Exhibit.objects.bulk_update(rows, ["state", "wrapped_key", "sealed_name", "sha256", "ended_at"])
    record(rows, Act.DESTROY, by)
    _record(Kind.ERASURE, "evidence.destroy", rows, by)
    return len(rows)


def remove_destroyed(*, exhibit: int, by: Actor) -> bool:
    """Remove from the store what has no key any more; tells whether it is gone. What a lock holds is tried again later.

    What no exhibit names is left: a database that was restored may not know yet what it is.
    """
    permit(by, Permission.RUN_SYSTEM)
    rows = Exhibit.objects.select_for_update(skip_locked=True)
    row = rows.filter(pk=exhibit, state=State.DESTROYED, removed_at__isnull=True).first()
    if row is None or not adapters.named(row.store).remove(row.object):
        return False
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    record([row], Act.REMOVE, by)
    _record(Kind.ERASURE, "evidence.remove", [row], by)
    return True


def clear_unfinished(*, before: datetime, by: Actor) -> int:
    """Remove from the store what a killed process began to write and never received; tells how much.

    No line: nothing of it was ever on record.
    """
    permit(by, Permission.RUN_SYSTEM)
    return adapters.store().clear_unfinished(before)


def _of(subjects: Collection[str]) -> QuerySet[Exhibit]:
    """The exhibits of these cases and reports that stand, held until this is done.

    What is in quarantine under the unit's key is not among them: it leaves by the dedicated unit's word alone.
    """
    rows = Exhibit.objects.select_for_update().filter(subject__in=subjects, state__in=rules.STANDING)
    return rows.filter(~Q(state=State.QUARANTINED) | Q(wrapped_key=b"")).order_by("pk")


def _record(kind: Kind, action: str, rows: Sequence[Exhibit], by: Actor) -> None:
    """A line for each exhibit, about the case or report that it is of."""
    audit.record(
        [
            Entry(kind, action, each.subject_kind, each.subject, str(by), {"exhibit": each.reference})
            for each in rows
        ]
    )
