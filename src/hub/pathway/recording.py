"""Reading the record, and examining it: every look at it is on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from hub.audit import actions as audit
from hub.audit import queries as record
from hub.audit.terms import Chain, DayOfLines, Entry, Examined, Kind, Search, Shown
from hub.cases import queries as cases
from hub.common.refusals import NotFound, Refusal
from hub.identities import actions as identities
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import queries as reports

PAGE = 50
PERSON_REPORTS = 500  # the newest reports of one person whose lines are shown
# By these, somebody sees who a person is.
LOOKS = frozenset({"identities.open", "identities.original", "identities.address"})


@dataclass(frozen=True, slots=True)
class Page:
    """A page of lines, and the line before which the next one begins."""

    lines: tuple[Shown, ...]
    following: int | None


@dataclass(frozen=True, slots=True)
class State:
    """How the chain stands, the examination under way, the last one, and what must be said loudly."""

    chain: Chain
    under_way: Examined | None
    last: Examined | None
    warning: str


def read(*, search: Search, before: int | None, by: Actor) -> Page:
    """Lines of the record, newest first; that somebody reads it is a line too."""
    with refusals_recorded(action="audit.read", subject_kind="audit", by=by):
        permit(by, Permission.READ_AUDIT)
    _note(search, by)
    found = record.lines(search, before=before, limit=PAGE + 1)
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def days(*, search: Search, alone: bool, by: Actor) -> tuple[DayOfLines, ...]:
    """How many lines a day of a search; asked for alone, and not with its lines, it is a reading of its own."""
    with refusals_recorded(action="audit.read", subject_kind="audit", by=by):
        permit(by, Permission.READ_AUDIT)
    if alone:
        _note(search, by)
    return record.days(search, LOOKS)


def _note(search: Search, by: Actor) -> None:
    """That somebody reads the record is a line too."""
    with transaction.atomic():
        audit.record(
            [Entry(Kind.CONSULTATION, "audit.read", "audit", _about(search), str(by), _asked(search))]
        )


def of_person(*, contact: str, search: Search, by: Actor) -> Search:
    """The search narrowed to whoever gave exactly this e-mail or telephone number, by references alone."""
    with refusals_recorded(action="identities.find-for-audit", subject_kind="person", by=by):
        permit(by, Permission.READ_AUDIT)
    if not contact.strip():
        raise Refusal("Write a whole e-mail address or telephone number.")
    with transaction.atomic():
        persons = identities.find_for_audit(contact=contact.strip(), by=by)
    ids = reports.of_persons(persons, before=None, limit=PERSON_REPORTS)
    told = {each.reference for each in reports.summaries(ids).values()}
    placed = {each.case for each in cases.of_reports(ids).values()}
    return replace(
        search, subjects=frozenset(told | placed), persons=frozenset(str(each) for each in persons)
    )


def export(*, search: Search, by: Actor) -> Iterator[Shown]:
    """Every line that is asked for, a part at a time; it is a disclosure to whoever exports."""
    with refusals_recorded(action="audit.export", subject_kind="audit", by=by):
        permit(by, Permission.READ_AUDIT)
    with transaction.atomic():
        audit.record(
            [
                Entry(
                    Kind.DISCLOSURE, "audit.export", "audit", _about(search), str(by), _asked(search),
                    recipient=str(by),
                )
            ]
        )  # fmt: skip
    return record.span(search)


def chain(*, by: Actor) -> State:
    """How the chain stands."""
    with refusals_recorded(action="audit.read-chain", subject_kind="audit", by=by):
        permit(by, Permission.READ_AUDIT)
    with transaction.atomic():
        audit.record([Entry(Kind.CONSULTATION, "audit.read-chain", "audit", "audit", str(by))])
    return State(record.chain(), record.under_way(), record.last_examination(), record.warning())


def progress(*, examination: str, by: Actor) -> Examined:
    """How far an examination has come."""
    permit(by, Permission.READ_AUDIT)
    found = record.examination(examination)
    if found is None:
        raise NotFound("There is no such examination.")
    return found


def ask_examination(*, by: Actor) -> Examined:
    """Ask for an examination of the whole record, now."""
    with refusals_recorded(action="audit.ask-examination", subject_kind="audit", by=by), transaction.atomic():
        permit(by, Permission.READ_AUDIT)
        return audit.ask_examination(by=str(by))


def examine_daily(*, by: Actor) -> Examined:
    """Ask for the examination of the day."""
    with refusals_recorded(action="audit.ask-examination", subject_kind="audit", by=by), transaction.atomic():
        permit(by, Permission.RUN_SYSTEM)
        return audit.ask_examination(by=str(by))


def examine(*, examination: int, by: Actor) -> None:
    """Examine the whole record, outside a transaction, so that whoever watches sees how far it has come."""
    with refusals_recorded(action="audit.examine", subject_kind="audit", by=by):
        permit(by, Permission.RUN_SYSTEM)
        audit.examine(examination=examination, by=str(by))


def _about(search: Search) -> str:
    """What the line of a reading is about: one record, or the audit."""
    return search.record or "audit"


def _asked(search: Search) -> Mapping[str, str | int | bool]:
    """What was asked, in codes; of a person, only that one was asked for."""
    asked: dict[str, str | int | bool] = {
        "actor": search.actors[0] if search.actors else "", "kind": search.kind, "refused": search.refused,
        "person": search.subjects is not None,
        "since": f"{search.since:%Y-%m-%d}" if search.since else "",
        "until": f"{search.until:%Y-%m-%d}" if search.until else "",
    }  # fmt: skip
    return {name: told for name, told in asked.items() if told}
