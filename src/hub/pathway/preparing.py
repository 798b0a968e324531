"""Before the transaction: what one telling means, worked out without the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hub.cases.terms import Placed
from hub.content import rules as content_rules
from hub.content.terms import ContentGiven, ItemGiven
from hub.identities import rules as identity_rules
from hub.identities.terms import Kept, PersonGiven, TellingGiven
from hub.places import rules as place_rules
from hub.places.terms import Atlas, ExactRow
from hub.reports import rules as report_rules
from hub.reports.terms import (
    Disposition,
    Received,
    Recognised,
    ReporterRole,
    Telling,
)
from hub.support.terms import Directory
from hub.triage import rules as triage_rules
from hub.triage.terms import Assessment, Facts, Place, Standing

_VICTIM_ROLES = frozenset({None, ReporterRole.VICTIM})


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference data of one run, read once."""

    atlas: Atlas
    directory: Directory
    exact: Mapping[str, ExactRow]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one telling."""

    disposition: Disposition
    report_id: int
    assessment: Assessment | None = None
    placed: Placed | None = None
    offered: bool = False
    immediate: bool = False  # it tells of immediate danger, the first time or when it is sent again
    columns: tuple[str, ...] = ()  # where a changed telling differs from the first


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a report is now, by references alone."""

    reference: str
    case: str
    standing: Standing
    unit: str
    borough: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A telling with everything that can be worked out before the transaction."""

    telling: Telling
    assessment: Assessment
    persons: TellingGiven
    public: bool
    contactable: bool


@dataclass(frozen=True, slots=True)
class New:
    """A telling on its way onto the record."""

    ready: Ready
    known: Recognised
    kept: Kept
    received: Received


def ready(telling: Telling, reference: Reference) -> Ready:
    """Everything about a telling that needs no database."""
    reporter, victim, same = _persons(telling)
    original = dict(telling.given)
    if report_rules.is_anonymous(
        telling
    ):  # nobody is named: what could still point at somebody is used and not kept
        original.pop("victim_date_of_birth", None)
        original.pop("postcode", None)
    return Ready(
        on_record(telling),
        triage_rules.assess(_facts(telling, reference)),
        TellingGiven(original, reporter, victim, same),
        public=not report_rules.own_victim(telling),
        contactable=_contactable(telling),
    )


def on_record(telling: Telling) -> Telling:
    """A telling as the record bears it: no name or contact in what is kept as somebody typed it."""
    named = _named(*_persons(telling)[:2])
    contacts = [replace(each, name="") for each in named]  # an organisation that reports may agree to itself
    return replace(
        telling,
        language=identity_rules.mask(telling.language, named),
        platform=identity_rules.mask(telling.platform, named),
        consent_partners=tuple(identity_rules.mask(each, contacts) for each in telling.consent_partners),
        unknown_columns=column_names(telling, telling.unknown_columns),
    )


def column_names(telling: Telling, columns: Iterable[str]) -> tuple[str, ...]:
    """The names of these columns: ours as they are, and no name or contact in what the sender called one."""
    named = _named(*_persons(telling)[:2])
    return tuple(
        each if each in report_rules.COLUMNS else identity_rules.mask_label(each, named) for each in columns
    )


def _contactable(telling: Telling) -> bool:
    """Whether a contact was given that is safe to use; a way that is the only safe one shuts out the other."""
    said = telling.safe_to_contact.value if telling.safe_to_contact else ""
    return any(triage_rules.safe_ways(said, telling.reporter_phone, telling.reporter_email))


def _persons(telling: Telling) -> tuple[PersonGiven | None, PersonGiven | None, bool]:
    """Who told, who was targeted, and whether they are one; contacts are the reporter's own."""
    safe = telling.safe_to_contact or ""
    contacts = PersonGiven(telling.reporter_name, None, telling.reporter_email, telling.reporter_phone, safe)
    reporter = contacts if (contacts.name or contacts.email or contacts.phone) else None
    names_another = bool(telling.victim_name) and identity_rules.normal_name(
        telling.victim_name
    ) != identity_rules.normal_name(telling.reporter_name)
    of_themself = telling.reporter_role in _VICTIM_ROLES and not (names_another and telling.reporter_name)
    if of_themself and (reporter or telling.victim_name):
        name = telling.reporter_name or telling.victim_name
        one = replace(contacts, name=name, birth_date=telling.victim_date_of_birth)
        return one, one, True
    if telling.victim_name:
        return reporter, PersonGiven(telling.victim_name, telling.victim_date_of_birth), False
    return reporter, None, False


def _facts(telling: Telling, reference: Reference) -> Facts:
    """What triage looks at."""
    postcode = place_rules.read_postcode(telling.postcode)
    area = place_rules.read_area(telling.borough, reference.atlas)
    found = place_rules.locate(reference.atlas, postcode, area, reference.exact.get(postcode.postcode))
    place = Place(
        found.borough_slug, found.unit, found.force, found.outside, found.force_to_be_named,
        found.rule, found.reason, found.ask, found.candidates,
    )  # fmt: skip
    return Facts(
        telling.online,
        tuple(each.value for each in telling.strands),
        telling.no_hate_element,
        bool(telling.targeted_religion) and "religion" not in telling.strands,
        telling.immediate_danger,
        place,
    )


def _named(*persons: PersonGiven | None) -> tuple[PersonGiven, ...]:
    """Everybody a telling names, once each: whoever reports is often the victim."""
    return tuple(dict.fromkeys(each for each in persons if each))


def _told_of(ready: Ready) -> tuple[PersonGiven, ...]:
    """Everybody that a telling which is ready names."""
    return _named(ready.persons.reporter, ready.persons.victim)


def masked(ready: Ready) -> dict[str, str]:
    """The copy of the words that is worked with: no identity column, and no name or contact inside a text."""
    persons = _told_of(ready)
    kept = {
        column: text
        for column, text in ready.telling.given.items()
        if column in report_rules.COLUMNS and column not in _IDENTITY_COLUMNS
    }
    postcode = place_rules.read_postcode(ready.telling.postcode)
    if postcode.outward:
        kept["postcode"] = postcode.outward
    return {column: identity_rules.mask(text, persons) for column, text in kept.items()}


_IDENTITY_COLUMNS = frozenset(
    {"reporter_name", "reporter_email", "reporter_phone", "victim_name", "victim_date_of_birth", "postcode"}
)


def items_of(ready: Ready) -> tuple[ItemGiven, ...]:
    """The posts that a telling shows: known again by the address as it was told, and kept with nobody's name in it."""
    persons = _told_of(ready)
    return tuple(
        replace(
            each,
            url=identity_rules.mask_address(each.url, persons),
            post_id=identity_rules.mask_address(each.post_id, persons),
        )
        for each in content_rules.items(_content_of(ready))
    )


def _content_of(ready: Ready) -> ContentGiven:
    """The post and the account, as the telling shows them; a name in the text is masked here too."""
    telling = ready.telling
    persons = _told_of(ready)
    return ContentGiven(
        urls=telling.content_urls, platform=telling.platform, text=identity_rules.mask(telling.content_text, persons),
        handle=telling.account_handle, account_id=telling.account_id,
        posted_at=telling.posted_at, first_seen_at=telling.first_seen_at,
    )  # fmt: skip
