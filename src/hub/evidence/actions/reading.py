"""An exhibit is taken out as it came, or examined whether it still is what came."""

import hashlib
from collections.abc import Iterator, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.evidence import adapters, queries, rules
from hub.evidence.actions.custody import record
from hub.evidence.actions.opening import name_of, pieces
from hub.evidence.models import Exhibit
from hub.evidence.terms import Act, Damaged, Failed, Opened, State
from hub.keys.keyring import keyring
from hub.keys.terms import DataKey, KeyTrouble
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def prove(*, exhibit: str, by: Actor) -> str:
    """Read an exhibit to its end, which takes as long as it takes; tells why it is not what came, blank where it is."""
    permit(by, Permission.ADD_EVIDENCE)
    return _why_not(_there(exhibit))


def export(*, exhibit: str, reason: str, clean: bool, by: Actor) -> Opened:
    """Take an exhibit out of the vault exactly as it came; that it leaves is on record before its first byte does.

    Where it is to be clean, whatever was not looked through, or was found infected, is refused.
    """
    permit(by, Permission.EXPORT_EVIDENCE)
    if not reason.strip():
        raise Refusal("Say why this is taken out: it stands in its custody.")
    row = _standing(exhibit)
    if clean and row.state != State.CLEAN:
        raise NotNow(f"{exhibit} is not given out here: {State(row.state).label}. Go back to its files.")
    key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    name = name_of(row, key)
    record([row], Act.EXPORT, by, reason)
    codes = {"exhibit": exhibit, "state": row.state}
    entry = Entry(
        Kind.CONSULTATION,
        "evidence.export",
        row.subject_kind,
        row.subject,
        str(by),
        codes,
        reason=reason.strip(),
    )
    audit.record([entry])
    return Opened(queries.shown(row), name, pieces(row, key))


def _standing(reference: str) -> Exhibit:
    """An exhibit that can be opened."""
    row = _there(reference)
    if row.state == State.QUARANTINED:
        raise NotNow(
            f"{reference} is in quarantine: the dedicated unit decides about it, and it is shown to nobody."
        )
    return row


def _there(reference: str) -> Exhibit:
    """An exhibit whose key is there."""
    row = Exhibit.objects.filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no exhibit {reference}. Check the reference and try again.")
    if row.state == State.DESTROYED:
        raise NotNow(f"{reference} was destroyed. Nobody can bring it back.")
    if not row.wrapped_key:
        raise NotNow(f"{reference} was set aside with what it belongs to. Bring that back first.")
    return row


def pieces_of(row: Exhibit) -> Iterator[bytes]:
    """The file as it came, by the hub's own keys."""
    return pieces(row, keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version)))


def check(*, exhibits: Sequence[str], by: Actor) -> tuple[Failed, ...]:
    """Open each of these exhibits to its end and tell which are not what came, and why; no byte leaves."""
    permit(by, Permission.EXAMINE_EVIDENCE)
    failed = []
    for row in Exhibit.objects.filter(reference__in=exhibits, state__in=rules.STANDING).order_by("reference"):
        why = _why_not(row)
        if why and Exhibit.objects.filter(pk=row.pk, state__in=rules.STANDING, object=row.object).exists():
            failed.append(Failed(row.reference, why))  # and it was not destroyed or put right meanwhile
    return tuple(failed)


def _why_not(row: Exhibit) -> str:
    """Why an exhibit is not what came, blank where it is; one set aside or in quarantine is looked at without being opened."""
    try:
        if row.wrapped_key and row.state != State.QUARANTINED:
            for _ in pieces_of(row):
                pass
            return ""
        digest = hashlib.sha256()
        for chunk in adapters.named(row.store).read(row.object):
            digest.update(chunk)
    except (Damaged, KeyTrouble) as trouble:
        return trouble.sentence
    return (
        "" if digest.digest() == bytes(row.sealed_sha256) else "What the vault holds is not what was sealed."
    )
