"""What happened to a case or report, newest first, from the tables of the domain and never from the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.cases.terms import Happened, Outcome
from hub.disclosures.queries import Filed as Agreed
from hub.duties.queries import Filed as Duty
from hub.duties.terms import ShortAlarm
from hub.letters.queries import Filed as Letter
from hub.reports.queries import Later
from hub.support.queries import Filed as Offer
from hub.triage.queries import WayOut
from hub.triage.terms import Moved
from hub.triage.terms.deciding import Decided
from hub.web.desk.cases import words


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    at: datetime
    title: str
    by: str  # the actor as recorded, blank where nobody did it
    detail: str = ""
    about: int | None = None  # a colleague named in the title


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that a timeline is made from."""

    arrivals: Sequence[tuple[datetime, str, str]] = ()  # when, report, how
    history: Sequence[Happened] = ()
    duties: Sequence[Duty] = ()
    letters: Sequence[Letter] = ()
    later: Sequence[Later] = ()
    offers: Sequence[Offer] = ()
    exits: Sequence[WayOut] = ()
    moves: Sequence[Moved] = ()
    agreements: Sequence[Agreed] = ()
    alarms: Sequence[ShortAlarm] = ()
    decisions: Sequence[Decided] = ()
    outcomes: Sequence[Outcome] = ()


_LATER: Mapping[str, str] = {
    "victim-under-18": "The victim is under 18", "suspect-child": "The suspect is under 18",
    "suspect-adult": "The suspect is 18 or over", "note": "Fact added", "crime-reference": "Crime reference added", "answer": "Answer recorded",
}  # fmt: skip


def of(found: Sources) -> tuple[Line, ...]:
    """Every line, newest first."""
    lines = [
        *(_arrival(*each) for each in found.arrivals),
        *(_happened(each) for each in found.history),
        *_duties(found.duties),
        *_alarms(found.alarms),
        *(_letter(each) for each in found.letters),
        *(_later(each) for each in found.later),
        *_exits(found.exits),
        *(_moved(each) for each in found.moves if each.state in _MOVED),
        *(_agreed(each) for each in found.agreements if each.replaces),
        *_decided(found.decisions),
        *(_outcome(each) for each in found.outcomes),
    ]
    if found.offers:
        at = min(each.at for each in found.offers)
        lines.append(Line(at, "Support offered", "", f"{len(found.offers)} services that fit"))
    return tuple(sorted(lines, key=lambda each: each.at, reverse=True))


def _arrival(at: datetime, report: str, how: str) -> Line:
    """A report that came."""
    title = {"opened": "Report received", "": "Report received"}.get(how, "Another report joined")
    return Line(at, title, "", report)


def _happened(each: Happened) -> Line:
    """Who was named, what was written, what it was called."""
    if each.kind == "allocation":
        return Line(each.at, words.GIVEN[each.given], each.by, each.text, each.officer_id)
    if each.kind == "note":
        return Line(each.at, "Note replaced" if each.supersedes else "Note written", each.by)
    return Line(each.at, "Headline changed", each.by, each.text)


def _alarms(alarms: Sequence[ShortAlarm]) -> list[Line]:
    """Alarms raised and acknowledged; that one ended, the duty to act on danger says."""
    raised = [Line(each.raised_at, "Alarm raised", each.raised_by, each.reference) for each in alarms]
    taken = [
        Line(each.acknowledged_at, "Alarm acknowledged", each.acknowledged_by, each.reference)
        for each in alarms
        if each.acknowledged_at
    ]
    return raised + taken


def _duties(duties: Sequence[Duty]) -> list[Line]:
    """Duties that ended, and clocks that were stopped and went on."""
    ended = [
        Line(
            each.ended_at, f"{each.due.title}: {each.due.state.label}", each.ended_by, each.due.ended_because
        )
        for each in duties
        if each.ended_at
    ]
    stopped = [
        Line(stop.from_at, f"{each.due.title}: clock stopped", stop.by, stop.reason)
        for each in duties
        for stop in each.stops
    ]
    onward = [
        Line(stop.to_at, f"{each.due.title}: the clock goes on", "")
        for each in duties
        for stop in each.stops
        if stop.to_at and stop.to_at != each.ended_at
    ]
    return [*ended, *stopped, *onward]


def _letter(each: Letter) -> Line:
    """A letter, when it was written or went."""
    title = words.LETTERS.get(each.template, each.template)
    return Line(each.sent_at or each.queued_at, f"Letter: {title.lower()}", each.by, each.state.label)


def _agreed(each: Agreed) -> Line:
    """An agreement that the person confirmed or took back."""
    did = "confirmed" if each.agreement.given else "taken back"
    return Line(each.at, f"Agreement {did}", each.by, f"With {each.agreement.organisation}")


def _later(each: Later) -> Line:
    """What came to a report afterwards."""
    if each.what == "resent":
        return Line(each.at, "Sent again with a difference", each.by)
    if each.what == "disagreed":
        return Line(each.at, f"Disagreement about {words.strand_words(each.kind)}", each.by, each.text)
    return Line(each.at, _LATER.get(each.kind, "Fact added"), each.by, each.text)


_MOVED: Mapping[str, str] = {
    "sent": "Handed to {}", "acknowledged": "Taken by {}", "disputed": "Disputed with {}",
    "settled": "Settled: it stays, not with {}", "appealed": "Appealed: whether it is for {}",
}  # fmt: skip


def _moved(each: Moved) -> Line:
    """A step of what was handed to another force."""
    return Line(each.at, _MOVED[each.state].format(words.exit_words(each.to)), each.by, each.reason)


def _decided(decisions: Sequence[Decided]) -> list[Line]:
    """Decisions, and what second persons said of them."""
    made = [
        Line(each.at, f"Decided: {each.answer.label.lower()}", each.by, each.reason) for each in decisions
    ]
    checks = [each.checked for each in decisions if each.checked]
    return made + [
        Line(
            each.at,
            "Second check: shared" if each.agrees else "Second check: not shared",
            each.by,
            each.reason,
        )
        for each in checks
    ]


def _outcome(each: Outcome) -> Line:
    """An outcome, or that a case was taken up again."""
    title = f"Outcome {each.number} recorded" if each.number else "Taken up again"
    return Line(each.at, title, each.by, each.reason)


def _exits(exits: Sequence[WayOut]) -> list[Line]:
    """Exits that were proposed and decided."""
    found = [
        Line(each.proposed_at, "A way out was proposed", "machine:hub", words.exit_words(each.to))
        for each in exits
    ]
    decided = [
        Line(
            each.decided_at, "Exit refused" if each.state in {"refused", "settled"} else "Exit confirmed", each.decided_by,
            each.decided_reason,
        )
        for each in exits
        if each.decided_at
    ]  # fmt: skip
    return [*found, *decided]
