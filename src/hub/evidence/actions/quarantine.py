"""An exhibit in quarantine: nobody opens it, and it leaves by the recorded word of the dedicated unit alone."""

from collections.abc import Collection

from django.db.models import QuerySet

from hub.aside import queries as aside
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, deferral, locks
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.evidence import queries, rules
from hub.evidence.actions.custody import record
from hub.evidence.actions.opening import name_of, pieces
from hub.evidence.models import Exhibit
from hub.evidence.terms import Act, Opened, State
from hub.keys import lockbox
from hub.keys import queries as keys
from hub.keys.keyring import keyring
from hub.keys.terms import DataKey
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

SAME_BYTES = "evidence.bytes"


def quarantine(*, exhibit: str, reason: str, by: Actor) -> tuple[str, ...]:
    """Put an exhibit in quarantine, and whatever else holds the same bytes; tells the cases and reports that they are of.

    A copy whose key is laid aside with its case stays so, and is locked the moment that it comes back.
    """
    permit(by, Permission.QUARANTINE_EVIDENCE)
    _need(reason, "Say what makes you think so, in a few words; describe no image.")
    hold_bytes([exhibit])  # none of them is received meanwhile as any other file
    row = _held(exhibit)
    if row.state == State.QUARANTINED:
        raise NotNow(f"{exhibit} is in quarantine already. Nothing was changed.")
    if not row.wrapped_key:
        raise NotNow(f"{exhibit} was set aside with what it belongs to. Bring that back first.")
    rows = list(_same(row).exclude(state=State.QUARANTINED))
    for each in rows:
        put_in(each, reason, by)
    return tuple(dict.fromkeys(each.subject for each in rows))


def hold_bytes(exhibits: Collection[str]) -> None:
    """Hold the bytes of these exhibits, whatever else holds the same: nothing of them comes or goes meanwhile."""
    known = Exhibit.objects.filter(reference__in=exhibits).values_list("sha256", flat=True)
    locks.hold(SAME_BYTES, map(bytes, known))


def _same(row: Exhibit) -> QuerySet[Exhibit]:
    """Whatever holds the same bytes, held until this is done."""
    same = Exhibit.objects.select_for_update().filter(sha256=bytes(row.sha256), state__in=rules.STANDING)
    return same.order_by("pk")


def put_in(row: Exhibit, reason: str, by: Actor) -> None:
    """One exhibit that is held goes into quarantine: its key is locked for the dedicated unit."""
    row.state = rules.moves(row.reference, State(row.state), State.QUARANTINED)
    if row.wrapped_key:
        locked = lock(row.object, DataKey(bytes(row.wrapped_key), row.key_version))
        row.wrapped_key, row.key_version = locked.wrapped, locked.version
    row.save(update_fields=["state", "wrapped_key", "key_version"])
    arrived([row], reason, by)


def arrived(rows: list[Exhibit], reason: str, by: Actor) -> None:
    """That these exhibits are in quarantine stands in custody and on the record."""
    _on_record(rows, Act.QUARANTINE, "evidence.quarantine", Kind.ALTERATION, reason, by)


def lock(name: str, key: DataKey) -> DataKey:
    """The key of an object as only the dedicated unit opens it."""
    return keys.locked(keyring().unwrap(key), name.encode())


def take_over(*, exhibit: str, reason: str, by: Actor) -> Opened:
    """The dedicated unit takes a file over exactly as it came; that it leaves is on record before its first byte does."""
    row = _decided(exhibit, reason, by)
    key = _opens(row)
    name = name_of(row, key)
    for _ in pieces(row, key):  # to its end first, so that nothing else ever leaves
        pass
    _on_record([row], Act.EXPORT, "evidence.take-over", Kind.CONSULTATION, reason, by)
    return Opened(queries.shown(row), name, pieces(row, key))


