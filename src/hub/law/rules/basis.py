"""Why a limit ends when it does, in the words an officer and a court read."""

from collections.abc import Sequence
from datetime import date

from hub.law.rules.counting import stands, working_day, written
from hub.law.terms import Acts, Aggravation, Asked, Counted, Form, Mode, Offence, Sure

_TRIED = {Mode.SUMMARY: "summary only", Mode.EITHER_WAY: "either way", Mode.INDICTABLE: "indictable only"}
NO_LIMIT = "No time limit: delay can only be argued as an abuse of process."
UNKNOWN = (
    "The date on which sufficient evidence came to the prosecutor is unknown: this is the worst case, that it did on the "
    "day of the offence."
)


def told(
    worded: Offence, day: date, asked: Asked, forms: Sequence[Form], hostility: str, bounds: Sequence[Counted]
) -> str:
    """The whole of it: the offence, its form, the act, the rule, the last day, and what is not certain."""
    parts = [
        _in_force(worded, day),
        hostility,
        *(f"{each.provision}: {_TRIED[each.mode]}." for each in forms),
        _acts(worded, asked),
        *_rule(bounds, asked),
        *_doubts(worded, forms),
    ]
    return " ".join(filter(None, parts))


def _in_force(worded: Offence, day: date) -> str:
    """The offence, and whether it was in force on its day."""
    name = f"{worded.id} ({worded.statute} {worded.section})"
    since, until = worded.standing.valid_from, worded.standing.valid_to
    if stands(worded, day):
        return f"{name}, as it stood on {written(day)}."
    ends = f"only from {written(since)}" if day < since or until is None else f"only until {written(until)}"
    return f"{name} was NOT in force on {written(day)}, {ends}: nobody can be charged with it for that day. Had it been:"


def by_hostility(asked_for: Sequence[Aggravation], by: Sequence[Aggravation], day: date) -> str:
    """Which aggravated form it is, or that none is known for that day and the basic form's limit runs."""
    if not asked_for:
        return ""
    if by:
        return f"Aggravated by hostility on {' and '.join(each.strand for each in by)}."
    named = " or ".join(dict.fromkeys(each.strand for each in asked_for))
    doubts = dict.fromkeys(
        f"NOT CERTAIN: {each.standing.certainty}." for each in asked_for if stands(each, day)
    )
    return " ".join([
        f"No form aggravated by hostility on {named} is known to have been in force on {written(day)}.", *doubts,
        "The basic form can be charged, and its limit is the one told here.",
    ])  # fmt: skip


def _acts(worded: Offence, asked: Asked) -> str:
    """Which act the clock runs from."""
    first, last, since = asked.first_sent, asked.last_act, worded.standing.valid_from
    if last is None or last == first:
        return f"The offence is of {written(first)}, when the message was first sent."
    came = first < since <= last
    if worded.acts == Acts.EACH:
        later = " On that day it was in force." if came else ""
        return (
            f"Each act is an offence of its own: the first is of {written(first)}, when it was first sent; the last act is "
            f"of {written(last)}.{later}"
        )
    early = f" Acts before {written(since)} cannot be part of it." if came else ""
    return f"A course of conduct: the clock runs from its last act, on {written(last)}.{early}"


def _rule(bounds: Sequence[Counted], asked: Asked) -> list[str]:
    """The rule that decides, whether the prosecutor's date is known to it, and the last day."""
    ends = next((each for each in bounds if each.decides and each.last_day), None)
    if ends is None or ends.last_day is None:
        return [NO_LIMIT, *_no_matter(bounds, asked)]
    limb = f"This is the limit of {ends.limb}, the earliest. " if ends.limb else ""
    return [
        f"{limb}{ends.words}",
        *_unknown(bounds),
        *_early(bounds, asked),
        *_no_matter(bounds, asked),
        _end(ends.last_day, asked, known=ends.known),
    ]


def _unknown(bounds: Sequence[Counted]) -> list[str]:
    """That the prosecutor's date is not known, and until when it could run at the most."""
    if all(each.known for each in bounds):
        return []
    caps = [each.last_day for each in bounds if each.known and each.last_day]
    return [UNKNOWN, *(f"With a later date it ends later, never after {written(each)}." for each in caps[:1])]


def _early(bounds: Sequence[Counted], asked: Asked) -> list[str]:
    """That evidence of an act cannot be sufficient before the act."""
    counted = [each.runs_from for each in bounds if each.by_evidence]
    if asked.evidence is None or not counted or asked.evidence >= counted[0]:
        return []
    return [f"What was evidence before the offence counts from its own day, {written(counted[0])}."]


def of_last_act(later: Sequence[Counted], asked: Asked) -> list[str]:
    """Until when the last act alone can be charged, so that nobody gives up for the first."""
    found = []
    for each in later:
        if each.last_day is None:
            found.append("For the last act alone there is no time limit.")
        elif each.last_day >= asked.on:
            found.append(f"The last act alone can still be charged, until {written(each.last_day)}.")
        else:
            found.append(f"The time for the last act alone ended on {written(each.last_day)}.")
    return found


def _no_matter(bounds: Sequence[Counted], asked: Asked) -> list[str]:
    """That a date was given which this limit does not ask."""
    if asked.evidence is None or any(each.by_evidence for each in bounds):
        return []
    return ["The date of sufficient evidence does not matter here."]


def _end(ends: date, asked: Asked, *, known: bool) -> str:
    """The last day in words, and how far off it is; a worst case that has passed is no reason to give up."""
    left = (ends - asked.on).days
    days = f"{abs(left)} {'day' if abs(left) == 1 else 'days'}"
    told = f"The last day to lay an information is {written(ends)}, {days}"
    if left >= 0:
        return f"{told} after {written(asked.on)}.{_shut(ends, asked)}"
    ask = "" if known else " in this worst case: ask the prosecutor for their date before giving up"
    return f"{told} before {written(asked.on)}: it has passed{ask}."


def last_safe_day(ends: date, asked: Asked) -> str:
    """What is said on the last day, and when to act where nobody works on it."""
    return f"The last safe day.{_shut(ends, asked)}"


def _shut(ends: date, asked: Asked) -> str:
    """The working day before a day on which nobody works; no limit waits for it to be over."""
    safe = working_day(ends, asked.closed)
    return "" if safe == ends else f" It is not a working day: act by {written(safe)}."


def _doubts(worded: Offence, forms: Sequence[Form]) -> list[str]:
    """What is uncertain of the law that this rests on."""
    rows = [worded.standing, *(each.standing for each in forms)]
    return list(
        dict.fromkeys(f"NOT CERTAIN: {each.certainty}." for each in rows if each.sure == Sure.UNCERTAIN)
    )
