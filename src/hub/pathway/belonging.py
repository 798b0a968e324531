"""Whose it is: the written rule proposes, an officer decides with a reason, and a force that is handed it answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hub.cases import actions as cases
from hub.common import clock
from hub.common.refusals import NotNow, Refusal
from hub.content import queries as content_known
from hub.duties import actions as duties
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway.afterwards import had_until, keep_here, told_of
from hub.pathway.opening import kind_of, report_in, reports_of
from hub.pathway.settling import ours
from hub.pathway.telling import tell_news
from hub.pathway.working import on_record
from hub.people.terms import Actor
from hub.places import queries as places_known
from hub.reports import queries as reports_known
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage import rules as triage_rules
from hub.triage.queries import Belonging, WayOut
from hub.triage.terms import Answered, Belongs, Decided, Moved, Places, Proposal, Whereabouts


@dataclass(frozen=True, slots=True)
class About:
    """A report as far as the written rule looks at it."""

    report: int
    reference: str
    public: bool
    platform: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose one report is: where people were, what the written rule proposes, and the way of its exit."""

    report: int
    reference: str
    places: Places
    proposal: Proposal
    force: str  # as it stands
    borough: str
    exit: WayOut | None
    moves: tuple[Moved, ...]


def about(ids: Collection[int]) -> tuple[About, ...]:
    """What of these reports the written rule looks at, besides where people were."""
    told, shown = reports_known.gists(ids), reports_known.items_of(ids)
    platforms = content_known.platforms({item for items in shown.values() for item in items})
    return tuple(
        About(pk, each.reference, each.for_the_public, _platform(sorted(shown.get(pk, ())), platforms))
        for pk, each in told.items()
    )


def _platform(items: Collection[int], platforms: Mapping[int, str]) -> str:
    """The platform of the first item that has one."""
    return next((platforms[each] for each in items if platforms.get(each)), "")


def whose(reports: Collection[About]) -> tuple[Whose, ...]:
    """Whose each of these reports is, in the order in which they came; nothing of who anybody is."""
    told = {each.report: each for each in reports}
    return tuple(_whose(told[each.report], each) for each in triage_known.belongs(list(told)))


def _whose(told: About, stands: Belonging) -> Whose:
    """Whose one report is."""
    places = triage_rules.places_of(
        first=stands.first,
        victim=stands.victim,
        suspect=stands.suspect,
        public=told.public,
        platform=told.platform,
    )
    return Whose(
        told.report, told.reference, places, proposal(places), stands.force, stands.borough, stands.exit, stands.moves
    )  # fmt: skip


def proposal(places: Places) -> Proposal:
    """What the written rule that is in force today proposes."""
    today = clock.now().astimezone(clock.LONDON).date()
    return triage_rules.propose(places, triage_known.force_rules(), today, places_known.atlas().forces)


_UNANSWERED = "It went to another command unit before it was answered."


def say_where(*, subject: str, report: str, said: Whereabouts, seen: int | None, by: Actor) -> Proposal:
    """An officer says where the victim lives or the suspect was; tells what the written rule proposes now."""
    with on_record("triage.say-where", subject, seen, by, said.reason):
        pk = report_in(subject, report)
        _known(said.victim or triage_rules.UNKNOWN)
        _known(said.suspect or triage_rules.UNKNOWN)
        triage.say_where(report_id=pk, report=report, said=said, by=by)
    return whose(about([pk]))[0].proposal


def decide_whose(*, subject: str, report: str, answer: Belongs, seen: int | None, by: Actor) -> str:
    """An officer decides whose a report is; tells the case that it has now, blank where it has none."""
    with on_record("triage.decide-force", subject, seen, by, answer.reason) as case:
        pk, told, had = report_in(subject, report), told_of(report), had_until(report, by)
        found = whose(about([pk]))[0]
        decided = _decided(answer)
        answered = Answered(decided, found.proposal, found.places)
        triage.decide_force(report_id=pk, report=report, answered=answered, reason=answer.reason, by=by)
        if case is None:
            return keep_here(told, had=had, by=by).case if decided.keeps else ""
        if cases.move(case=case, borough=decided.borough, unit=decided.unit, reason=answer.reason, by=by):
            letters.queue(letters=[_to_the_new_unit(case)], by=by)
            duties.complete_kind(subjects=[case.reference], kind=Duty.BOROUGH_ASKS, reason=_UNANSWERED, by=by)
        return case.reference


def _known(force: str) -> None:
    """Refuse an answer that is none of the list."""
    atlas = places_known.atlas()
    known = {triage_rules.NOT_UK, triage_rules.OTHER_FORCE, triage_rules.UNKNOWN}
    if force not in known | set(atlas.forces):
        raise Refusal("Choose the force from the list.")


