"""Examinations of the record: which is under way, what the last one found, and whether somebody must be warned."""

from datetime import timedelta

from hub.audit import rules
from hub.audit.models import Examination, Line
from hub.audit.terms import ExaminationState, Examined, Fault, Finding
from hub.common import clock

_LOST_AFTER = timedelta(hours=6)  # an examination that no worker ended by then hinders no new one


def examination(reference: str) -> Examined | None:
    """One examination."""
    row = Examination.objects.filter(reference=reference).first()
    return examined(row) if row else None


def under_way() -> Examined | None:
    """The examination that waits or runs."""
    rows = Examination.objects.exclude(state=ExaminationState.DONE)
    row = rows.filter(asked_at__gt=clock.now() - _LOST_AFTER).order_by("-pk").first()
    return examined(row) if row else None


def last_examination() -> Examined | None:
    """The last full examination that came to its end."""
    row = Examination.objects.filter(state=ExaminationState.DONE).order_by("-finished_at", "-pk").first()
    return examined(row) if row else None


def warning() -> str:
    """What must be said loudly about the last examination; blank where nothing must."""
    last = last_examination()
    first_line = Line.objects.order_by("pk").values_list("at", flat=True).first()
    return rules.warning(
        now=clock.now(),
        began_at=first_line,
        finished_at=last.finished_at if last else None,
        findings=last.found if last else 0,
    )


def examined(row: Examination) -> Examined:
    """An examination as it is read."""
    return Examined(
        reference=row.reference,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        lines=row.lines,
        findings=tuple(Finding(Fault(each["fault"]), each["line"], each["words"]) for each in row.findings),
        found=row.found,
        state=ExaminationState(row.state),
    )
