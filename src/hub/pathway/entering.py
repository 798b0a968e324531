"""A report entered at the desk while somebody tells it: kept as it is typed, checked like an import, and sent once."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases_known
from hub.common import clock
from hub.common.refusals import NotFound
from hub.content import queries as content_known
from hub.content import rules as content_rules
from hub.duties import queries as duties_known
from hub.duties.queries import Live
from hub.identities import actions as identities
from hub.identities import rules as identity_rules
from hub.pathway.afterwards import whereabouts
from hub.pathway.arriving import arrive
from hub.pathway.preparing import Reference
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, may, permit
from hub.people.terms import Actor
from hub.places import queries as places
from hub.places import rules as place_rules
from hub.places.terms import AreaKind, Located
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports import rules
from hub.reports.rules import values
from hub.reports.terms import Draft, DraftState, Telling
from hub.support import queries as support_known

SOURCE = "Hub desk"
_SENDER = "desk"
_SHOWN = 5  # likenesses; a post that many reported needs no longer list
_ITEMS = 500
_QUOTED = 60  # letters of what is quoted back
_GIVEN_BY_US = frozenset({"source", "source_reference"})
TOLD = tuple(each for each in rules.COLUMNS if each not in _GIVEN_BY_US)  # what the page asks for
CONTACTS = ("reporter_email", "reporter_phone")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a report cannot be taken as it stands, and the column that it is about."""

    column: str  # blank where it is about none in particular
    words: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Earlier reports that share something with what is typed."""

    column: str
    reports: tuple[tuple[str, str], ...]  # each with its case, blank where it has none
    more: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a report that was entered, in references and the names of offices alone."""

    report: str
    case: str
    immediate: bool
    scope: str
    exit_reason: str
    borough: str
    unit: str
    offers: tuple[str, ...]
    duties: tuple[Live, ...]


def begin_draft(*, by: Actor) -> str:
    """Begin to enter a report that is told now, by telephone as most are."""
    now = clock.now().astimezone(clock.LONDON)
    with _recorded("reports.begin-draft", "new", by), transaction.atomic():
        return reports.begin_draft(words={"channel": "phone", "reported_at": f"{now:%d/%m/%Y %H:%M}"}, by=by)


def open_draft(*, draft: str, by: Actor) -> Draft:
    """A draft as its officer left it."""
    with _recorded("reports.open-draft", draft, by), transaction.atomic():
        return reports.open_draft(draft=draft, by=by)


def save_draft(*, draft: str, words: Mapping[str, str], version: int, by: Actor) -> Draft:
    """Keep what is typed so far, whether or not it could be sent."""
    with _recorded("reports.save-draft", draft, by), transaction.atomic():
        return reports.save_draft(draft=draft, words=words, version=version, by=by)


def discard_draft(*, draft: str, by: Actor) -> None:
    """Give up a draft."""
    with _recorded("reports.end-draft", draft, by), transaction.atomic():
        reports.discard_draft(draft=draft, by=by)


def expire_drafts(*, by: Actor) -> int:
    """Erase the drafts that nobody sent in time."""
    with (
        refusals_recorded(action="reports.end-draft", subject_kind="draft", by=by),
        transaction.atomic(),
    ):
        return reports.expire_drafts(by=by)


def send_draft(*, draft: str, words: Mapping[str, str], version: int, by: Actor) -> tuple[Reason, ...]:
    """Make a draft a report, once however often it is sent; gives every reason where it cannot be taken yet."""
    if open_draft(draft=draft, by=by).state == DraftState.SENT:
        return ()
    save_draft(draft=draft, words=words, version=version, by=by)
    telling = _read(draft, words)
    if not isinstance(telling, Telling):
        return _by_column(telling)
    (arrived,) = arrive(
        tellings=[telling], reference=_reference(telling), sender=_SENDER, historic=False, by=by
    )
    report = whereabouts([arrived.report_id])[arrived.report_id].reference
    with transaction.atomic():
        reports.draft_sent(draft=draft, report=report, by=by)
    return ()


def marks(words: Mapping[str, str]) -> tuple[Reason, ...]:
    """Where these words carry a mark that may not be kept here."""
    found = ((column, rules.higher_mark(text)) for column, text in words.items())
    return tuple(Reason(column, rules.refused_mark(mark)) for column, mark in found if mark)


def remarks(words: Mapping[str, str]) -> tuple[Reason, ...]:
    """What is kept as it stands, here as in an import, though it cannot be used as what it was asked for."""
    lines = (each.strip() for each in words.get("content_urls", "").splitlines())
    odd = [each for each in lines if not all(map(content_rules.is_address, values.urls(each)))]
    found = []
    if odd:
        shown = ", ".join(f"\u201c{each[:_QUOTED]}\u201d" for each in odd[:_SHOWN])
        found.append(
            Reason("content_urls", f"Not a web address, and kept as text: {shown}. Check it with them.")
        )
    phone = words.get("reporter_phone", "").strip()
    if phone and not identity_rules.normal_phone(phone):
        found.append(
            Reason(
                "reporter_phone", "This is not a whole telephone number. It is kept as it stands. Ask again."
            )
        )
    return tuple(found)


