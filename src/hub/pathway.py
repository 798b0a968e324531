"""THE MISSION: whoever reports hate online is heard, helped and answered, and every step can be shown.

One report, from first word to answer:

    A report arrives, by any door        -> arrive      kept exactly; ONE durable transaction for a sequence
       somebody in danger                               raises an alarm before anything else
       is referred to the hub by itself                 online? hate? whose force? which borough? each with its reason
       the victim is offered help                       never waits for scope; agreement decides what is shared
       the command unit is named and told               clocks start, letters are queued
    An officer decides an exit           -> confirm_exit, refuse_exit
    A later fact                         -> add_fact    beside what was told
    What is due is remembered            -> remind

The machine refers in by itself. Every way out is proposed by the machine and confirmed by an officer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.terms import How, Placed, ToPlace
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.content import actions as content
from hub.content import rules as content_rules
from hub.content.terms import ContentGiven
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import NewAgreement
from hub.duties import actions as duties
from hub.duties.actions import Reminded
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.identities import actions as identities
from hub.identities import rules as identity_rules
from hub.identities.terms import Kept, PersonGiven, TellingGiven
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import actions as places
from hub.places import rules as place_rules
from hub.places.terms import Atlas, ExactRow
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports import rules as report_rules
from hub.reports.terms import (
    AdditionKind,
    Change,
    Disposition,
    NewReport,
    Received,
    Recognised,
    ReporterRole,
    Safe,
    Telling,
)
from hub.support import actions as support
from hub.support.terms import Directory, OfferWanted, Wanted
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage import rules as triage_rules
from hub.triage.terms import Assessment, Facts, Place, Scope, Standing, ToAssess

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
class _Ready:
    """A telling with everything that can be worked out before the transaction."""

    telling: Telling
    assessment: Assessment
    persons: TellingGiven
    public: bool
    contactable: bool


@dataclass(frozen=True, slots=True)
class _New:
    """A telling on its way onto the record."""

    ready: _Ready
    known: Recognised
    kept: Kept
    received: Received


@contextmanager
def refusals_recorded(*, action: str, subject_kind: str, subject: str, by: Actor) -> Iterator[None]:
    """Record a refused attempt in a transaction of its own, and let the refusal go on to whoever asked."""
    try:
        yield
    except Refusal:
        audit.record_refusal(Entry(Kind.CONSULTATION, action, subject_kind, subject, str(by), refused=True))
        raise


def arrive(
    *, tellings: Sequence[Telling], reference: Reference, sender: str, historic: bool, by: Actor
) -> tuple[Arrival, ...]:
    """Take in a sequence of tellings, whole or not at all; one telling is a sequence of one."""
    ready = [_ready(each, reference) for each in tellings]
    with transaction.atomic(durable=True):
        known = reports.recognise(tellings=tellings, by=by)
        new = _keep(ready, known, sender=sender, historic=historic, by=by)
        ids = {place: each.received.id for place, each in new.items()}
        columns = _keep_changes(ready, known, ids, historic=historic, by=by)
        placed = _refer(list(new.values()), by=by)
        offered = _offer_help(list(new.values()), reference.directory, by=by)
        _start_clocks(list(new.values()), placed, historic=historic, by=by)
        if not historic:
            _queue_letters(list(new.values()), placed, by=by)
    return tuple(
        _known_again(each, ids, columns.get(place, ()))
        if each.disposition != Disposition.NEW
        else _arrived(new[place], placed, offered)
        for place, each in enumerate(known)
    )


def _arrived(new: _New, placed: Mapping[int, Placed], offered: frozenset[int]) -> Arrival:
    """What became of a new telling."""
    report = new.received.id
    return Arrival(Disposition.NEW, report, new.ready.assessment, placed.get(report), report in offered)


def _known_again(known: Recognised, ids: Mapping[int, int], columns: tuple[str, ...]) -> Arrival:
    """What became of a telling whose reference is known."""
    report = known.report_id if known.first is None else ids[known.first]
    return Arrival(known.disposition, report or 0, columns=columns)


# -- before the transaction: what one telling means


def _ready(telling: Telling, reference: Reference) -> _Ready:
    """Everything about a telling that needs no database."""
    reporter, victim, same = _persons(telling)
    original = dict(telling.given)
    if report_rules.is_anonymous(telling):  # nobody is named: what could still point at somebody is used and not kept
        original.pop("victim_date_of_birth", None)
        original.pop("postcode", None)
    return _Ready(
        telling,
        triage_rules.assess(_facts(telling, reference)),
        TellingGiven(original, reporter, victim, same),
        public=not report_rules.own_victim(telling),
        contactable=bool(telling.reporter_email or telling.reporter_phone) and telling.safe_to_contact != Safe.NO,
    )


def _persons(telling: Telling) -> tuple[PersonGiven | None, PersonGiven | None, bool]:
    """Who told, who was targeted, and whether they are one; contacts are the reporter's own."""
    safe = telling.safe_to_contact or ""
    contacts = PersonGiven(telling.reporter_name, None, telling.reporter_email, telling.reporter_phone, safe)
    reporter = contacts if (contacts.name or contacts.email or contacts.phone) else None
    names_another = bool(telling.victim_name) and identity_rules.normal_name(
        telling.victim_name
    ) != identity_rules.normal_name(telling.reporter_name)
    if telling.reporter_role in _VICTIM_ROLES and (reporter or telling.victim_name):
        if not names_another or not telling.reporter_name:
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


