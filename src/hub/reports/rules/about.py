"""What may be said of a telling: whether it is anonymous, whose it is, how it differs from another."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from hub.reports.rules.times import LONDON
from hub.reports.terms import AdditionKind, ReporterRole, Telling

ADULT = 18
_RECENT = timedelta(days=30)
_BANDS = (
    (13, "under 13"),
    (18, "13-17"),
    (25, "18-24"),
    (35, "25-34"),
    (45, "35-44"),
    (55, "45-54"),
    (65, "55-64"),
)
NO_ADULT = "under 18"  # how old more exactly was not told
BANDS_OF_CHILDREN = frozenset({*(name for age, name in _BANDS if age <= ADULT), NO_ADULT})
_OWN = frozenset({None, ReporterRole.VICTIM, ReporterRole.ON_BEHALF, ReporterRole.PROFESSIONAL})


def is_anonymous(telling: Telling) -> bool:
    """No name, e-mail or telephone of anybody."""
    return not (
        telling.reporter_name or telling.reporter_email or telling.reporter_phone or telling.victim_name
    )


def own_victim(telling: Telling) -> bool:
    """Whether it is by or for somebody, named or not; else it is for the public."""
    about_a_victim = any(
        text.strip() and "_".join(re.split(r"[\s_-]+", name.casefold())).startswith("victim_")
        for name, text in telling.given.items()
    )
    agreed = telling.consent_support is True or bool(telling.consent_partners)
    return telling.reporter_role in _OWN or about_a_victim or agreed


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day; somebody born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band(born: date | None, day: date, child: bool | None) -> str:
    """The band that an age falls in; blank where it is not told."""
    if born is None:
        return {True: "under 18", False: "18 or over", None: ""}[child]
    age = age_on(born, day)
    return next((band for limit, band in _BANDS if age < limit), "65 or over")


def day_told(telling: Telling) -> date:
    """The day in London on which it was told."""
    return telling.reported_at.astimezone(LONDON).date()


def under_18(telling: Telling) -> bool | None:
    """Whether the victim is a child on the day it is told; where answer and birth date disagree, they are."""
    born = telling.victim_date_of_birth
    if born is None or telling.victim_under_18 is True:
        return telling.victim_under_18
    return age_on(born, day_told(telling)) < ADULT


def victim_under_18(*, told: bool | None, band: str, later: Iterable[str]) -> bool:
    """Whether a report on record has a child for its victim: by its mark, its age band or a later fact.

    A report is never changed, and one taken in before birth dates were looked at has its band alone.
    """
    return bool(told) or band in BANDS_OF_CHILDREN or AdditionKind.VICTIM_UNDER_18 in later


def canonical(given: Mapping[str, str]) -> bytes:
    """What a telling says, written down in one way: a resend is compared by it."""
    return json.dumps(
        {name: text for name, text in given.items() if text}, sort_keys=True, ensure_ascii=False
    ).encode()


def differences(
    first: Mapping[str, str], second: Mapping[str, str], *, not_kept: Collection[str] = ()
) -> tuple[str, ...]:
    """The columns that say something else.

    What was not kept of the first cannot be compared: it is named where nothing else tells the two apart.
    """
    names = sorted(set(first) | set(second))
    found = tuple(each for each in names if first.get(each, "") != second.get(each, ""))
    compared = tuple(each for each in found if each not in not_kept or first.get(each))
    return compared or found


def historic_reasons(telling: Telling, now: datetime) -> tuple[str, ...]:
    """Why a telling may not come in as history, where letters and alarms are silent."""
    reasons = []
    if telling.immediate_danger:
        reasons.append(
            "immediate_danger is yes: send this row without --historic, so that the alarm is raised"
        )
    if now - telling.reported_at < _RECENT:
        reasons.append(
            "reported_at is less than 30 days ago: send this row without --historic, so that help is offered"
        )
    return tuple(reasons)


def suspect_under_18(later: Iterable[str]) -> bool:
    """Whether the last fact that tells of the suspect's age says that they are under 18."""
    told = [each for each in later if each in {AdditionKind.SUSPECT_UNDER_18, AdditionKind.SUSPECT_ADULT}]
    return bool(told) and told[-1] == AdditionKind.SUSPECT_UNDER_18