def _decided(answer: Belongs) -> Decided:
    """An answer with what follows from it: the crime may be one force's to record, and the victim live in London."""
    atlas = places_known.atlas()
    _known(answer.force)
    if answer.borough and answer.borough not in atlas.boroughs:
        raise Refusal("Choose the borough from the list.")
    lies = atlas.boroughs.get(answer.borough)
    return triage_rules.decided(
        force=answer.force, borough=answer.borough, unit=lies.unit if lies else "",
        borough_force=lies.force if lies else "",
    )  # fmt: skip


def _to_the_new_unit(case: cases.HeldCase) -> NewLetter:
    """The letter that tells a command unit of a case that it has from now on."""
    return NewLetter(
        recipient_kind=RecipientKind.UNIT, recipient=case.unit, subject_kind="case", subject=case.reference,
        template="unit-told", occasion=f"moved:{case.version}",
    )  # fmt: skip


def handed(*, subject: str) -> tuple[tuple[str, WayOut], ...]:
    """The reports of a case, or the one report, that were confirmed to a force which has not closed them; with their exits."""
    found = [
        each
        for each in triage_known.exits(reports_of(subject))
        if triage_rules.open_to_a_force(each.to, each.state)
    ]
    named = reports_known.summaries([each.report for each in found])
    return tuple((named[each.report].reference, each) for each in found)


def only_handed(*, subject: str) -> str:
    """The report that is being handed to a force, where it is one alone."""
    found = handed(subject=subject)
    if not found:
        raise NotNow(f"Nothing of {subject} is being handed to a force. Go back and see whose it is.")
    if len(found) > 1:
        raise Refusal(f"{len(found)} reports of {subject} are being handed to a force. Say which of them.")
    return found[0][0]


def _handing(subject: str, report: str) -> int:
    """The number of a report that is being handed to a force."""
    pk = report_in(subject, report)
    if report not in {each for each, _ in handed(subject=subject)}:
        raise NotNow(f"Nothing of {report} is being handed to a force. Go back and see whose it is.")
    return pk


def acknowledge(*, subject: str, report: str, force_reference: str, seen: int | None, by: Actor) -> None:
    """The receiving force gave its own reference: that alone closes what was handed to it.

    A case with another report that is ours still has its crime to record.
    """
    with on_record("triage.exit-acknowledged", subject, seen, by, force_reference):
        pk = _handing(subject, report)
        triage.acknowledge(report_id=pk, report=report, force_reference=force_reference, by=by)
        ended = f"The receiving force took it under {force_reference.strip()}."
        duties.complete_kind(subjects=[report], kind=Duty.TRANSFER, reason=ended, by=by)
        done = [report] if ours(subject) else [subject, report]
        duties.complete_kind(subjects=done, kind=Duty.RECORDED, reason=ended, by=by)
        tell_news(told=told_of(report), by=by)


def dispute(*, subject: str, report: str, reason: str, seen: int | None, by: Actor) -> None:
    """The receiving force, or somebody of the hub, says that it is not theirs."""
    with on_record("triage.exit-disputed", subject, seen, by, reason):
        pk = _handing(subject, report)
        triage.dispute(report_id=pk, report=report, reason=reason, by=by)


def appealable(*, subject: str) -> tuple[tuple[str, WayOut], ...]:
    """The reports of a case, or the one report, about which an inspector's word may be appealed; with their exits."""
    found = {
        each.report: each.exit
        for each in triage_known.belongs(reports_of(subject))
        if each.exit and triage_rules.may_appeal([move.state for move in each.moves], each.exit.state)
    }
    named = reports_known.summaries(list(found))
    return tuple((named[report].reference, out) for report, out in found.items())


def appeal(*, subject: str, report: str, reason: str, seen: int | None, by: Actor) -> None:
    """Whoever an inspector did not agree with appeals; another inspector hears it, and until then its clock runs."""
    with on_record("triage.exit-appealed", subject, seen, by, reason):
        pk = report_in(subject, report)
        triage.appeal(report_id=pk, report=report, reason=reason, by=by)
        detail = "Appealed: another inspector hears it."
        duties.start(duties=[NewDuty("report", report, Duty.TRANSFER, clock.now(), detail=detail)], by=by)


def settle(*, subject: str, report: str, stays: bool, reason: str, seen: int | None, by: Actor) -> str:
    """An inspector settles a dispute or hears an appeal; tells the case, blank where it goes to the force and has none."""
    with on_record("triage.exit-settled", subject, seen, by, reason):
        pk = _handing(subject, report)
        told, had = told_of(report), had_until(report, by)
        changed = triage.settle(report_id=pk, report=report, stays=stays, reason=reason, by=by)
        if not stays:
            return subject if kind_of(subject) == "case" else ""
        ended = "An inspector settled the dispute: it stays with the hub."
        duties.complete_kind(subjects=[report], kind=Duty.TRANSFER, reason=ended, by=by)
        if changed:
            tell_news(told=told, by=by)
        return keep_here(told, had=had, by=by).case
