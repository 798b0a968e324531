"""A story as an officer reads it: what it is about on the left, the words on the right."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from hub.cases.terms import About, How, State
from hub.cli import output, words
from hub.reports.terms import AdditionKind, Channel, ReporterRole
from hub.triage.terms import ExitState

_Line = Mapping[str, Any]
_Pairs = list[tuple[str, str]]

_REPORT = re.compile(r"report_(\d+)_(.+)")
_QUESTIONS = {
    "danger": "Danger now?", "online": "Online?", "hate": "Hate element?", "force": "Whose force?",
    "borough": "Which borough?",
}  # fmt: skip


def tell(story: Mapping[str, Any], *, as_json: bool) -> None:
    """A story as data, or as a person reads it."""
    if as_json:
        output.answer(story)
        return
    if "told" in story:  # a report by itself is one chapter
        story = {"report": [line for lines in story.values() for line in _lines(lines)]}
    for name, lines in story.items():
        if not lines:
            continue
        output.show(_heading(name))
        output.pairs([pair for line in _lines(lines) for pair in _pairs(line)])
        output.show()


def _lines(lines: Any) -> list[Any]:
    """The lines of a chapter, where one may stand alone."""
    return lines if isinstance(lines, list) else [lines]


def _heading(name: str) -> str:
    """The heading of a chapter."""
    found = _REPORT.fullmatch(name)
    if found is None:
        return words.sentence(words.spoken(name))
    how = words.of(How, found[2])
    return f"Report {found[1]}: it {how}" if found[2] == How.OPENED else f"Report {found[1]}: joined, {how}"


def _pairs(line: Any) -> _Pairs:
    """A line of a story as label and words."""
    if not isinstance(line, Mapping):
        return [("In their words", str(line))]
    shape = next((shape for key, shape in _SHAPES.items() if key in line), _anything)
    return shape(line)


def _anything(line: _Line) -> _Pairs:
    """A line whose names speak for themselves."""
    return [(words.sentence(words.spoken(name)), str(text)) for name, text in line.items() if text]


def _case(line: _Line) -> _Pairs:
    """Whose case it is, and who holds it."""
    return [
        ("Case", line["reference"]),
        ("About", words.of(About, line["about"])),
        ("State", f"{words.of(State, line['state'])}: {line['unit']}"),
        ("Borough", line["borough"]),
        ("Opened", line["opened"]),
    ]


def _told(line: _Line) -> _Pairs:
    """A report's own facts."""
    by = words.of(ReporterRole, line["by"]) + (", anonymous" if line["anonymous"] else "")
    found = [
        ("Report", line["reference"]),
        ("Told", f"{line['reported']}, to {line['source']} ({words.of(Channel, line['channel'])})"),
        ("Received", line["received"] + (", historic" if line["historic"] else "")),
        ("Told by", by),
        ("Perceived", words.perceived(line["perceived"])),
    ]
    if "case" in line:
        found.append(("Case", line["case"] or "none: its exit or its force waits for an answer"))
    return found + ([("Disagreements", str(line["disagreements"]))] if line["disagreements"] else [])


def _content(line: _Line) -> _Pairs:
    """A post or an account."""
    return [(words.platform(line["platform"]), f"{line['url'] or 'no address'}  {line['item']}")]


def _decided(line: _Line) -> _Pairs:
    """A question, its answer and the reason."""
    label = _QUESTIONS.get(line["question"], words.spoken(line["question"]))
    return [(label, f"{words.answer(line['question'], line['answer'])}. {line['because']}")]


def _exit(line: _Line) -> _Pairs:
    """Where a report may leave to."""
    return [("Exit", f"{words.way_out(line['to'])}: {words.of(ExitState, line['state'])}. {line['because']}")]


def _offered(line: _Line) -> _Pairs:
    """A service that was offered."""
    return [("Help offered", f"{line['service']}. {line['because']}")]


def _agreed(line: _Line) -> _Pairs:
    """To whom a person agreed."""
    confirmed = "confirmed with them" if line["confirmed"] == "yes" else "not confirmed with them yet"
    return [("Agreed to", f"{line['organisation']}: {confirmed}")]


def _resent(line: _Line) -> _Pairs:
    """A telling that came again and said something else."""
    return [("Sent again", f"{line['at']}, and says something else in: {words.spoken(line['differs_in'])}")]


def _added(line: _Line) -> _Pairs:
    """A later fact."""
    return [("Added", f"{line['at']}, {words.of(AdditionKind, line['kind'])}: {line['text']} ({line['by']})")]


def _person(line: _Line) -> _Pairs:
    """Who somebody is."""
    known = [line["name"], line["e-mail"], line["telephone"], line["born"] and f"born {line['born']}"]
    return [
        (
            words.sentence(line["role"]),
            "; ".join(filter(None, [*known, f"safe to contact: {line['safe']}"])),
        )
    ]


def _duty(line: _Line) -> _Pairs:
    """A duty, what became of it, and the reference it is moved by."""
    ended = f": {line['because']}" if line["because"] else ""
    state = words.sentence(words.spoken(line["state"]))
    historic = ", historic" if line["historic"] else ""
    told = f"{line['duty']}{ended}, due {line['due']}{historic} ({line['basis']})  {line['reference']}"
    return [(state, told)] + ([("", line["detail"])] if line["detail"] else [])


def _suggested(line: _Line) -> _Pairs:
    """A case that may be about the same."""
    return [(line["case"], line["because"])]


# A line is known by a name that only its kind has.
_SHAPES: Mapping[str, Callable[[_Line], _Pairs]] = {
    "about": _case,
    "channel": _told,
    "item": _content,
    "question": _decided,
    "to": _exit,
    "service": _offered,
    "organisation": _agreed,
    "differs_in": _resent,
    "kind": _added,
    "role": _person,
    "duty": _duty,
    "because": _suggested,
}
