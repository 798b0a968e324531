"""Whether everything that points at a case or a report points at one that is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from hub.audit import actions as audit
from hub.audit import queries as audit_known
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases
from hub.disclosures import queries as disclosures
from hub.duties import queries as duties
from hub.evidence import queries as evidence
from hub.letters import queries as letters
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import queries as reports
from hub.triage import queries as triage

_POINTING: tuple[tuple[str, Callable[[], Iterator[tuple[str, ...]]]], ...] = (
    ("duty", duties.subjects),
    ("alarm", duties.alarm_subjects),
    ("safeguarding referral", triage.referral_subjects),
    ("exhibit", evidence.subjects),
    ("letter", letters.subjects),
    ("agreement", disclosures.subjects),
    ("release", disclosures.released),
    ("decision or worksheet", triage.decision_subjects),
    ("line of the record", audit_known.subjects),
)


@dataclass(frozen=True, slots=True)
class Orphan:
    """Something that points at a case or report which is not there."""

    what: str
    subject: str


def orphans(limit: int = 20) -> tuple[Orphan, ...]:
    """What points at nothing, at most so many."""
    found: list[Orphan] = []
    for what, subjects in _POINTING:
        for page in subjects():
            there = {*cases.existing(page), *reports.ids_of(page)}
            found += [Orphan(what, each) for each in page if each not in there]
            if len(found) >= limit:
                return tuple(found[:limit])
    return tuple(found)


def check_subjects(*, by: Actor) -> tuple[Orphan, ...]:
    """What points at nothing; the check is on the record with what it found."""
    with refusals_recorded(action="pathway.check-subjects", subject_kind="record", by=by):
        permit(by, Permission.RUN_SYSTEM)
    found = orphans()
    entry = Entry(
        Kind.CONSULTATION, "pathway.check-subjects", "record", "record", str(by), {"orphans": len(found)}
    )
    with transaction.atomic():
        audit.record([entry])
    return found