def _masked(ready: _Ready) -> dict[str, str]:
    """The copy of the words that is worked with: no identity column, and no name or contact inside a text."""
    persons = [each for each in (ready.persons.reporter, ready.persons.victim) if each]
    kept = {
        column: text
        for column, text in ready.telling.given.items()
        if column not in _IDENTITY_COLUMNS and column not in ready.telling.unknown_columns
    }
    postcode = place_rules.read_postcode(ready.telling.postcode)
    if postcode.outward:
        kept["postcode"] = postcode.outward
    return {column: identity_rules.mask(text, persons) for column, text in kept.items()}


_IDENTITY_COLUMNS = frozenset(
    {"reporter_name", "reporter_email", "reporter_phone", "victim_name", "victim_date_of_birth", "postcode"}
)


def _content(ready: _Ready) -> ContentGiven:
    """The post and the account, as the telling shows them; a name in the text is masked here too."""
    telling = ready.telling
    persons = [each for each in (ready.persons.reporter, ready.persons.victim) if each]
    return ContentGiven(
        urls=telling.content_urls, platform=telling.platform, text=identity_rules.mask(telling.content_text, persons),
        handle=telling.account_handle, account_id=telling.account_id,
        posted_at=telling.posted_at, first_seen_at=telling.first_seen_at,
    )  # fmt: skip


# -- inside the transaction: the steps, in their order


def _keep(
    ready: Sequence[_Ready], known: Sequence[Recognised], *, sender: str, historic: bool, by: Actor
) -> dict[int, _New]:
    """Keep what is new, exactly; whoever is in danger raises an alarm before anything else."""
    places = [place for place, each in enumerate(known) if each.disposition == Disposition.NEW]
    kept = identities.keep(given=[ready[place].persons for place in places], by=by)
    items = content.keep(given=[content_rules.items(_content(ready[place])) for place in places], by=by)
    received = reports.receive(
        reports=[
            NewReport(
                ready[place].telling, known[place].digest, one.telling_id, one.reporter_id, one.victim_id,
                shown, historic, _masked(ready[place]),
            )
            for place, one, shown in zip(places, kept, items, strict=True)
        ],
        sender=sender,
        by=by,
    )  # fmt: skip
    new = {
        place: _New(ready[place], known[place], one, report)
        for place, one, report in zip(places, kept, received, strict=True)
    }
    if not historic:
        _raise_alarms([each.received.reference for each in new.values() if each.ready.assessment.immediate], by=by)
    return new


def _raise_alarms(references: Sequence[str], *, by: Actor) -> None:
    """Somebody is in danger now, wherever they are and whatever else is true of the report."""
    at = clock.now()
    duties.start(
        duties=[NewDuty("report", each, Duty.ALARM, at, detail="Immediate danger is reported.") for each in references],
        by=by,
    )


