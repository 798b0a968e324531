"""A refused attempt is on the record too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import references
from hub.common.refusals import NotNow, Refusal, Unanswerable
from hub.people.terms import Actor
from hub.reports import rules


@contextmanager
def refusals_recorded(
    *, action: str, subject_kind: str, subject: str = "", typed: Sequence[str] = (), by: Actor
) -> Iterator[None]:
    """Record a refused attempt in a transaction of its own, and let the refusal go on to whoever asked.

    What was typed as a reference and is none may be a name, or too long to keep: only its kind is recorded. Words that
    somebody typed to be kept are refused where they carry a mark above what the hub may hold. A slip is no attempt at
    anything that may not be done, and an auditor who reads of it would look for one: it is not recorded.
    """
    try:
        _refuse_marks(typed)
        yield
    except Refusal as refusal:
        if _a_slip(refusal):
            raise
        named = references.on_record(subject) if subject else subject_kind
        audit.record_refusal(Entry(Kind.CONSULTATION, action, subject_kind, named, str(by), refused=True))
        refusal.recorded = True
        raise


class _Marked(Refusal):
    """Words carry a mark above what the hub may hold."""


def _a_slip(refusal: Refusal) -> bool:
    """Whether a form was not filled in yet, or somebody else was there first."""
    return type(refusal) is Refusal or isinstance(refusal, NotNow | Unanswerable)


def _refuse_marks(typed: Sequence[str]) -> None:
    """Nothing above OFFICIAL-SENSITIVE is kept, wherever it is typed."""
    for text in typed:
        mark = rules.higher_mark(text)
        if mark:
            raise _Marked(rules.refused_mark(mark))
