"""One case or report told step by step, as data that the command line prints."""

from typing import Any

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases
from hub.cases.terms import CaseView
from hub.common import clock
from hub.common.refusals import NotFound
from hub.content import queries as content
from hub.disclosures import queries as disclosures
from hub.duties import queries as duties
from hub.duties.terms import Due
from hub.evidence import queries as evidence
from hub.identities import actions as identities
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports import queries as reports
from hub.reports.queries import Told
from hub.support import queries as support
from hub.triage import queries as triage
from hub.triage.terms.deciding import Decided


def story_of_case(case: CaseView, *, people: bool, reason: str, by: Actor) -> dict[str, Any]:
    """A case: who holds it, its reports one after the other, what is due and what may belong to it."""
    _consulted("case", case.line.reference, reason, by)
    summaries = reports.summaries([pk for pk, _ in case.reports])
    line, atlas = case.line, places.atlas()
    unit = atlas.units[line.unit].name if line.unit else ""
    story: dict[str, Any] = {
        "case": {
            "reference": line.reference, "about": case.about, "state": line.state,
            "borough": atlas.boroughs[line.borough].name if line.borough else "not known",
            "unit": f"{line.unit} {unit}" if unit else "the hub", "opened": clock.in_london(line.received_at),
        }
    }  # fmt: skip
    for number, (pk, how) in enumerate(case.reports, start=1):
        reference = summaries[pk].reference
        told = story_of_report(reference, people=people, reason=reason, by=by)
        del told["told"]["case"]  # it is this one
        story[f"report_{number}_{how}"] = _flat(told)
    subjects = [line.reference, *(summaries[pk].reference for pk, _ in case.reports)]
    story |= _come_to(line.reference)
    story["duties"] = [_duty(each) for each in duties.of_subjects(subjects)]
    story["files"] = [
        {
            "exhibit": each.reference,
            "type": each.media_type,
            "bytes": str(each.size),
            "stands": str(each.state.label),
        }
        for each in evidence.every(line.reference)
    ]
    story["may_belong_together"] = [{"case": other, "because": basis} for other, basis in case.suggestions]
    return story


def _come_to(case: str) -> dict[str, Any]:
    """What was decided and by whom, which offences are chosen until when, and what came of it."""
    found, today = cases.whole(case), clock.now().astimezone(clock.LONDON).date()
    return {
        "decided_whether_a_crime": [
            {
                "decision": each.answer.value, "reason": each.reason, "considered": "; ".join(each.considered), "by": each.by,
                "at": clock.in_london(each.at), "second_check": _check(each),
            }
            for each in triage.crime_decisions([case])[case]
        ],
        "offences": [
            {
                "offence": each.chosen.offence, "aggravated_by": ", ".join(each.chosen.strands),
                "first_sent": each.chosen.first_sent, "basis": cases.limit_of(each.chosen, today).basis,
            }
            for each in (found.chosen if found else ())
        ],
        "outcomes": [
            {"outcome": each.number or "taken up again", "reason": each.reason, "by": each.by, "at": clock.in_london(each.at)}
            for each in (found.outcomes if found else ())
        ],
    }  # fmt: skip


def _check(decided: Decided) -> str:
    """How the second check of a decision stands."""
    if decided.checked:
        return f"{'shared' if decided.checked.agrees else 'not shared'} by {decided.checked.by}: {decided.checked.reason}"
    return f"waits, because {' and '.join(decided.check)}" if decided.waits else "not asked for"


def _consulted(kind: str, reference: str, reason: str, by: Actor) -> None:
    """Record that somebody reads this, before it is shown (DPA 2018 s.62)."""
    audit.record([Entry(Kind.CONSULTATION, f"{kind}s.read", kind, reference, str(by), reason=reason.strip())])


def _flat(story: dict[str, Any]) -> list[Any]:
    """A report's story as the lines of a case's."""
    return [line for lines in story.values() for line in (lines if isinstance(lines, list) else [lines])]


def story_of_report(reference: str, *, people: bool, reason: str, by: Actor) -> dict[str, Any]:
    """A report: what was told, what the machine answered and why, what was offered, who it is about where allowed."""
    told = reports.told(reference)
    if told is None:
        raise NotFound(f"There is no report {reference}. Check the reference and try again.")
    _consulted("report", reference, reason, by)
    standing = triage.standing([told.summary.id])[told.summary.id]
    placed = cases.of_reports([told.summary.id]).get(told.summary.id)
    story: dict[str, Any] = {
        "told": {**_told(told), "case": placed.case if placed else ""},
        "words": told.what_happened,
        "content": [
            {"item": each.reference, "platform": each.platform, "url": each.url}
            for each in content.items(told.items)
        ],
        "decided": [
            {"question": each.question, "answer": each.answer, "because": each.reason, "rule": each.rule}
            for each in triage.ledger(told.summary.id)
        ],
        "exit": {"to": standing.exit, "state": standing.exit_state, "because": standing.exit_reason}
        if standing.exit
        else [],
        "offered": [
            {"service": each.name, "because": " ".join(reasons)}
            for each, reasons in support.offers(told.summary.id)
        ],
        "agreements": [
            {
                "organisation": each.organisation,
                "wording": each.told_by,
                "confirmed": "yes" if each.confirmed else "not yet",
            }
            for each in disclosures.standing([reference]).get(reference, [])
        ],
        "added": [
            {"at": clock.in_london(at), "kind": kind, "text": text, "by": who}
            for at, kind, text, who in told.additions
        ],
        "sent_again": [
            {"at": clock.in_london(at), "differs_in": ", ".join(columns)} for at, columns in told.resends
        ],
    }
    if people:
        story["people"] = [
            {"role": role, **_person(person, reference, reason, by)} for role, person in told.parties.items()
        ]
    return story


def _told(told: Told) -> dict[str, Any]:
    """A report in a line."""
    summary = told.summary
    return {
        "reference": summary.reference, "source": summary.source, "channel": summary.channel,
        "by": summary.reporter_role or "not said", "anonymous": "yes" if summary.anonymous else "",
        "historic": "yes" if summary.historic else "", "reported": clock.in_london(summary.reported_at),
        "received": clock.in_london(summary.received_at), "perceived": ", ".join(told.perceptions) or "not said",
        "disagreements": told.disagreements or "", "noted": "; ".join(told.notes),
        "unknown_columns": ", ".join(told.unknown_columns),
    }  # fmt: skip


def _person(person: int, report: str, reason: str, by: Actor) -> dict[str, str]:
    """Who somebody is, opened for a reason."""
    found = identities.identity(person=person, subject=report, reason=reason, by=by)
    return {
        "name": found.name, "born": found.birth_date, "e-mail": found.email, "telephone": found.phone,
        "safe": found.safe or "nobody asked",
    }  # fmt: skip


def _duty(due: Due) -> dict[str, str]:
    """A duty in a line."""
    return {
        "duty": due.title, "state": "overdue" if due.overdue else due.state.value, "due": clock.in_london(due.due_at),
        "basis": due.basis, "because": due.ended_because, "detail": due.detail, "reference": due.reference,
        "historic": "yes" if due.historic else "",
    }  # fmt: skip