def _keep_changes(  # noqa: PLR0913 - the facts of one arrival
    ready: Sequence[_Ready],
    known: Sequence[Recognised],
    ids: Mapping[int, int],
    *,
    historic: bool,
    by: Actor,
) -> dict[int, tuple[str, ...]]:
    """A known telling that says something else is sealed beside the first, and somebody reads the difference."""
    places = [place for place, each in enumerate(known) if each.disposition == Disposition.CHANGED]
    if not places:
        return {}
    sealed = identities.keep(given=[replace(ready[each].persons, reporter=None, victim=None) for each in places], by=by)
    report_of = {place: known[place].report_id or ids[known[place].first or 0] for place in places}
    columns = {
        place: known[place].columns or _columns_changed(report_of[place], ready[place].telling, by=by) for place in places
    }
    named = reports.keep_changes(
        changes=[
            Change(report_of[place], known[place].digest, one.telling_id, columns[place])
            for place, one in zip(places, sealed, strict=True)
        ],
        by=by,
    )  # fmt: skip
    if not historic:
        _raise_alarms([named[report_of[each]] for each in places if ready[each].assessment.immediate], by=by)
    at = clock.now()
    duties.start(
        duties=[
            NewDuty("report", named[report_of[each]], Duty.REVIEW_CHANGE, at, historic=historic) for each in places
        ],
        by=by,
    )
    return columns


def _columns_changed(report: int, telling: Telling, *, by: Actor) -> tuple[str, ...]:
    """Which columns differ from the telling that was kept first."""
    sealed = reports.first_tellings(reports=[report], by=by)[report]
    first = identities.original(
        telling=sealed, subject=f"report {report}", reason="comparing a resend with the first telling", by=by
    )
    return report_rules.differences(first, telling.given)


def _refer(new: Sequence[_New], *, by: Actor) -> dict[int, Placed]:
    """Refer each report to the hub by itself: the ledger of answers, and a case for what is in scope."""
    triage.assess(
        reports=[ToAssess(each.received.id, each.received.reference, each.ready.assessment) for each in new], by=by
    )
    same = identities.recognise(persons=[each for one in new for each in _people(one.kept)], by=by)
    shown = reports_known.items_of([each.received.id for each in new])
    placed = cases.place(
        reports=[
            _to_place(each, same, shown.get(each.received.id, frozenset()))
            for each in new
            if each.ready.assessment.scope == Scope.IN
        ],
        by=by,
    )
    return {each.report_id: each for each in placed}


def _people(kept: Kept) -> set[int]:
    """The persons of one telling."""
    return {each for each in (kept.reporter_id, kept.victim_id) if each is not None}


def _to_place(new: _New, same: Mapping[int, frozenset[int]], items: frozenset[int]) -> ToPlace:
    """A report as the case rule sees it."""
    victim, assessment = new.kept.victim_id, new.ready.assessment
    return ToPlace(
        new.received.id,
        new.received.reference,
        new.ready.public,
        victim,
        same.get(victim, frozenset()) if victim else frozenset(),
        items,
        assessment.borough,
        assessment.unit,
    )


def _offer_help(new: Sequence[_New], directory: Directory, *, by: Actor) -> frozenset[int]:
    """Offer help to whoever reported and did not refuse it, in scope or not; what was said of partners is kept."""
    offers = support.offer(
        wanted=[
            OfferWanted(
                each.received.id, each.received.reference, _wanted(each.ready),
                outside_london=each.ready.assessment.exit in {triage_rules.OTHER_FORCE, triage_rules.NOT_UK}
                or each.ready.assessment.force not in {"", triage_rules.METROPOLITAN, "city-of-london-police"},
            )
            for each in new
            if each.ready.telling.consent_support is not False
        ],
        directory=directory,
        by=by,
    )
    disclosures.agree(
        items=[
            NewAgreement(
                subject_kind="report", subject=each.received.reference, organisation=partner, purpose="support",
                given=True, confirmed=False, told_by=f"as told by {each.ready.telling.source}",
                wording="as-told", wording_version="1", language=each.ready.telling.language or "en",
            )
            for each in new
            for partner in each.ready.telling.consent_partners
        ],
        by=by,
    )  # fmt: skip
    return frozenset(each.report_id for each in offers if each.services)


def _wanted(ready: _Ready) -> Wanted:
    """What help should fit."""
    telling = ready.telling
    return Wanted(
        strands=tuple(each.value for each in telling.strands),
        religions=tuple(each.value for each in telling.targeted_religion),
        borough=ready.assessment.borough,
        under_18=report_rules.under_18(telling),
        language=telling.language,
    )


def _start_clocks(
    new: Sequence[_New], placed: Mapping[int, Placed], *, historic: bool, by: Actor
) -> None:
    """Start every clock that this report sets going; on its case where it has one."""
    at = clock.now()
    duties.start(
        duties=[replace(duty, historic=historic) for each in new for duty in _clocks(each, placed, at)], by=by
    )