def receipt(*, draft: str, by: Actor) -> Receipt | None:
    """What became of a draft; nothing where it was not sent."""
    report = open_draft(draft=draft, by=by).report
    ids = reports_known.ids_of([report])
    if report not in ids:
        return None
    where, atlas = whereabouts([ids[report]])[ids[report]], places.atlas()
    live = duties_known.live([report, where.case])
    return Receipt(
        report, where.case, where.standing.immediate, where.standing.scope, where.standing.exit_reason,
        atlas.boroughs[where.borough].name if where.borough else "", atlas.units[where.unit].name if where.unit else "",
        tuple(service.name for service, _ in support_known.offers(ids[report])),
        tuple(each for subject in live for each in live[subject]),
    )  # fmt: skip


def located(*, postcode: str, borough: str) -> Located:
    """Where a postcode and a borough lie, in policing terms, with what to ask where they do not say."""
    atlas, read = places.atlas(), place_rules.read_postcode(postcode)
    area = place_rules.read_area(borough, atlas)
    return place_rules.locate(atlas, read, area, places.exact([read.postcode]).get(read.postcode))


def unit_sentence(found: Located) -> str:
    """Which command unit that is, where there is one."""
    units = places.atlas().units
    return f"Command unit: {units[found.unit].name} ({found.unit})." if found.unit in units else ""


def own_draft(*, draft: str, by: Actor) -> None:
    """Refuse whoever does not enter this report now."""
    with _recorded("reports.open-draft", draft, by):
        permit(by, Permission.RECEIVE_REPORTS)
        if not reports_known.is_open_draft(draft, by.account or 0):
            raise NotFound("You have no open draft under this reference. Begin a new report.")


def alike(*, words: Mapping[str, str], by: Actor) -> tuple[Likeness, ...]:
    """Earlier reports that show the same post or name the same account; what is found is on the record."""
    permit(by, Permission.RECEIVE_REPORTS)
    items = {
        each for url in values.urls(words.get("content_urls", "")) for each in content_known.of_link(url)
    }
    handle = words.get("account_handle", "").strip()
    accounts = content_known.of_handle(handle, limit=_ITEMS) if handle else ()
    found = _likenesses({"content_urls": _showing(items), "account_handle": _showing(accounts)})
    if found:
        told = {report for each in found for report, _ in each.reports}
        entry = Entry(Kind.CONSULTATION, "pathway.find", "search", "words", str(by), {"found": len(told)})
        with transaction.atomic():
            audit.record([entry])
    return found


def alike_contacts(*, contacts: Mapping[str, str], by: Actor) -> tuple[Likeness, ...]:
    """Earlier reports of whoever gave these contacts; each look is on the record, and only some may look."""
    if not may(by, Permission.SEARCH_PEOPLE):
        return ()
    with transaction.atomic():
        persons = {
            column: identities.find(contact=contact.strip(), by=by)
            for column, contact in contacts.items()
            if column in CONTACTS and contact.strip()
        }
    found = {
        column: reports_known.of_persons(each, before=None, limit=_SHOWN + 1)
        for column, each in persons.items()
    }
    return _likenesses(found)


def _showing(items: Iterable[int]) -> Sequence[int]:
    """The newest reports that show one of these items."""
    return reports_known.showing(set(items), before=None, limit=_SHOWN + 1)


def _likenesses(found: Mapping[str, Sequence[int]]) -> tuple[Likeness, ...]:
    """What was found, by references, with the case of each."""
    ids = {pk for each in found.values() for pk in each}
    told, placed = reports_known.summaries(ids), cases_known.of_reports(ids)
    return tuple(
        Likeness(
            column,
            tuple((told[pk].reference, placed[pk].case if pk in placed else "") for pk in each[:_SHOWN]),
            len(each) > _SHOWN,
        )
        for column, each in found.items()
        if each
    )


def _read(draft: str, words: Mapping[str, str]) -> Telling | tuple[str, ...]:
    """The words as an import would read them; the desk gives source and reference, so that a resend is known."""
    atlas = places.atlas()
    return rules.read(
        {**words, "source": SOURCE, "source_reference": draft},
        now=clock.now(),
        known_area=lambda text: place_rules.read_area(text, atlas).kind != AreaKind.UNKNOWN,
        allowed_areas=place_rules.allowed_areas(atlas),
    )


def _reference(telling: Telling) -> Reference:
    """The reference data of one telling."""
    postcode = place_rules.read_postcode(telling.postcode).postcode
    return Reference(places.atlas(), support_known.directory(), places.exact([postcode]))


def _by_column(found: Sequence[str]) -> tuple[Reason, ...]:
    """Each reason with the column that it begins with."""
    named = ((each.split(" ", 1)[0], each) for each in found)
    return tuple(Reason(column if column in rules.COLUMNS else "", each) for column, each in named)


def _recorded(action: str, draft: str, by: Actor) -> AbstractContextManager[None]:
    """A refused attempt on a draft is on record."""
    return refusals_recorded(action=action, subject_kind="draft", subject=draft[:20], by=by)
