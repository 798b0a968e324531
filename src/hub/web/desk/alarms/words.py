"""What an alarm is, in the words that an officer reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hub.duties.terms import AlarmLine, AlarmState, Called, CallLine, Channel
from hub.people import queries as people
from hub.triage import queries as triage
from hub.triage import rules as triage_rules

CLOSED = "Immediate danger"  # to whoever has an interest, whichever it is


@dataclass(frozen=True, slots=True)
class Shown:
    """One alarm as a page shows it."""

    reference: str
    url: str
    subject: str
    subject_url: str
    danger: str
    state: AlarmState
    raised_at: datetime
    raised_by: str
    reason: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    ended_at: datetime | None
    ended_by: str
    ended_because: str
    calls: tuple[tuple[str, str, str, datetime], ...]

    @property
    def raised(self) -> bool:
        """Whether nobody has it yet."""
        return self.state == AlarmState.RAISED


def show(lines: Sequence[AlarmLine]) -> tuple[Shown, ...]:
    """Alarms with everybody whom they name, in two questions to the database."""
    actors = {
        each for line in lines for each in (line.raised_by, line.acknowledged_by, line.ended_by) if each
    }
    names = people.names_of(actors) if actors else {}
    called = {each.officer for line in lines for each in line.calls if each.officer}
    officers = {key: each.name for key, each in people.by_references(called).items()} if called else {}
    return tuple(_show(each, names, officers) for each in lines)


def _show(line: AlarmLine, names: Mapping[str, str], officers: Mapping[str, str]) -> Shown:
    """One alarm."""
    known = triage.dangers()
    return Shown(
        line.reference, reverse("desk:alarm", args=[line.reference]), line.subject,
        reverse("desk:case" if line.subject_kind == "case" else "desk:report", args=[line.subject]) if not line.test else "",
        CLOSED if line.closed else triage_rules.titles(known, line.dangers), line.state, line.raised_at, names[line.raised_by],
        line.reason,
        line.acknowledged_at, names.get(line.acknowledged_by, ""), line.ended_at, names.get(line.ended_by, ""),
        line.ended_because,
        tuple((whom(each, officers), by_way(each.channel), became(each), each.at) for each in line.calls),
    )  # fmt: skip


def whom(call: CallLine, officers: Mapping[str, str]) -> str:
    """Who was called."""
    if call.called == Called.OFFICER:
        return officers.get(call.officer, "an officer")
    return {"control-room": "The control room", "test": "The recipient of the test"}[call.called.value]


def by_way(channel: Channel) -> str:
    """By which way."""
    return str(channel.label)


def became(call: CallLine) -> str:
    """What came of a call."""
    if call.accepted is None:
        return "no answer yet"
    if call.accepted:
        return "taken"
    return f"not taken, code {call.code}" if call.code else "not taken: no answer"
