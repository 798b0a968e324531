"""Each offence beside its box: what suggests it, how it is tried, until when, and what an officer weighs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.common import clock
from hub.common.refusals import Unanswerable
from hub.law import queries as law
from hub.law.rules import offences as catalogue
from hub.law.rules.counting import written
from hub.law.terms import InForce, Limit, Mode, Suggestion
from hub.web.desk.cases.words import strand_words
from hub.web.desk.deciding import typed as reading
from hub.web.desk.deciding.typed import Typed

_TRIED: Mapping[str, str] = {
    Mode.SUMMARY: "Summary only", Mode.EITHER_WAY: "Either way", Mode.INDICTABLE: "Indictable only",
}  # fmt: skip
# What decides most cases is asked first; the rest is folded.
FIRST = ("aimed-at", "channel", "content", "threat", "purpose", "effect", "repeated", "hostility")


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a time limit in words."""

    ends: str
    words: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """An offence that may be ticked."""

    id: str
    title: str
    section: str
    side: str
    because: tuple[str, ...]
    ticked: bool
    strands: tuple[tuple[str, str, bool], ...]  # value, words, ticked
    prove: tuple[str, ...]
    defences: tuple[str, ...]
    speech: tuple[str, ...]
    consent: str
    certainty: str
    basis: str
    bounds: tuple[Bound, ...]
    soon: bool  # a day of warning has come
    trouble: str  # why its limit cannot be counted


@dataclass(frozen=True, slots=True)
class Asked:
    """A named question with its answers."""

    name: str
    words: str
    answers: tuple[tuple[str, str, bool], ...]


def questions(typed: Typed) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """The named questions, those that decide most cases first, with what was answered."""
    found = {
        each.name: Asked(
            each.name, each.words,
            tuple((one, _upper(means), one in typed.many(f"q-{each.name}")) for one, means in each.answers.items()),
        )
        for each in law.questions()
    }  # fmt: skip
    return tuple(found[each] for each in FIRST), tuple(
        one for name, one in found.items() if name not in FIRST
    )


def _upper(text: str) -> str:
    """With a capital to begin with."""
    return f"{text[:1].upper()}{text[1:]}"


def day_of(typed: Typed) -> date:
    """The day whose law applies: when it was first sent, or today while nobody said."""
    return typed.day_or_none("first_sent") or clock.now().astimezone(clock.LONDON).date()


def offered(typed: Typed) -> tuple[Offered, ...]:
    """What the answers suggest, what is ticked, and what was looked for, by the law of its day."""
    on = day_of(typed)
    suggested = {each.offence: each for each in law.suggest(reading.asked(typed), on)}
    wanted = [*typed.offences, *([typed.one("other")] if typed.one("other") else [])]
    entries = {each.offence.id: each for each in catalogue.in_force(law.law(), on)}
    listed = [each for each in suggested if each in entries]
    listed += [each for each in dict.fromkeys(wanted) if each in entries and each not in suggested]
    return tuple(_offered(entries[each], suggested.get(each), typed) for each in listed)


def not_of_the_day(typed: Typed) -> tuple[str, ...]:
    """Offences that are ticked and were none on that day: they are told, not dropped."""
    entries = {each.offence.id for each in catalogue.in_force(law.law(), day_of(typed))}
    return tuple(each for each in typed.offences if each not in entries)


def others(typed: Typed) -> tuple[tuple[str, str], ...]:
    """The whole catalogue of the day, to look for another offence."""
    return tuple(
        (each.offence.id, f"{each.offence.title}, {each.offence.statute} {each.offence.section}")
        for each in catalogue.in_force(law.law(), day_of(typed))
    )


def _offered(entry: InForce, suggestion: Suggestion | None, typed: Typed) -> Offered:
    """One offence with everything beside it."""
    offence = entry.offence
    ticked = offence.id in typed.offences
    by = typed.many(f"by-{offence.id}")
    strands = tuple(
        (each.strand, strand_words(each.strand), each.strand in by)
        for each in entry.strands
        if each.commenced
    )
    limit, trouble = _limit(offence.id, typed, [value for value, _, on in strands if on])
    forms = entry.aggravated if any(on for _, _, on in strands) else entry.forms
    modes = ", ".join(dict.fromkeys(_TRIED[each.mode] for each in forms))
    return Offered(
        offence.id, offence.title, f"{offence.statute} {offence.section}", _side(modes, limit),
        suggestion.because if suggestion else ("Looked up by an officer.",), ticked, strands, entry.prove,
        entry.defences, entry.speech, offence.consent, offence.standing.certainty, limit.basis if limit else "",
        _bounds(limit), bool(limit and any(each.reached for each in limit.warnings)), trouble,
    )  # fmt: skip


def _limit(offence: str, typed: Typed, strands: Sequence[str]) -> tuple[Limit | None, str]:
    """The limit of an offence as the days stand, or why it cannot be counted."""
    try:
        first = typed.day("first_sent")
        if first is None:
            return None, ""
        found = law.limit(
            offence=offence, first_sent=first, on=clock.now().astimezone(clock.LONDON).date(),
            last_act=typed.day("last_act"), evidence=typed.day("evidence"), strands=strands,
        )  # fmt: skip
    except Unanswerable as refused:
        return None, refused.sentence
    return found, ""


def _side(modes: str, limit: Limit | None) -> str:
    """How it is tried and until when, beside its name."""
    if limit is None:
        return f"{modes}; its limit is counted from the day it was first sent"
    return f"{modes}, last day {written(limit.last_day)}" if limit.last_day else f"{modes}, no time limit"


def _bounds(limit: Limit | None) -> tuple[Bound, ...]:
    """Every bound of a limit in words."""
    if limit is None:
        return ()
    return tuple(
        Bound(
            (written(each.last_day) if each.last_day else "No last day") + ("" if each.known else ", at worst"),
            f"{each.limb}: {each.words}" if each.limb else each.words, each.decides and each.last_day is not None,
        )
        for each in limit.bounds
    )  # fmt: skip
