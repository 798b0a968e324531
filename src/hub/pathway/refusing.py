"""A refused attempt is on the record too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people.terms import Actor
from hub.reports import rules


@contextmanager
def refusals_recorded(
    *, action: str, subject_kind: str, subject: str = "", typed: Sequence[str] = (), by: Actor
) -> Iterator[None]:
    """Record a refused attempt in a transaction of its own, and let the refusal go on to whoever asked.

    What was typed as a reference and is none may be a name, or too long to keep: only its kind is recorded. Words that
    somebody typed to be kept are refused where they carry a mark above what the hub may hold.
    """
    try:
        _refuse_marks(typed)
        yield
    except Refusal as refusal:
        named = references.on_record(subject) if subject else subject_kind
        entry = Entry(
            Kind.CONSULTATION, action, subject_kind, named, str(by), {"why": _why(refusal)}, refused=True
        )
        audit.record_refusal(entry)
        refusal.recorded = True
        raise


_WHYS: tuple[tuple[type[Refusal], str], ...] = (
    (NotPermitted, "not-permitted"), (NotFound, "not-there"), (NotNow, "too-late"),
)  # fmt: skip


def _why(refusal: Refusal) -> str:
    """Why it was refused, so that an auditor tells an attempt at what may not be done from a form sent too late."""
    return next((why for kind, why in _WHYS if isinstance(refusal, kind)), "not-whole")


def _refuse_marks(typed: Sequence[str]) -> None:
    """Nothing above OFFICIAL-SENSITIVE is kept, wherever it is typed."""
    for text in typed:
        mark = rules.higher_mark(text)
        if mark:
            raise Refusal(rules.refused_mark(mark))
