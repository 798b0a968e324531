"""Assessing at the desk: risk, what the victim needs, an officer's word on the priority, and the second look."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases_known
from hub.common import clock
from hub.common.refusals import NotFound
from hub.duties import actions as duties
from hub.duties.terms import Kind as Duty
from hub.pathway.opening import kind_of, refuse_set_aside, reports_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import closed_to, refuse_closed
from hub.pathway.working import on_record
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import queries as reports_known
from hub.reports.queries import Filed
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage.terms import Asked, Compared, First, Looked, NewRisk, NewVictim, Word

_LAST = time(23, 59, 59)
_Reading = TypeVar("_Reading", Asked, Compared)


def assess_risk(*, subject: str, new: NewRisk, seen: int | None, by: Actor) -> str:
    """Keep an assessment of risk; the first of a case may be drawn for a second look."""
    typed = "\n".join([*(each.text for each in new.limbs.values()), *new.boxes.values(), new.reason])
    with on_record("triage.assess-risk", subject, seen, by, typed):
        reference, first = triage.assess_risk(subjects=subjects_of(subject), new=new, by=by)
        if first:
            why = new.limbs_in_words()
            found = First(Looked.RISK, kind_of(subject), subject, reference, new.overall.value, why)
            triage.draw(first=found, by=by)
        return reference


def assess_victim(*, subject: str, new: NewVictim, seen: int | None, by: Actor) -> str:
    """Keep what a victim needs; the duty to assess it is done by that."""
    typed = f"{new.notes}\n{new.reason}"
    with on_record("triage.assess-victim", subject, seen, by, typed):
        subjects = subjects_of(subject)
        reference = triage.assess_victim(subjects=subjects, new=new, by=by)
        duties.complete_kind(
            subjects=subjects, kind=Duty.NEEDS_ASSESSMENT, reason="The victim's needs were assessed.", by=by
        )
        return reference


def set_priority(
    *, subject: str, word: Word, until: date | None, reason: str, seen: int | None, by: Actor
) -> None:
    """An officer's word on where something stands, to the end of a day; without a day the factors speak again."""
    with on_record("triage.set-priority", subject, seen, by, reason):
        triage.set_priority(
            subjects=subjects_of(subject), word=word, reason=reason, until=_end_of(until), by=by
        )


def _end_of(day: date | None) -> datetime:
    """The last second of a day in London; no day is now."""
    return datetime.combine(day, _LAST, clock.LONDON) if day else clock.now()


def subjects_of(subject: str) -> list[str]:
    """A case, before the reports in it; or the one report."""
    told = reports_known.summaries(reports_of(subject))
    return list(dict.fromkeys([subject, *(each.reference for each in told.values())]))


# -- the second look


@dataclass(frozen=True, slots=True)
class Blind:
    """What a second reading is made from: what was told, and nothing of what anybody decided."""

    asked: Asked
    told: tuple[Filed, ...]


def open_look(*, look: str, by: Actor) -> Blind:
    """What is to be read again, without the first answer; the look is on the record."""
    with _looking("triage.open-look", look, by), transaction.atomic():
        permit(by, Permission.SECOND_LOOK)
        asked = triage_known.look(look)
        if asked is None:
            raise NotFound("This second look is given already, or was never asked. Go back to the list.")
        _refuse_hidden(asked, by)
        filed = reports_known.filed(reports_of(asked.subject)[:10])
        codes: Mapping[str, str] = {"look": look}
        audit.record(
            [Entry(Kind.CONSULTATION, "triage.open-look", asked.subject_kind, asked.subject, str(by), codes)]
        )
        return Blind(asked, tuple(filed.values()))


def read_again(*, look: str, answer: str, reason: str, by: Actor) -> Compared:
    """Give a second reading; only then are both shown."""
    with _looking("triage.read-again", look, by, reason), transaction.atomic():
        asked = triage_known.look(look)
        if asked is not None:
            _refuse_hidden(asked, by)
        return triage.read_again(look=look, answer=answer, reason=reason, by=by)


def differences(
    *, agrees: bool = False, what: Looked | None = None, before: int | None, by: Actor
) -> tuple[tuple[Compared, ...], int | None]:
    """Where a second reading says otherwise, or the same, but for what is closed to whoever asks, and where the next page begins.

    Each that is shown is on the record.
    """
    refused = refusals_recorded(
        action="triage.read-differences", subject_kind="look", subject="differences", by=by
    )
    with refused, transaction.atomic():
        permit(by, Permission.SUPERVISE)
        read, following = triage_known.read_twice(agrees=agrees, what=what, before=before)
        found = _open_to(read, by)
        audit.record([
            Entry(
                Kind.CONSULTATION, "triage.read-differences", each.subject_kind, each.subject, str(by),
                {"look": each.reference},
            )
            for each in found
        ])  # fmt: skip
        return found, following


def waiting(*, after: int, by: Actor) -> tuple[tuple[Asked, ...], int | None]:
    """Second readings that wait for this officer: not of their own decisions, nor of what their role does not see."""
    permit(by, Permission.SECOND_LOOK)
    found, following = triage_known.waiting_looks(not_by=str(by), after=after)
    return _open_to(found, by), following


def _open_to(found: Sequence[_Reading], by: Actor) -> tuple[_Reading, ...]:
    """Those of these second readings that are not closed to somebody, by the report or by the case that it is in."""
    named = _named(found)
    hidden = closed_to({one for each in named.values() for one in each}, by=by)
    return tuple(each for each in found if hidden.isdisjoint(named[each.subject]))


def _named(found: Sequence[Asked | Compared]) -> Mapping[str, frozenset[str]]:
    """The case or report of each second reading, with the case that the report is in."""
    ids = reports_known.ids_of([each.subject for each in found if each.subject_kind == "report"])
    placed = cases_known.of_reports(ids.values())
    cases = {name: placed[pk].case for name, pk in ids.items() if pk in placed}
    return {each.subject: frozenset({each.subject, cases.get(each.subject, each.subject)}) for each in found}


def _refuse_hidden(asked: Asked, by: Actor) -> None:
    """What is not a crime is read by nobody again, and what stands in a queue that a role does not see not by it."""
    named = _named([asked])[asked.subject]
    refuse_set_aside(*named)
    refuse_closed(*named, by=by)


def _looking(action: str, look: str, by: Actor, typed: str = "") -> AbstractContextManager[None]:
    """Refused attempts are on the record."""
    return refusals_recorded(action=action, subject_kind="look", subject=look, typed=[typed], by=by)
