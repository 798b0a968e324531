"""How the clocks were kept: of those that began in some days, what was done in time, late, or is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, DurationField, Exists, F, OuterRef, Q

from hub.common import clock
from hub.duties.models import Duty, Pause, Reminder
from hub.duties.terms import Kind, Occasion, State


@dataclass(frozen=True, slots=True)
class Measured:
    """The clocks of one kind of duty that began in some days; what history brought is not counted."""

    kind: Kind
    began: int
    in_time: int
    late: int  # done after it was due
    not_possible: int
    open: int  # runs or stands still, and is not late
    overdue: int  # runs, and is late
    warned: int
    paused: int
    usual: timedelta | None  # half of those that were done took no longer than this, pauses among it


class _Median(Aggregate):
    """What half of the rows do not exceed."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def measured(since: datetime, until: datetime) -> Sequence[Measured]:
    """How each kind of duty that began in this time was kept, in the order in which the kinds are listed."""
    done, late = Q(state=State.DONE), Q(state=State.RUNNING, due_at__lt=clock.now())
    # A clock that stood still from before it was due until it was done did not run out.
    kept = Q(ended_at__lte=F("due_at")) | Q(stood_still=True)
    stops = Pause.objects.filter(duty=OuterRef("pk"))
    rows = (
        Duty.objects.filter(historic=False, starts_at__gte=since, starts_at__lt=until)
        .annotate(
            was_warned=Exists(Reminder.objects.filter(duty=OuterRef("pk"), occasion=Occasion.SOON)),
            was_paused=Exists(stops),
            stood_still=Exists(stops.filter(to_at=OuterRef("ended_at"), from_at__lte=OuterRef("due_at"))),
        )
        .values("kind")
        .annotate(
            began=Count("pk"),
            in_time=Count("pk", filter=done & kept),
            late=Count("pk", filter=done & ~kept),
            not_possible=Count("pk", filter=Q(state=State.NOT_POSSIBLE)),
            open=Count("pk", filter=Q(state__in=[State.RUNNING, State.PAUSED]) & ~late),
            overdue=Count("pk", filter=late),
            warned=Count("pk", filter=Q(was_warned=True)),
            paused=Count("pk", filter=Q(was_paused=True)),
            usual=_Median(F("ended_at") - F("starts_at"), filter=done),
        )
        .order_by()
    )
    order = {kind.value: place for place, kind in enumerate(Kind)}
    return [
        Measured(**{**row, "kind": Kind(row["kind"])})
        for row in sorted(rows, key=lambda each: order[each["kind"]])
    ]
