"""What becomes of alarms when their duty is done or moves: an alarm has the fate of the duty that it started."""

from collections.abc import Collection

from django.db.models import Q

from hub.audit import actions as audit
from hub.audit.terms import Entry
from hub.audit.terms import Kind as Operation
from hub.common import clock
from hub.duties import rules
from hub.duties.models import Alarm
from hub.duties.terms import AlarmState, AlarmSubject
from hub.people.terms import Actor


def move(alarm: Alarm, state: AlarmState, *, by: Actor, reason: str = "") -> None:
    """The one function that moves an alarm."""
    if state not in rules.ALARM_MOVES[AlarmState(alarm.state)]:
        raise AssertionError(f"an alarm cannot become {state} from {alarm.state}")
    alarm.state = state.value
    if state == AlarmState.ACKNOWLEDGED:
        alarm.acknowledged_at, alarm.acknowledged_by = clock.now(), str(by)
    else:
        alarm.ended_at, alarm.ended_by, alarm.ended_because = clock.now(), str(by), reason
    alarm.save(
        update_fields=[
            "state", "acknowledged_at", "acknowledged_by", "ended_at", "ended_by", "ended_because", "passed",
        ]
    )  # fmt: skip
    on_record(f"duties.alarm-{state.value}", alarm, by, reason=reason)


def on_record(action: str, alarm: Alarm, by: Actor, *, reason: str = "", **codes: str | int | bool) -> None:
    """One line for what was done with an alarm, about the case or report that it is about."""
    kind = "alarm" if alarm.subject_kind == AlarmSubject.TEST else alarm.subject_kind
    told = {"alarm": alarm.reference, **codes}
    audit.record([Entry(Operation.ALTERATION, action, kind, alarm.subject, str(by), told, reason=reason)])


def end(*, subjects: Collection[tuple[str, str]], reason: str, by: Actor) -> None:
    """The danger of these cases and reports was acted on: their alarms end for the same reason."""
    wanted = Q(pk__in=())
    for kind, subject in subjects:
        wanted |= Q(subject_kind=kind, subject=subject)
    rows = Alarm.objects.select_for_update().filter(wanted, state__in=rules.OPEN)
    for each in rows.order_by("pk"):
        move(each, AlarmState.ENDED, by=by, reason=reason)


def transfer(*, from_report: str, to_case: str) -> None:
    """A report's alarms go with its duty to the case that it has now."""
    rows = Alarm.objects.filter(subject_kind=AlarmSubject.REPORT, subject=from_report, state__in=rules.OPEN)
    rows.update(subject_kind=AlarmSubject.CASE.value, subject=to_case)
