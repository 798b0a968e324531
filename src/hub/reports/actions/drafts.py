"""A report that is being entered: sealed like any telling, its officer's own, and erased when it is sent or given up."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.keys.keyring import keyring, seal, unseal
from hub.keys.terms import DataKey
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import rules
from hub.reports.models import Draft as Row
from hub.reports.terms import ChangedElsewhere, Draft, DraftState

_ABOUT = b"reports.draft"
KEPT = timedelta(days=7)  # after it was last saved
_RECORDED_EVERY = timedelta(
    minutes=10
)  # a page saves with each pause in typing; the record says it this often


def begin_draft(*, words: Mapping[str, str], by: Actor) -> str:
    """Begin to enter a report; tells its reference."""
    permit(by, Permission.RECEIVE_REPORTS)
    if by.account is None:
        raise NotPermitted("A report is entered by somebody with an account. Sign in to the desk.")
    at, (_, key) = clock.now(), keyring().new_data_key()
    row = Row(
        reference=references.new("E"), account_id=by.account, state=DraftState.OPEN, version=1, begun_at=at,
        wrapped_key=key.wrapped, key_version=key.version, recorded_at=at, saved_at=at, expires_at=at + KEPT,
        danger=False,
    )  # fmt: skip
    _keep(row, words)
    row.save(force_insert=True)
    _record(Kind.COLLECTION, "reports.begin-draft", [row], by)
    return row.reference


def open_draft(*, draft: str, by: Actor) -> Draft:
    """A draft opened for its officer; one that has ended is opened without words."""
    permit(by, Permission.RECEIVE_REPORTS)
    row = _own(draft, by)
    _record(Kind.CONSULTATION, "reports.open-draft", [row], by)
    return _opened(row)


def save_draft(*, draft: str, words: Mapping[str, str], version: int, by: Actor) -> Draft:
    """Keep what is typed; refused where another tab has kept something else since this version."""
    permit(by, Permission.RECEIVE_REPORTS)
    row = _own(draft, by, lock=True)
    _refuse_ended(row)
    _refuse_marks(words)
    now = _opened(row)
    if dict(now.words) == dict(words):
        return now
    if version != row.version:
        raise ChangedElsewhere(
            f"This report was changed in another tab at {row.saved_at.astimezone(clock.LONDON):%H:%M}. "
            "What you see here is not saved, and nothing was overwritten.",
            row.version,
        )
    at = clock.now()
    row.version += 1
    row.saved_at, row.expires_at = at, at + KEPT
    _keep(row, words)
    if at - row.recorded_at >= _RECORDED_EVERY or row.version == 2:
        row.recorded_at = at
        _record(Kind.ALTERATION, "reports.save-draft", [row], by)
    row.save()
    return _opened(row)


def draft_sent(*, draft: str, report: str, by: Actor) -> None:
    """The draft became a report: its own words and key are destroyed."""
    permit(by, Permission.RECEIVE_REPORTS)
    row = _own(draft, by, lock=True)
    if row.state != DraftState.SENT:
        row.report = report
        _end([row], DraftState.SENT, by)


def discard_draft(*, draft: str, by: Actor) -> None:
    """Give up a draft: its words and key are destroyed."""
    permit(by, Permission.RECEIVE_REPORTS)
    row = _own(draft, by, lock=True)
    _refuse_ended(row)
    _end([row], DraftState.DISCARDED, by)


def expire_drafts(*, by: Actor) -> int:
    """Destroy the words and keys of drafts whose time is up; tells how many."""
    permit(by, Permission.RUN_SYSTEM)
    rows = list(
        Row.objects.select_for_update(skip_locked=True).filter(
            state=DraftState.OPEN, expires_at__lte=clock.now()
        )
    )
    _end(rows, DraftState.EXPIRED, by)
    return len(rows)


def _own(reference: str, by: Actor, *, lock: bool = False) -> Row:
    """The officer's own draft; another's is as if it were not there."""
    rows = Row.objects.select_for_update() if lock else Row.objects.all()
    row = rows.filter(reference=reference, account=by.account).first() if by.account else None
    if row is None:
        raise NotFound(
            "You have no draft under this reference. Your open drafts are listed under New report."
        )
    return row


def _refuse_ended(row: Row) -> None:
    """Only an open draft is changed."""
    if row.state == DraftState.SENT:
        raise NotNow(f"This was sent already: it is report {row.report}. Add what is new there.")
    if row.state != DraftState.OPEN:
        raise NotNow("This draft has ended and its words are erased. Begin a new report.")


def _refuse_marks(words: Mapping[str, str]) -> None:
    """Nothing above OFFICIAL-SENSITIVE is kept, not even in a draft."""
    for text in words.values():
        mark = rules.higher_mark(text)
        if mark:
            raise Refusal(rules.refused_mark(mark))


def _keep(row: Row, words: Mapping[str, str]) -> None:
    """Seal the words under the draft's key; only that somebody is in danger is told outside it."""
    key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    row.sealed = seal(key, json.dumps(dict(words), ensure_ascii=False).encode(), _ABOUT)
    row.danger = words.get("immediate_danger", "") == "yes"


def _opened(row: Row) -> Draft:
    """A draft with its words, which are gone when it has ended."""
    words: dict[str, str] = {}
    if row.state == DraftState.OPEN:
        key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
        words = json.loads(unseal(key, bytes(row.sealed), _ABOUT))
    return Draft(
        row.reference, DraftState(row.state), row.version, words, row.begun_at, row.saved_at, row.expires_at, row.report
    )  # fmt: skip


def _end(rows: Sequence[Row], state: DraftState, by: Actor) -> None:
    """Destroy words and keys, and say so on the record."""
    for row in rows:
        row.state, row.wrapped_key, row.sealed = state, b"", b""
    Row.objects.bulk_update(rows, ["state", "wrapped_key", "sealed", "report"])
    _record(Kind.ERASURE, "reports.end-draft", rows, by, because=state.value)


def _record(kind: Kind, action: str, rows: Sequence[Row], by: Actor, **codes: str) -> None:
    """One line of the record for each draft."""
    audit.record([Entry(kind, action, "draft", row.reference, str(by), codes) for row in rows])