def _clocks(new: _New, placed: Mapping[int, Placed], received_at: datetime) -> list[NewDuty]:
    """The clocks of one report: the hub's own run from receipt, the victim's from when it was reported."""
    telling, case = new.ready.telling, placed.get(new.received.id)
    kind, subject = ("case", case.case) if case else ("report", new.received.reference)
    known = f"The crime reference was given by {telling.source}." if telling.crime_reference else ""
    found = [NewDuty(kind, subject, Duty.RECORDED, received_at, done_reason=known)]
    if not new.ready.public:
        nobody = "" if new.ready.contactable else "No safe contact was given."
        found += [
            NewDuty(kind, subject, Duty.NEEDS_ASSESSMENT, received_at),
            NewDuty(kind, subject, Duty.SUPPORT_REFERRAL, telling.reported_at, not_possible_reason=nobody),
            NewDuty(kind, subject, Duty.VICTIM_UPDATE, telling.reported_at, not_possible_reason=nobody),
        ]
    if new.ready.assessment.asks:
        found.append(NewDuty(kind, subject, Duty.ASK, received_at, detail=" ".join(new.ready.assessment.asks)))
    return found


def _queue_letters(new: Sequence[_New], placed: Mapping[int, Placed], *, by: Actor) -> None:
    """Tell whoever reported that there is news, and the command unit that it has a case."""
    letters.queue(
        letters=[
            *(_to_reporter(each) for each in new if each.kept.reporter_id and each.ready.telling.reporter_email),
            *(_to_unit(each) for each in placed.values() if each.how == How.OPENED and each.unit),
        ],
        by=by,
    )


def _to_reporter(new: _New) -> NewLetter:
    """The neutral letter to the person who wrote; never to a victim because somebody else did."""
    return NewLetter(
        recipient_kind=RecipientKind.PERSON, person_id=new.kept.reporter_id, subject_kind="report",
        subject=new.received.reference, template="news", occasion="received",
        language=new.ready.telling.language, safe=new.ready.telling.safe_to_contact or "",
    )  # fmt: skip


def _to_unit(placed: Placed) -> NewLetter:
    """The letter that tells a command unit of its case."""
    return NewLetter(
        recipient_kind=RecipientKind.UNIT, recipient=placed.unit, subject_kind="case", subject=placed.case,
        template="unit-told", occasion="allocated",
    )  # fmt: skip


# -- afterwards


def whereabouts(ids: Sequence[int]) -> dict[int, Whereabouts]:
    """Where these reports are now, by references alone."""
    told, standing, placed = reports_known.summaries(ids), triage_known.standing(ids), cases_known.of_reports(ids)
    found = {}
    for pk, each in told.items():
        case = placed.get(pk)
        found[pk] = Whereabouts(
            each.reference,
            case.case if case else "",
            standing[pk],
            case.unit if case else "",
            case.borough if case else standing[pk].borough,
        )
    return found


def confirm_exit(*, report: str, reason: str, by: Actor) -> None:
    """An officer confirms that a report is for somebody else; only now is it recorded as leaving."""
    with refusals_recorded(action="triage.exit-confirmed", subject_kind="report", subject=report, by=by):
        with transaction.atomic():
            triage.confirm_exit(report_id=_report(report), report=report, reason=reason, by=by)
            duties.complete_kind(subjects=[report], kind=Duty.RECORDED, reason="The exit was confirmed.", by=by)


def add_fact(*, report: str, kind: AdditionKind, text: str, by: Actor) -> None:
    """Add a later fact beside what was told; a crime reference ends the duty to record."""
    with refusals_recorded(action="reports.add", subject_kind="report", subject=report, by=by):
        with transaction.atomic():
            pk = reports.add(report=report, kind=kind, text=text, by=by)
            if kind == AdditionKind.CRIME_REFERENCE:
                case = cases_known.of_reports([pk]).get(pk)
                subjects = [case.case] if case else [report]
                duties.complete_kind(subjects=subjects, kind=Duty.RECORDED, reason="A crime reference was given.", by=by)


def remind(*, by: Actor) -> int:
    """Remind of what is due, naming case, duty and time; tells how many reminders were made."""
    with transaction.atomic():
        due = duties.remind(by=by)
        letters.queue(letters=[_reminder(each) for each in due], by=by)
    return len(due)


