"""Originals: sealed when it is not a crime, held, brought back, and disposed of on their day."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hub.aside import queries, rules
from hub.aside.actions import texts
from hub.aside.actions.texts import Hider
from hub.aside.models import Original
from hub.aside.terms import Because, SetAside, State, Subject, Unsealed
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.keys.keyring import keyring, seal, unseal
from hub.keys.terms import DataKey, Destroyed
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_ABOUT = b"aside.original"
_THERE = (State.KEPT, State.HELD)


def set_aside(
    *, subject: Subject, decided_at: datetime, things: Mapping[str, Any], hider: Hider, by: Actor
) -> SetAside:
    """Seal what a case or report says, mask it where it stands, and give the original its day."""
    permit(by, Permission.SET_ASIDE)
    locks.hold("aside.subject", [subject.reference.encode()])
    if queries.standing([subject.reference]):
        raise NotNow(f"{subject.reference} is set aside already. Nothing was changed.")
    row = _new(subject, decided_at, by)
    changed = texts.mask_all(row, hider)
    reasons = texts.take_reasons(row, hider.hide)
    texts.take_suggestions(row)
    _seal(row, {"texts": changed, "reasons": reasons, "things": dict(things)})
    row.save(update_fields=["sealed"])
    _record(Kind.ALTERATION, "aside.set-aside", row, by, {"until": row.dispose_on.isoformat()})
    return SetAside(row.reference, row.dispose_on)


def _new(subject: Subject, decided_at: datetime, by: Actor) -> Original:
    """The row of an original, under a key of its own; it must be there before a text of it is masked."""
    decided = decided_at.astimezone(clock.LONDON).date()
    today = queries.today()
    regime = rules.keeps(queries.regimes(), decided, today)
    _, key = keyring().new_data_key()
    return Original.objects.create(
        reference=references.new("O"), subject_kind=subject.kind, subject=subject.reference, case_number=subject.case,
        reports=list(subject.reports), subjects=subject.named, wrapped_key=key.wrapped, key_version=key.version,
        sealed=b"", state=State.KEPT, decided_at=decided_at, set_aside_at=clock.now(), by=str(by), rule=regime.rule,
        dispose_on=rules.kept_until(regime, today),
    )  # fmt: skip


def _seal(row: Original, words: Mapping[str, Any]) -> None:
    """Seal under the key of the row."""
    key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    row.sealed = seal(key, json.dumps(words, ensure_ascii=False).encode(), _ABOUT)


def _opened(row: Original) -> dict[str, Any]:
    """What an original seals; refused where it was disposed of."""
    key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    words: dict[str, Any] = json.loads(unseal(key, bytes(row.sealed), _ABOUT))
    return words


def restore(*, subject: str, reason: str, by: Actor) -> Unsealed:
    """Write everything back as it was, and give the other modules what they laid into the original."""
    permit(by, Permission.SET_ASIDE)
    _need(reason)
    row = _held_row(subject)
    words = _opened(row)
    texts.write_back(row, words["texts"])
    texts.put_reasons_back(words["reasons"])
    _end(row, State.RESTORED, by)
    _record(Kind.ALTERATION, "aside.restore", row, by, reason=reason)
    return Unsealed(words["things"])


def unsealed(*, subject: str, reason: str, by: Actor) -> Unsealed:
    """What other modules laid into an original, for a submission that keeps some of it; the look is on the record."""
    permit(by, Permission.KEEP_ORIGINALS)
    _need(reason)
    row = _held_row(subject)
    _record(Kind.CONSULTATION, "aside.unseal", row, by, reason=reason)
    return Unsealed(_opened(row)["things"])


def hold(*, subject: str, because: Because, until: date | None, reason: str, by: Actor) -> str:
    """Keep an original beyond its day: because they ask for another look, or a court needs it; tells its reference.

    What a court needs is held until that is over: asking for another look takes no such hold away.
    """
    look = because == Because.ANOTHER_LOOK
    permit(by, Permission.ASK_ANOTHER_LOOK if look else Permission.KEEP_ORIGINALS)
    _need(reason)
    row = _held_row(subject)
    if row.state == State.HELD and row.because == because and row.held_until == until:
        raise NotNow(f"The original of {subject} is held for that already. Nothing was changed.")
    if until is not None and until < queries.today():
        raise Refusal("Choose a day that is not over yet: until then the original is held.")
    if row.state == State.KEPT and look and row.dispose_on < queries.today():
        last = queries.ask_until(queries.read(row))
        raise NotNow(f"They could ask until {last:%-d %B %Y}. Ask an inspector, who may still hold it.")
    if row.state == State.HELD and row.because == Because.ANOTHER_LOOK:
        raise NotNow(f"{subject} waits for another look, which holds its original. Answer that first.")
    if not (look and row.because == Because.PROCEEDINGS):
        row.state, row.because, row.held_until = State.HELD, because, until
        row.held_at, row.held_by = clock.now(), str(by)
        row.save(update_fields=["state", "because", "held_until", "held_at", "held_by"])
    _record(Kind.ALTERATION, "aside.hold", row, by, {"because": because.value}, reason=reason)
    return row.reference


def release(*, subject: str, reason: str, by: Actor) -> date:
    """Let an original go on to its day; one whose day is over goes with the next run."""
    permit(by, Permission.KEEP_ORIGINALS)
    _need(reason)
    row = _held_row(subject)
    if row.state != State.HELD:
        raise NotNow(f"Nobody holds the original of {subject}. Nothing was changed.")
    _let_go(row)
    _record(Kind.ALTERATION, "aside.release", row, by, reason=reason)
    return row.dispose_on


def stays(*, subject: str, reason: str, by: Actor) -> date | None:
    """It was looked at again and stays as decided; tells the day to which the original goes on, none where a court holds it."""
    permit(by, Permission.KEEP_ORIGINALS)
    _need(reason)
    row = _held_row(subject)
    if row.because == Because.ANOTHER_LOOK:
        _let_go(row)
    _record(Kind.ALTERATION, "aside.stays", row, by, reason=reason)
    return row.dispose_on if row.state == State.KEPT else None


def lapse(*, original: int, by: Actor) -> None:
    """End a hold that came to the day that somebody set; the original goes on to its own."""
    permit(by, Permission.RUN_SYSTEM)
    row = _locked(original)
    if row is None or row.state != State.HELD or not rules.held_too_long(row.held_until, queries.today()):
        return
    _let_go(row)
    _record(Kind.ALTERATION, "aside.lapse", row, by)


def _let_go(row: Original) -> None:
    """Nobody holds it any more."""
    row.state, row.because, row.held_until, row.held_at, row.held_by = State.KEPT, "", None, None, ""
    row.save(update_fields=["state", "because", "held_until", "held_at", "held_by"])


def dispose(*, original: int, hider: Hider, by: Actor) -> bool:
    """Destroy the keys and overwrite the ciphertext of one original whose day is over; tells whether it was there.

    What was written meanwhile is masked once more, and once more nobody keeps what stood there.
    """
    permit(by, Permission.RUN_SYSTEM)
    row = _locked(original)
    if row is None or State.DISPOSED not in rules.ORIGINAL_MOVES[State(row.state)]:
        return False
    if row.dispose_on >= queries.today():
        return False
    texts.mask_all(row, hider)
    texts.take_reasons(row, hider.hide)
    texts.take_suggestions(row)
    tellings = texts.destroy_tellings(row)
    _end(row, State.DISPOSED, by)
    _record(Kind.ERASURE, "aside.dispose", row, by, {"tellings": tellings})
    return True


def _held_row(subject: str) -> Original:
    """The original of a subject, held until this is done; refused where there is none to work on."""
    row = Original.objects.select_for_update().filter(subject=subject, state__in=_THERE).first()
    if row is not None:
        return row
    if Original.objects.filter(subject=subject, state=State.DISPOSED).exists():
        raise Destroyed(f"The original of {subject} was disposed of. Nobody can bring it back.")
    raise NotFound(f"{subject} is not set aside. Check the reference and try again.")


def _locked(original: int) -> Original | None:
    """One original, held until this is done; none where another worker has it."""
    return Original.objects.select_for_update(skip_locked=True).filter(pk=original).first()


def _end(row: Original, state: State, by: Actor) -> None:
    """The one function that ends an original: its key is destroyed."""
    row.state, row.wrapped_key, row.sealed = state, b"", b""
    row.ended_at, row.ended_by, row.held_until = clock.now(), str(by), None
    row.save(update_fields=["state", "wrapped_key", "sealed", "ended_at", "ended_by", "held_until"])


def _need(reason: str) -> None:
    """Refuse a blank reason."""
    if not reason.strip():
        raise Refusal("Say why: what happens to an original is kept with its reason.")


def _record(
    kind: Kind, action: str, row: Original, by: Actor, codes: Mapping[str, str | int | bool] | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    """One line of the record."""
    entry = Entry(
        kind, action, row.subject_kind, row.subject, str(by), {"original": row.reference, **(codes or {})},
        reason=reason,
    )  # fmt: skip
    audit.record([entry])