def release(*, exhibit: str, reason: str, by: Actor) -> tuple[str, ...]:
    """The dedicated unit's word that these bytes are nothing of theirs, wherever they are kept; tells what they are of.

    Each waits for its scan again; what is of a case that is set aside meanwhile stays where it is.
    """
    hold_bytes([exhibit])
    row = _decided(exhibit, reason, by)
    if aside.standing([row.subject]):
        raise NotNow(
            f"{row.subject} was set aside as no crime: what is released would have no case. Destroy it, or have {row.subject} "
            "brought back first."
        )
    rows = list(_same(row).filter(state=State.QUARANTINED))
    quiet = aside.standing({each.subject for each in rows})
    released = [each for each in rows if each.subject not in quiet or not each.wrapped_key]
    for each in released:
        _let_out(each)
    _on_record(released, Act.RELEASE, "evidence.release", Kind.ALTERATION, reason, by)
    deferral.defer(deferral.Task.SCAN_EXHIBIT, [each.pk for each in released if each.wrapped_key])
    return tuple(dict.fromkeys(each.subject for each in released))


def _let_out(row: Exhibit) -> None:
    """An exhibit is the hub's to open again; one that is laid aside with its case comes back with it as any other."""
    row.state = rules.moves(row.reference, State.QUARANTINED, State.WAITING)
    if row.wrapped_key:
        key = keyring().wrap(_opens(row))
        row.wrapped_key, row.key_version = key.wrapped, key.version
    row.scan_tried_at, row.scan_trouble, row.scanned_at, row.signatures = None, "", None, ""
    row.save(
        update_fields=[
            "state", "wrapped_key", "key_version", "scan_tried_at", "scan_trouble", "scanned_at", "signatures",
        ]
    )  # fmt: skip


def destroy_quarantined(*, exhibit: str, reason: str, by: Actor) -> str:
    """The dedicated unit's word that it has what it needs: its key is destroyed for ever; tells what it was of."""
    row = _decided(exhibit, reason, by)
    _opens(row)  # whoever has not the unit's key is not the unit
    if aside.held({row.subject}):
        raise NotNow(
            f"The original of {row.subject} is held, for a court, an inquiry or a complaint. An inspector lets it go first."
        )
    row.state = rules.moves(exhibit, State.QUARANTINED, State.DESTROYED)
    row.wrapped_key = row.sealed_name = row.sha256 = b""
    row.ended_at = clock.now()
    row.save(update_fields=["state", "wrapped_key", "sealed_name", "sha256", "ended_at"])
    _on_record([row], Act.DESTROY, "evidence.destroy-quarantined", Kind.ERASURE, reason, by)
    return row.subject


def _decided(exhibit: str, reason: str, by: Actor) -> Exhibit:
    """An exhibit in quarantine, held, about which the dedicated unit gives its word."""
    permit(by, Permission.ANSWER_FOR_QUARANTINE)
    _need(reason, "Say why: your word is all that is ever known of it.")
    row = _held(exhibit)
    if row.state != State.QUARANTINED:
        raise NotNow(f"{exhibit} is not in quarantine: {State(row.state).label}. Nothing was changed.")
    if not row.wrapped_key:
        raise NotNow(f"{exhibit} was set aside with what it belongs to. Bring that back first.")
    return row


def _opens(row: Exhibit) -> bytes:
    """The key of an exhibit in quarantine; refused where the unit's own key is not at hand."""
    return lockbox.unlock(DataKey(bytes(row.wrapped_key), row.key_version), row.object.encode())


def _held(reference: str) -> Exhibit:
    """An exhibit that was not destroyed, held until this is done."""
    row = Exhibit.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no exhibit {reference}. Check the reference and try again.")
    if row.state == State.DESTROYED:
        raise NotNow(f"{reference} was destroyed. Nobody can bring it back.")
    return row


def _need(reason: str, sentence: str) -> None:
    """Refuse a blank reason."""
    if not reason.strip():
        raise Refusal(sentence)


def _on_record(rows: list[Exhibit], act: Act, action: str, kind: Kind, reason: str, by: Actor) -> None:
    """What was done stands in custody and on the record."""
    record(rows, act, by, reason)
    audit.record(
        [
            Entry(
                kind, action, each.subject_kind, each.subject, str(by), {"exhibit": each.reference},
                reason=reason.strip(),
            )
            for each in rows
        ]
    )  # fmt: skip
