"""A report is handed to another force: everything that it needs, to be written down once and under its marking."""

import io
import json
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.cases import queries as cases_known
from hub.common import clock
from hub.common.refusals import Refusal
from hub.content import queries as content_known
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import Basis, ReleaseRequest
from hub.duties import queries as duties_known
from hub.evidence import queries as evidence_known
from hub.identities import actions as identities
from hub.identities.terms import Identity
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway.afterwards import refuse_aside, told_of
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries as places_known
from hub.queue import actions as queue
from hub.reports import queries as reports_known
from hub.reports.queries import Told
from hub.triage import actions as triage
from hub.triage import queries as triage_known
from hub.triage import rules as triage_rules

# Whatever the desk is marked: this holds who somebody is and what was done to them, and it leaves the hub.
MARKING = "OFFICIAL-SENSITIVE"
PURPOSE = "transfer"
_FROM = "Online Hate Crime Hub, Metropolitan Police Service"
_FIELDS = ("as-told", "people", "posts", "perceptions", "decisions", "later-facts", "duties", "files")


@dataclass(frozen=True, slots=True)
class Package:
    """What goes to the receiving force."""

    report: str
    force: str
    contents: Mapping[str, Any]


def transfer(*, report: str, reason: str, by: Actor) -> Package:
    """Compose the package of a report for the force that an officer confirmed; it is released, and the force is told.

    The message to the force only says that a package waits under this reference.
    """
    with (
        refusals_recorded(
            action="triage.exit-sent", subject_kind="report", subject=report, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.RELEASE)
        if not reason.strip():
            raise Refusal("Say why the receiving force needs this: it is kept with what is released.")
        told = told_of(report)
        refuse_aside(told)
        refuse_shut(*_where(told), by=by)
        force = triage.send(report_id=told.summary.id, report=report, reason=reason, by=by)
        request = ReleaseRequest(
            "report", report, "force", force, PURPOSE, Basis.ANOTHER_FORCE, _FIELDS, reason
        )
        disclosures.release(requests=[request], by=by)
        contents = _contents(told, force, reason, clock.now(), by)
        letters.queue(letters=[_waits(report, force)], by=by)
        queue.refresh(reports=[report])
        return Package(report, force, contents)


def _where(told: Told) -> tuple[str, ...]:
    """The report, and the case that it is in."""
    placed = cases_known.of_reports([told.summary.id])
    return (told.summary.reference, *(each.case for each in placed.values()))


def _waits(report: str, force: str) -> NewLetter:
    """The message to the force: a reference, and nothing else."""
    return NewLetter(
        recipient_kind=RecipientKind.FORCE, recipient=force, subject_kind="report", subject=report,
        template="package-waits", occasion=f"package:{clock.now():%Y%m%d%H%M%S%f}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody of this report: the parts that they play, who they are, and which of their contacts is safe to use."""

    parts: Sequence[str]
    who: Identity
    safe: str


def _contents(told: Told, force: str, reason: str, at: datetime, by: Actor) -> dict[str, Any]:
    """Everything of this one report, and nothing of any other; no contact that is not safe, wherever it stands."""
    report = told.summary.reference
    tellings = [
        dict(identities.original(telling=each, subject=report, reason=reason, by=by))
        for each in reports_known.sealed_of(told.summary.id)
    ]
    people = _people(told, tellings, reason, by)
    whole = _whole(told, tellings, people)
    head = {
        "protective_marking": MARKING, "reference": report, "from": _FROM, "to": places_known.atlas().forces[force],
        "released_at": at.isoformat(timespec="seconds"), "basis": str(Basis.ANOTHER_FORCE.label), "why": reason.strip(),
        "answer_with": "your own reference, or why it is not yours; until then the hub looks after the victim",
    }  # fmt: skip
    return {**head, **triage_rules.without(whole, _left_out(tellings, people))}


def _left_out(tellings: Sequence[Mapping[str, str]], people: Collection[_Person]) -> frozenset[str]:
    """Every contact that somebody said is not safe, as it is on record and as it was told."""
    phones, emails = triage_rules.contacts_of(tellings)
    on_record = (triage_rules.left_out(each.safe, [each.who.phone], [each.who.email]) for each in people)
    told = (triage_rules.left_out(each.safe, phones, emails) for each in people if "reporter" in each.parts)
    return frozenset().union(*on_record, *told)


def _whole(told: Told, tellings: Sequence[Mapping[str, str]], people: Sequence[_Person]) -> dict[str, Any]:
    """What is on record of a report, part by part."""
    summary = told.summary
    return {
        "reported_at": summary.reported_at.isoformat(timespec="seconds"),
        "received_at": summary.received_at.isoformat(timespec="seconds"),
        "channel": summary.channel,
        "reported_by": summary.reporter_role or "not said",
        "as_told": tellings,
        "people": [_person(each) for each in people],
        "perceptions": list(told.perceptions),
        "posts": [
            {
                "reference": each.reference, "platform": each.platform, "address": each.url, "words": each.text,
                "posted_at": each.posted_at.isoformat(timespec="seconds") if each.posted_at else "",
            }
            for each in content_known.items(told.items)
        ],
        "decisions": [
            {"question": each.question, "answer": each.answer, "because": each.reason, "rule": each.rule,
             "by": each.by, "at": each.at.isoformat(timespec="seconds")}
            for each in triage_known.ledger(summary.id)
        ],
        "later_facts": [
            {"at": when.isoformat(timespec="seconds"), "kind": kind, "text": text}
            for when, kind, text, _ in told.additions
        ],
        "duties": _duties(summary.id, summary.reference),
        "files": _files(summary.id),
    }  # fmt: skip


def _duties(pk: int, report: str) -> list[dict[str, str]]:
    """What is owed in this report and in its case; why one of a case of several ended may tell of another report."""
    placed = cases_known.of_reports([pk]).get(pk)
    case = cases_known.case(placed.case) if placed else None
    alone = case is None or len(case.reports) == 1
    return [
        {"duty": each.title, "state": each.state.value, "due_at": each.due_at.isoformat(timespec="seconds"),
         "because": each.ended_because if alone or each.subject == report else ""}
        for each in duties_known.of_subjects([report, *([placed.case] if placed else [])])
    ]  # fmt: skip


def _files(pk: int) -> list[dict[str, str]]:
    """The files of its case, where it has no other report, by what proves each; they are taken out one by one, for a reason."""
    placed = cases_known.of_reports([pk]).get(pk)
    case = cases_known.case(placed.case) if placed else None
    if case is None or len(case.reports) > 1:
        return []
    found = evidence_known.every(case.line.reference)
    return [
        {"exhibit": each.reference, "type": each.media_type, "bytes": str(each.size), "sha-256": each.sha256, "stands": str(each.state.label),
         "received_at": each.received_at.isoformat(timespec="seconds")}
        for each in found
    ]  # fmt: skip


def _people(told: Told, tellings: Sequence[Mapping[str, str]], reason: str, by: Actor) -> list[_Person]:
    """Who told it and who is the victim, with what is safe for them now; each look is on the record."""
    roles: dict[int, list[str]] = {}
    for role, person in sorted(told.parties.items()):
        roles.setdefault(person, []).append(role)
    ways = identities.safe_to_write(persons=list(roles), by=by) if roles else {}
    found = []
    for person, parts in roles.items():
        who = identities.identity(person=person, subject=told.summary.reference, reason=reason, by=by)
        said = tellings if "reporter" in parts else ()
        found.append(_Person(parts, who, triage_rules.safe_for(ways.get(person, who.safe), said)))
    return found


def _person(one: _Person) -> dict[str, Any]:
    """Somebody of this report, as the receiving force needs them."""
    who = one.who
    told = {"reporter_phone": who.phone, "reporter_email": who.email}
    return {
        "parts": one.parts, "name": who.name, "birth_date": who.birth_date, "e-mail": who.email, "telephone": who.phone,
        "safe_to_contact": one.safe or "nobody asked", "how_to_reach": triage_rules.reach(told, one.safe),
    }  # fmt: skip


def archived(package: Package) -> bytes:
    """Both files of a package in one archive, named by its reference."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{package.report}.json", as_json(package))
        archive.writestr(f"{package.report}.txt", readable(package))
    return held.getvalue()


def as_json(package: Package) -> str:
    """A package for another system."""
    return json.dumps(package.contents, ensure_ascii=False, indent=2) + "\n"


def readable(package: Package) -> str:
    """The same for whoever reads it, under its marking above and below."""
    lines = [MARKING, "", f"{package.report}, for {package.contents['to']}", ""]
    for name, told in package.contents.items():
        lines += _readable(name.replace("_", " "), told)
    return "\n".join([*lines, "", MARKING, ""])


def _readable(name: str, told: Any) -> list[str]:
    """One part of a package in lines."""
    title = f"{name[:1].upper()}{name[1:]}"
    if isinstance(told, str):
        return [f"{title}: {told}"]
    parts = [told] if isinstance(told, dict) else list(told)
    lines = ["", title, "-" * len(title)] + ([] if parts else ["none"])
    for each in parts:
        if isinstance(each, dict):
            lines += [
                f"  {key}: {', '.join(text) if isinstance(text, list) else text}"
                for key, text in each.items()
                if text
            ]
            lines.append("")
        else:
            lines.append(f"  {each}")
    return lines
