"""One report, from first word to its unit: every step of one arrival, in one durable transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.terms import How, Placed, ToPlace
from hub.common import clock
from hub.content import actions as content
from hub.content import queries as content_known
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import NewAgreement
from hub.duties import actions as duties
from hub.duties.terms import AlarmSubject, NewAlarm, NewDuty
from hub.duties.terms import Kind as Duty
from hub.identities import actions as identities
from hub.identities.terms import PersonGiven
from hub.letters import actions as letters
from hub.letters import queries as letters_known
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway import clusters
from hub.pathway.preparing import Arrival, New, Ready, Reference, column_names, items_of, masked, ready
from hub.pathway.refusing import refusals_recorded
from hub.pathway.settling import heard_again
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports import rules as report_rules
from hub.reports.terms import (
    AdditionKind,
    Change,
    Disposition,
    NewReport,
    Recognised,
    Telling,
    Told,
)
from hub.support import actions as support
from hub.support.terms import Directory, OfferWanted, Wanted
from hub.triage import actions as triage
from hub.triage import rules as triage_rules
from hub.triage.terms import Scope, ToAssess

_NOT_KEPT = ("postcode", "victim_date_of_birth")  # of who is anonymous


def arrive(
    *, tellings: Sequence[Telling], reference: Reference, sender: str, historic: bool, by: Actor
) -> tuple[Arrival, ...]:
    """Take in a sequence of tellings, whole or not at all; one telling is a sequence of one."""
    prepared = [ready(each, reference) for each in tellings]
    with (
        refusals_recorded(action="reports.receive", subject_kind="report", by=by),
        transaction.atomic(durable=True),
    ):
        known = reports.recognise(tellings=tellings, by=by)
        new = _keep(prepared, known, sender=sender, historic=historic, by=by)
        ids = {place: each.received.id for place, each in new.items()}
        columns = _keep_changes(prepared, known, ids, historic=historic, by=by)
        placed = _refer(list(new.values()), by=by)
        clusters.suggest(of={each.case for each in placed.values()}, by=by)
        offered = _offer_help(list(new.values()), reference.directory, by=by)
        _start_clocks(list(new.values()), placed, historic=historic, by=by)
        heard_again(placed=list(placed.values()), by=by)
        if not historic:
            _queue_letters(list(new.values()), placed, by=by)
        _put_in_the_queue(list(new.values()), placed, known)
    return tuple(
        _known_again(each, prepared[place], ids, columns.get(place, ()))
        if each.disposition != Disposition.NEW
        else _arrived(new[place], placed, offered)
        for place, each in enumerate(known)
    )


def _put_in_the_queue(new: Sequence[New], placed: Mapping[int, Placed], known: Sequence[Recognised]) -> None:
    """Whatever waits for somebody now stands in the queue; so does the case of a report that was sent again."""
    alone = [each.received.reference for each in new if each.received.id not in placed]
    again = [each.report_id for each in known if each.disposition == Disposition.CHANGED and each.report_id]
    references = [each.reference for each in reports_known.summaries(again).values()] if again else []
    cases.changed(cases={each.case for each in cases_known.of_reports(again).values()} if again else ())
    cases_now = {each.case for each in placed.values()}
    queue.refresh(cases=cases_now | cases_known.beside(cases_now), reports=[*alone, *references])


def _arrived(new: New, placed: Mapping[int, Placed], offered: frozenset[int]) -> Arrival:
    """What became of a new telling."""
    report = new.received.id
    assessed = new.ready.assessment
    return Arrival(
        Disposition.NEW, report, assessed, placed.get(report), report in offered, assessed.immediate
    )


def _known_again(
    known: Recognised, ready: Ready, ids: Mapping[int, int], columns: tuple[str, ...]
) -> Arrival:
    """What became of a telling whose reference is known."""
    report = known.report_id if known.first is None else ids[known.first]
    return Arrival(known.disposition, report or 0, immediate=ready.assessment.immediate, columns=columns)


def _keep(
    ready: Sequence[Ready], known: Sequence[Recognised], *, sender: str, historic: bool, by: Actor
) -> dict[int, New]:
    """Keep what is new, exactly; whoever is in danger raises an alarm before anything else."""
    places = [place for place, each in enumerate(known) if each.disposition == Disposition.NEW]
    kept = identities.keep(given=[ready[place].persons for place in places], by=by)
    items = content.keep(given=[items_of(ready[place]) for place in places], by=by)
    received = reports.receive(
        reports=[
            NewReport(
                ready[place].telling, known[place].digest, one.telling_id, one.reporter_id, one.victim_id,
                shown, historic, masked(ready[place]),
            )
            for place, one, shown in zip(places, kept, items, strict=True)
        ],
        sender=sender,
        by=by,
    )  # fmt: skip
    new = {
        place: New(ready[place], known[place], one, report)
        for place, one, report in zip(places, kept, received, strict=True)
    }
    if not historic:
        _raise_alarms(
            [each.received.reference for each in new.values() if each.ready.assessment.immediate], by=by
        )
    return new


def _raise_alarms(references: Sequence[str], *, by: Actor) -> None:
    """Somebody is in danger now, wherever they are and whatever else is true of the report."""
    duties.raise_alarms(alarms=[NewAlarm(AlarmSubject.REPORT, each) for each in references], by=by)


def _keep_changes(
    ready: Sequence[Ready],
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
    sealed = identities.keep(
        given=[replace(ready[each].persons, reporter=None, victim=None) for each in places], by=by
    )
    report_of = {place: known[place].report_id or ids[known[place].first or 0] for place in places}
    sent = {
        place: (report_of[place], ready[place].telling.given) for place in places if not known[place].columns
    }
    changed = _columns_changed(sent, by=by)
    columns = {place: known[place].columns or changed[place] for place in places}
    named = reports.keep_changes(
        changes=[
            Change(
                report_of[place], known[place].digest, one.telling_id,
                column_names(ready[place].telling, columns[place]),
            )
            for place, one in zip(places, sealed, strict=True)
        ],
        by=by,
    )  # fmt: skip
    _heed({report_of[each]: ready[each].persons.reporter for each in places}, by=by)
    _mark_children([report_of[each] for each in places if report_rules.under_18(ready[each].telling)], by=by)
    if not historic:
        _raise_alarms([named[report_of[each]] for each in places if ready[each].assessment.immediate], by=by)
    at = clock.now()
    duties.start(
        duties=[
            NewDuty("report", named[report_of[each]], Duty.REVIEW_CHANGE, at, historic=historic)
            for each in places
        ],
        by=by,
    )
    return columns


def _heed(again: Mapping[int, PersonGiven | None], *, by: Actor) -> None:
    """What whoever reported says of contact when it is sent again is heeded before anybody has read the difference."""
    said = {report: who.safe for report, who in again.items() if who and who.safe}
    if said:
        told = reports_known.parties(list(said))
        identities.heed(said={who: said[report] for report, role, who in told if role == "reporter"}, by=by)


def _mark_children(again: Sequence[int], *, by: Actor) -> None:
    """A child is marked from the moment that it is told, as a later fact, before anybody has read the difference."""
    for told in reports_known.gists(again).values():
        if not told.under_18:
            text = "It was told when the report was sent again."
            reports.add(report=told.reference, kind=AdditionKind.VICTIM_UNDER_18, text=text, by=by)


def _columns_changed(
    sent: Mapping[int, tuple[int, Mapping[str, str]]], *, by: Actor
) -> dict[int, tuple[str, ...]]:
    """Which columns of each resend differ from the telling that was kept first; where that was erased, all that it says."""
    if not sent:
        return {}
    ids = sorted({report for report, _ in sent.values()})
    sealed, told = reports.first_tellings(reports=ids, by=by), reports_known.summaries(ids)
    first = identities.originals(
        tellings={sealed[each]: told[each].reference for each in ids},
        reason="comparing a resend with the first telling", by=by,
    )  # fmt: skip
    return {
        place: report_rules.differences(
            first.get(sealed[report], {}), given, not_kept=_NOT_KEPT if told[report].anonymous else ()
        )
        for place, (report, given) in sent.items()
    }


def _refer(new: Sequence[New], *, by: Actor) -> dict[int, Placed]:
    """Refer each report to the hub by itself: the ledger of answers, and a case for what is in scope."""
    triage.assess(
        reports=[ToAssess(each.received.id, each.received.reference, each.ready.assessment) for each in new],
        by=by,
    )
    victims = [each.kept.victim_id for each in new if each.kept.victim_id is not None]
    same = identities.recognise(persons=victims, by=by)
    shown = reports_known.items_of([each.received.id for each in new])
    placed = cases.place(
        reports=[
            _to_place(each, same, shown.get(each.received.id, frozenset()))
            for each in new
            if each.ready.assessment.scope == Scope.IN
        ],
        by=by,
    )
    found = {each.report_id: each for each in placed}
    _suggest_conduct(new, same, found, by=by)
    return found


def _suggest_conduct(
    new: Sequence[New], same: Mapping[int, frozenset[int]], placed: Mapping[int, Placed], *, by: Actor
) -> None:
    """Somebody reports the account that they reported before, when it was not a crime: their two cases are suggested."""
    told = [
        Told(each.received.id, same[victim], content_known.marks_given(items_of(each.ready)))
        for each in new
        if (victim := each.kept.victim_id) is not None and same.get(victim) and each.received.id in placed
    ]  # fmt: skip
    earlier = reports.same_conduct(told=told, by=by)
    if not earlier:
        return
    cases_before = cases_known.of_reports({each for found in earlier.values() for each in found})
    cases.suggest_conduct(
        pairs={
            placed[report].case_id: frozenset(
                cases_before[each].case_id for each in found if each in cases_before
            )
            for report, found in earlier.items()
        },
        by=by,
    )


def _to_place(new: New, same: Mapping[int, frozenset[int]], items: frozenset[int]) -> ToPlace:
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


def _offer_help(new: Sequence[New], directory: Directory, *, by: Actor) -> frozenset[int]:
    """Offer help to whoever reported and did not refuse it, in scope or not; what was said of partners is kept."""
    offers = support.offer(
        wanted=[
            OfferWanted(
                each.received.id,
                each.received.reference,
                _wanted(each.ready),
                outside_london=each.ready.assessment.exit in {triage_rules.OTHER_FORCE, triage_rules.NOT_UK}
                or each.ready.assessment.force
                not in {"", triage_rules.METROPOLITAN, "city-of-london-police"},
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


def _wanted(ready: Ready) -> Wanted:
    """What help should fit."""
    telling = ready.telling
    return Wanted(
        strands=tuple(each.value for each in telling.strands),
        religions=tuple(each.value for each in telling.targeted_religion),
        borough=ready.assessment.borough,
        under_18=report_rules.under_18(telling),
        language=telling.language,
    )


def _start_clocks(new: Sequence[New], placed: Mapping[int, Placed], *, historic: bool, by: Actor) -> None:
    """Start every clock that this report sets going; on its case where it has one."""
    at = clock.now()
    duties.start(
        duties=[replace(duty, historic=historic) for each in new for duty in _clocks(each, placed, at)], by=by
    )


def _clocks(new: New, placed: Mapping[int, Placed], received_at: datetime) -> list[NewDuty]:
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
        found.append(
            NewDuty(kind, subject, Duty.ASK, received_at, detail=" ".join(new.ready.assessment.asks))
        )
    return found


def _queue_letters(new: Sequence[New], placed: Mapping[int, Placed], *, by: Actor) -> None:
    """Tell whoever reported that there is news, and the command unit that it has a case.

    What came in as history told no unit of its case; the first report after it does.
    """
    opened = {each.case for each in placed.values() if each.how == How.OPENED}
    joined = {each.case: each for each in placed.values() if each.unit and each.case not in opened}
    told = letters_known.told_of(joined, "unit-told")
    letters.queue(
        letters=[
            *(
                _to_reporter(each)
                for each in new
                if each.kept.reporter_id and each.ready.telling.reporter_email
            ),
            *(to_unit(each) for each in placed.values() if each.how == How.OPENED and each.unit),
            *(to_unit(each) for case, each in joined.items() if case not in told),
        ],
        by=by,
    )


def _to_reporter(new: New) -> NewLetter:
    """The neutral letter to the person who wrote; never to a victim because somebody else did."""
    return NewLetter(
        recipient_kind=RecipientKind.PERSON, person_id=new.kept.reporter_id, subject_kind="report",
        subject=new.received.reference, template="news", occasion="received",
        language=new.ready.telling.language,
    )  # fmt: skip


def to_unit(placed: Placed) -> NewLetter:
    """The letter that tells a command unit of its case."""
    return NewLetter(
        recipient_kind=RecipientKind.UNIT, recipient=placed.unit, subject_kind="case", subject=placed.case,
        template="unit-told", occasion="allocated",
    )  # fmt: skip