def _report(reference: str) -> int:
    """The report of a reference."""
    found = reports_known.told(reference)
    if found is None:
        raise NotFound(f"There is no report {reference}. Check the reference and try again.")
    return found.summary.id


def _reminder(reminded: Reminded) -> NewLetter:
    """The letter that reminds the command unit, or the hub where no unit has the case."""
    due = reminded.due
    case = cases_known.case(due.subject) if due.subject_kind == "case" else None
    unit = case.line.unit if case else ""
    return NewLetter(
        recipient_kind=RecipientKind.UNIT if unit else RecipientKind.HUB, recipient=unit, subject_kind=due.subject_kind,
        subject=due.subject, template="reminder", occasion=f"{reminded.occasion}:{due.reference}:{due.due_at:%Y%m%d%H%M}",
        facts={
            "occasion": "Overdue" if reminded.occasion == "overdue" else "Due soon",
            "duty": due.title, "due": clock.in_london(due.due_at),
        },
    )  # fmt: skip


def release_held_letters(*, by: Actor) -> int:
    """Let letters go that waited only for a mail server or a mailbox."""
    with transaction.atomic():
        return letters.release_held(by=by)


def seal_audit(*, by: Actor) -> int:
    """Seal the record, as the role that may."""
    permit(by, Permission.SEAL_AUDIT)
    return audit.seal(by=str(by))


def begin_epoch(*, reason: str, by: Actor) -> None:
    """Say on the record that a backup was restored."""
    permit(by, Permission.SEAL_AUDIT)
    audit.begin_epoch(reason=reason, by=str(by))


def load_postcodes(*, path: Path, name: str, progress: Callable[[int], None], by: Actor) -> int:
    """Load the national postcode table, whole or not at all."""
    with transaction.atomic():
        return places.load_postcodes(path=path, name=name, progress=progress, by=by)


def set_mailbox(*, unit: str, address: str, by: Actor) -> None:
    """Say where a command unit reads its e-mail."""
    with transaction.atomic():
        places.set_mailbox(unit=unit, address=address, by=by)


def _move_duty(step: Callable[..., None], duty: str, reason: str, by: Actor) -> None:
    """Move a duty, or record that it was refused."""
    with refusals_recorded(action=f"duties.{step.__name__}", subject_kind="duty", subject=duty, by=by):
        with transaction.atomic():
            step(reference=duty, reason=reason, by=by)


def pause_duty(*, duty: str, reason: str, by: Actor) -> None:
    """Stop a duty's clock while it cannot go on."""
    _move_duty(duties.pause, duty, reason, by)


def resume_duty(*, duty: str, reason: str, by: Actor) -> None:
    """Let a duty's clock go on."""
    _move_duty(duties.resume, duty, reason, by)


def complete_duty(*, duty: str, reason: str, by: Actor) -> None:
    """Say that a duty is done."""
    _move_duty(duties.complete, duty, reason, by)


def mark_duty_not_possible(*, duty: str, reason: str, by: Actor) -> None:
    """Say that a duty cannot be done."""
    _move_duty(duties.mark_not_possible, duty, reason, by)


def refuse_exit(*, report: str, reason: str, by: Actor) -> None:
    """An officer keeps a report with the hub: it gets its case, and its clocks go on there."""
    with refusals_recorded(action="triage.exit-refused", subject_kind="report", subject=report, by=by):
        with transaction.atomic():
            pk = _report(report)
            triage.refuse_exit(report_id=pk, report=report, reason=reason, by=by)
            placed = cases.place(reports=[_again(pk, report, by)], by=by)[0]
            duties.transfer(from_report=report, to_case=placed.case, by=by)
            if placed.how == How.OPENED and placed.unit:
                letters.queue(letters=[_to_unit(placed)], by=by)


def _again(pk: int, report: str, by: Actor) -> ToPlace:
    """A report on record as the case rule sees it."""
    told, standing = reports_known.told(report), triage_known.standing([pk])[pk]
    if told is None:
        raise NotFound(f"There is no report {report}.")
    victim = told.parties.get("victim")
    same = identities.same_as(person=victim, by=by) if victim else frozenset()
    unit = standing.unit if standing.force == triage_rules.METROPOLITAN else ""
    return ToPlace(pk, report, told.for_the_public, victim, same, frozenset(told.items), standing.borough, unit)
