"""Which offences stood on a day, and what goes with each."""

from datetime import date

from hub.common.refusals import Unanswerable
from hub.law.rules.counting import stands
from hub.law.terms import About, Aggravation, Form, GeneralLimit, InForce, Law, Offence


def known_as(law: Law, name: str) -> str:
    """The id of an offence however it was typed; what the catalogue does not hold cannot be answered."""
    ids = {each.id.casefold(): each.id for each in law.offences}
    found = ids.get(name.strip().casefold())
    if found is None:
        raise Unanswerable(
            f"There is no such offence in the catalogue. Give one of: {', '.join(dict.fromkeys(ids.values()))}."
        )
    return found


def nearest(law: Law, offence: str, on: date) -> Offence:
    """The wording of a day, or of a day it was not in force on: the first after it, else the last before it."""
    found = [each for each in law.offences if each.id == offence]
    later = [each for each in found if each.standing.valid_to is None or each.standing.valid_to >= on]
    return min(later, key=_since) if later else max(found, key=_since)


def _since(offence: Offence) -> date:
    """Since when a wording is law."""
    return offence.standing.valid_from


def forms(law: Law, offence: str, on: date, *, aggravated: bool) -> tuple[Form, ...]:
    """How an offence was tried on a day, by its limbs."""
    return tuple(
        each for each in law.forms
        if each.offence == offence and each.aggravated == aggravated and stands(each, on)
    )  # fmt: skip


def strands(law: Law, offence: str, on: date) -> tuple[Aggravation, ...]:
    """The strands by which an offence could be aggravated on a day, and those of which nobody knows it for sure."""
    return tuple(each for each in law.aggravations if each.offence == offence and stands(each, on))


def entry(law: Law, offence: Offence, on: date) -> InForce:
    """An offence as it stands on a day, with everything that goes with it."""
    points = [each for each in law.points if each.offence == offence.id and stands(each, on)]
    told = {about: tuple(each.text for each in points if each.about == about) for about in About}
    return InForce(
        offence=offence,
        since=min(_since(each) for each in law.offences if each.id == offence.id),
        forms=forms(law, offence.id, on, aggravated=False),
        aggravated=forms(law, offence.id, on, aggravated=True),
        strands=strands(law, offence.id, on),
        prove=told[About.PROVE], defences=told[About.DEFENCE], speech=told[About.SPEECH],
        sentence=told[About.SENTENCE],
    )  # fmt: skip


def in_force(law: Law, on: date) -> tuple[InForce, ...]:
    """Every offence in force on a day, in the order of the catalogue."""
    return tuple(entry(law, each, on) for each in law.offences if stands(each, on))


def general_limit(law: Law, on: date) -> GeneralLimit | None:
    """The longest sentence of a magistrates' court on a day, where the catalogue knows it."""
    return next((each for each in law.general_limits if stands(each, on)), None)
