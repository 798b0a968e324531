"""A Tuesday, a duty that starts on it, and the duties of somebody else that nothing may touch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from hub.audit.models import Line
from hub.duties import actions
from hub.duties.models import Duty
from hub.duties.terms import Kind, NewDuty
from tests.walks import MACHINE

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEW = NewDuty("case", "C-1", Kind.SUPPORT_REFERRAL, TUESDAY)


def started(**facts):
    """A duty of C-1 that started, like NEW but for some facts."""
    new = replace(NEW, **facts)
    actions.start(duties=[new], by=MACHINE)
    return Duty.objects.filter(subject=new.subject, kind=new.kind).latest("pk")


def lines(action, subject="C-1"):
    """The lines of the record of an action on a subject."""
    return list(Line.objects.filter(action=action, subject=subject))


@contextmanager
def somebody_elses_untouched() -> Iterator[None]:
    """Duties of somebody else, which are afterwards as they were."""
    actions.start(
        duties=[
            replace(NEW, subject="C-0", historic=True),
            replace(NEW, subject="C-0", kind=Kind.ALARM, historic=True),
            replace(NEW, subject="C-0", kind=Kind.ASK, done_reason="It was asked.", historic=True),
        ],
        by=MACHINE,
    )
    before = list(Duty.objects.filter(subject="C-0").order_by("pk").values())
    yield
    assert list(Duty.objects.filter(subject="C-0").order_by("pk").values()) == before
