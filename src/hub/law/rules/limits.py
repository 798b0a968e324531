"""Until when an information may be laid: counted by the law of the day of the offence, by its statute's own words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hub.common.refusals import Unanswerable
from hub.law.rules import basis, counting, offences
from hub.law.rules.counting import stands
from hub.law.terms import (
    Acts,
    Aggravation,
    Asked,
    Bound,
    Counted,
    Form,
    Law,
    Limit,
    Offence,
    RunsFrom,
    Warned,
)


@dataclass(frozen=True, slots=True)
class _Charge:
    """An offence as it could be charged for one day: its wording, its forms, and the strands that aggravate it."""

    day: date
    lawful: date  # the day, or the nearest on which the wording was law
    worded: Offence
    forms: tuple[Form, ...]
    by: tuple[Aggravation, ...]


def limit(law: Law, asked: Asked) -> Limit:
    """Until when an information may be laid for an offence, with every bound, and when to warn."""
    offence = offences.known_as(law, asked.offence)
    _possible(asked)
    strands = _strands(law, offence, asked.strands)
    charge = _charge(law, offence, _day_of_offence(law, offence, asked), strands)
    bounds = _decided(_counted(law, charge, asked.evidence))
    ends = next((each.last_day for each in bounds if each.decides), None)
    hostility = basis.by_hostility(strands, charge.by, charge.day)
    later = _of_last_act(law, charge, asked, strands, ends)
    told = basis.told(charge.worded, charge.day, asked, charge.forms, hostility, bounds)
    return Limit(
        in_force=stands(charge.worded, charge.day) and bool(charge.by or not asked.strands),
        last_day=ends,
        basis=" ".join([told, *basis.of_last_act(later, asked)]),
        bounds=bounds + later,
        warnings=_warnings(law, bounds, ends, asked),
    )


def _charge(law: Law, offence: str, day: date, strands: Sequence[Aggravation]) -> _Charge:
    """How an offence could be charged for a day; what would have held where it was not in force is still told."""
    worded = offences.nearest(law, offence, day)
    until = worded.standing.valid_to
    lawful = max(worded.standing.valid_from, day if until is None else min(day, until))
    by = tuple(each for each in strands if each.commenced and stands(each, lawful))
    return _Charge(day, lawful, worded, offences.forms(law, offence, lawful, aggravated=bool(by)), by)


def _possible(asked: Asked) -> None:
    """Refuse days that cannot follow each other so."""
    if asked.last_act is not None and asked.last_act < asked.first_sent:
        raise Unanswerable("The last act is before the day that it was first sent: check the two dates.")
    if asked.evidence is not None and asked.evidence < asked.first_sent:
        raise Unanswerable(
            "The day of the evidence is before the day that it was first sent, when nothing had been done yet: check the two dates."
        )


def _day_of_offence(law: Law, offence: str, asked: Asked) -> date:
    """The day whose law applies and from which time runs: a course of conduct is of its last act."""
    last = asked.last_act or asked.first_sent
    return last if offences.nearest(law, offence, last).acts == Acts.COURSE else asked.first_sent


def _strands(law: Law, offence: str, asked: Sequence[str]) -> tuple[Aggravation, ...]:
    """What is known of the strands asked; one that no form of the offence is aggravated by cannot be answered."""
    there_are = [each for each in law.aggravations if each.offence == offence]
    known = list(dict.fromkeys(each.strand for each in there_are))
    if asked and not known:
        raise Unanswerable(
            f"{offence} has no aggravated form: leave out --aggravated. Hostility is then for the sentence "
            "(Sentencing Act 2020 s.66)."
        )
    if not set(asked) <= set(known):
        raise Unanswerable(f"{offence} has no form aggravated by that. Give one of: {', '.join(known)}.")
    return tuple(each for each in there_are if each.strand in asked)


def _counted(law: Law, charge: _Charge, evidence: date | None) -> list[Counted]:
    """Every bound of every limb; a limb without a limit is told as one."""
    counted = []
    for form in charge.forms:
        if form.limit:
            bounds = [each for each in law.bounds if each.limit == form.limit and stands(each, charge.lawful)]
            counted += [_count(each, form.limb, charge.day, evidence) for each in bounds]
        else:
            counted.append(Counted(basis.NO_LIMIT, form.limb, charge.day))
    return counted


def _count(bound: Bound, limb: str, day: date, evidence: date | None) -> Counted:
    """One bound; by evidence from the day on which it was sufficient, at the earliest and where unknown the offence's own."""
    by_evidence = bound.runs_from == RunsFrom.EVIDENCE
    runs_from = max(evidence, day) if by_evidence and evidence is not None else day
    return Counted(
        bound.words, limb, runs_from, bound.months, by_evidence,
        known=not by_evidence or evidence is not None,
        last_day=counting.last_day(runs_from, bound.months, bound.counting),
    )  # fmt: skip


def _decided(counted: Sequence[Counted]) -> tuple[Counted, ...]:
    """The bounds, of which the first that ends decides."""
    ends = [each.last_day for each in counted if each.last_day is not None]
    first = next((at for at, each in enumerate(counted) if ends and each.last_day == min(ends)), None)
    return tuple(replace(each, decides=at == first) for at, each in enumerate(counted))


def _of_last_act(
    law: Law, first: _Charge, asked: Asked, strands: Sequence[Aggravation], ends: date | None
) -> tuple[Counted, ...]:
    """Until when the last act can still be charged by the law of its own day, where each act is an offence of its own."""
    last = asked.last_act
    if last is None or first.worded.acts == Acts.COURSE:
        return ()
    evidence = asked.evidence if asked.evidence is not None and asked.evidence >= last else None
    counted = _decided(_counted(law, _charge(law, first.worded.id, last, strands), evidence))
    own = next((each for each in counted if each.decides), counted[0])
    if own.last_day == ends:
        return ()
    return (replace(own, words=f"For the last act alone. {own.words}", decides=False),)


def _warnings(law: Law, bounds: Sequence[Counted], ends: date | None, asked: Asked) -> tuple[Warned, ...]:
    """The days on which somebody is warned before the last day, and the last day itself."""
    if ends is None:
        return ()
    found = [
        (each.days, bound.runs_from + timedelta(days=each.days), each.words)
        for each in law.warning_days
        for bound in _first_of(bounds, each.months)
    ]
    before = sorted((each for each in found if each[1] < ends), key=lambda each: each[1])
    begun = next(each.runs_from for each in bounds if each.decides)
    return tuple(
        Warned(days, day, reached=day <= asked.on, words=words)
        for days, day, words in [*before, ((ends - begun).days, ends, basis.last_safe_day(ends, asked))]
    )


def _first_of(bounds: Sequence[Counted], months: int) -> list[Counted]:
    """The bound of so many months that ends first, where there is one."""
    return sorted((each for each in bounds if each.months == months), key=lambda each: each.runs_from)[:1]
