"""A file comes in: hashed, sealed, written once, read back and compared, and only then received."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import uuid4

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, deferral, locks, references
from hub.common.refusals import Refusal
from hub.evidence import adapters, queries, rules
from hub.evidence.actions.custody import record
from hub.evidence.actions.opening import NAME
from hub.evidence.actions.quarantine import SAME_BYTES, arrived, lock, put_in
from hub.evidence.models import Exhibit
from hub.evidence.terms import Act, Damaged, Kept, NewExhibit, Sealed, Source, State
from hub.keys.keyring import keyring
from hub.keys.keyring import seal as seal_words
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_HEAD = 64 << 10  # bytes by which a file's type is known


def seal(*, source: Source, by: Actor) -> Sealed:
    """Seal a file into the vault under a key of its own, read it back and compare; nothing is on record of it yet.

    Whatever stops on the way leaves sealed bytes that nobody has a key for.
    """
    permit(by, Permission.ADD_EVIDENCE)
    sha256, size, head = _read_first(source)
    store, name = adapters.store(), uuid4().hex
    plain, key = keyring().new_data_key()
    bound = rules.about(name, sha256, size)
    store.write(name, rules.sealed(plain, _read_again(source, sha256, size), bound))
    digest, back, length = hashlib.sha256(), hashlib.sha256(), 0
    for piece in rules.opened(plain, _hashed(store.read(name), digest), bound):
        back.update(piece)
        length += len(piece)
    if (back.digest(), length) != (sha256, size):
        raise Damaged("What the vault read back is not what was sealed. Nothing was kept; run `hub doctor`.")
    media_type = rules.type_of(head)
    return Sealed(
        object=name, store=store.name, sha256=sha256, size=size, sealed_sha256=digest.digest(), key=key,
        sealed_name=seal_words(plain, source.name.encode(errors="surrogateescape"), NAME), media_type=media_type,
        mislabelled=rules.mislabelled(source.name, media_type),
    )  # fmt: skip


def keep(*, exhibits: Sequence[NewExhibit], by: Actor) -> tuple[Kept, ...]:
    """Receive what was sealed: an exhibit of its case or report from now on; the same bytes are there already once."""
    permit(by, Permission.ADD_EVIDENCE)
    locks.hold("evidence.subject", {each.subject.encode() for each in exhibits})
    locks.hold(SAME_BYTES, {each.sealed.sha256 for each in exhibits})
    return tuple(_kept(each, by) for each in exhibits)


def _kept(new: NewExhibit, by: Actor) -> Kept:
    """One exhibit, or the one that holds these bytes already."""
    if not new.reason.strip():
        raise Refusal("Say why this is kept, and where it comes from: it stands in its custody.")
    known = queries.same_bytes(new.subject, new.sealed.sha256)
    flagged = new.flagged or queries.in_quarantine_elsewhere(new.sealed.sha256)
    row = Exhibit.objects.select_for_update().get(pk=known.id) if known else _row(new, by, flagged=flagged)
    if known and new.mends:
        _mend(row, new.sealed)
    if row.state == State.WAITING:
        deferral.defer(deferral.Task.SCAN_EXHIBIT, [row.pk])
    again = known is not None and not new.mends
    act = Act.OFFER_AGAIN if again else Act.MEND if known else Act.COLLECT
    record([row], act, by, new.reason)
    codes: dict[str, str | int | bool] = {"exhibit": row.reference, "act": act.value}
    audit.record(
        [
            Entry(
                Kind.COLLECTION, "evidence.collect", new.subject_kind, new.subject, str(by), codes,
                reason=new.reason.strip(),
            )
        ]
    )  # fmt: skip
    if flagged and known is None:
        arrived([row], new.reason, by)
    elif flagged and row.state != State.QUARANTINED:
        put_in(row, new.reason, by)
    return Kept(row.reference, bytes(row.sha256).hex(), row.size, State(row.state), again=again)


def _mend(row: Exhibit, sealed: Sealed) -> None:
    """Put an exhibit right whose object is damaged: the same bytes, sealed anew."""
    key = lock(sealed.object, sealed.key) if row.state == State.QUARANTINED else sealed.key
    row.object, row.store, row.sealed_sha256 = sealed.object, sealed.store, sealed.sealed_sha256
    row.wrapped_key, row.key_version = key.wrapped, key.version
    row.sealed_name, row.size = sealed.sealed_name, sealed.size
    row.save(
        update_fields=[
            "object", "store", "sealed_sha256", "wrapped_key", "key_version", "sealed_name", "size",
        ]
    )  # fmt: skip


def drop(*, sealed: Sealed, by: Actor) -> None:
    """Remove what was sealed and not received: nobody has its key. No line: nothing of it was ever on record."""
    permit(by, Permission.ADD_EVIDENCE)
    adapters.named(sealed.store).remove(sealed.object)


def _row(new: NewExhibit, by: Actor, *, flagged: bool) -> Exhibit:
    """The row of a new exhibit; the key of a flagged one is locked before it is ever kept."""
    sealed = new.sealed
    key = lock(sealed.object, sealed.key) if flagged else sealed.key
    state = State.QUARANTINED if flagged else State.WAITING
    return Exhibit.objects.create(
        reference=references.new("M"), subject_kind=new.subject_kind, subject=new.subject, object=sealed.object,
        store=sealed.store, sha256=sealed.sha256, size=sealed.size, sealed_sha256=sealed.sealed_sha256,
        wrapped_key=key.wrapped, key_version=key.version, sealed_name=sealed.sealed_name,
        media_type=sealed.media_type, mislabelled=sealed.mislabelled, state=state, received_at=clock.now(),
        by=str(by),
    )  # fmt: skip


# -- reading a file twice


def _read_first(source: Source) -> tuple[bytes, int, bytes]:
    """The SHA-256 of a file, its length, and its beginning."""
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in _chunks(source):
        digest.update(chunk)
        size += len(chunk)
        head = head or chunk[:_HEAD]
    return digest.digest(), size, head


def _read_again(source: Source, sha256: bytes, size: int) -> Iterator[bytes]:
    """The same bytes again; refused where they are others now."""
    digest, length = hashlib.sha256(), 0
    for chunk in _chunks(source):
        digest.update(chunk)
        length += len(chunk)
        yield chunk
    if (digest.digest(), length) != (sha256, size):
        raise Refusal(
            "It was changed while it was read. Nothing was kept: close what writes to it, and do it again."
        )


def _chunks(source: Source) -> Iterator[bytes]:
    """A file a piece at a time, from its beginning."""
    try:
        yield from source.chunks()
    except OSError as trouble:
        raise Refusal(f"It cannot be read: {trouble.strerror}. Nothing was kept.") from None


def _hashed(chunks: Iterator[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """The same bytes, taken into a digest as they pass."""
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
