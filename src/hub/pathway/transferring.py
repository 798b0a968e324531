"""A report is handed to another force: everything that it needs, to be written down once and under its marking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.common import clock
from hub.common.refusals import Refusal
from hub.content import queries as content_known
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import Basis, ReleaseRequest
from hub.duties import queries as duties_known
from hub.identities import actions as identities
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.pathway.afterwards import refuse_aside, told_of
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries as places_known
from hub.queue import actions as queue
from hub.reports.queries import Told
from hub.triage import actions as triage
from hub.triage import queries as triage_known

MARKING = "OFFICIAL-SENSITIVE"
PURPOSE = "transfer"
_FROM = "Online Hate Crime Hub, Metropolitan Police Service"
_FIELDS = ("as-told", "people", "posts", "perceptions", "decisions", "later-facts", "duties")


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
        force = triage.send(report_id=told.summary.id, report=report, reason=reason, by=by)
        request = ReleaseRequest(
            "report", report, "force", force, PURPOSE, Basis.ANOTHER_FORCE, _FIELDS, reason
        )
        disclosures.release(requests=[request], by=by)
        contents = _contents(told, force, reason, clock.now(), by)
        letters.queue(letters=[_waits(report, force)], by=by)
        queue.refresh(reports=[report])
        return Package(report, force, contents)


def _waits(report: str, force: str) -> NewLetter:
    """The message to the force: a reference, and nothing else."""
    return NewLetter(
        recipient_kind=RecipientKind.FORCE, recipient=force, subject_kind="report", subject=report,
        template="package-waits", occasion=f"package:{clock.now():%Y%m%d%H%M%S%f}",
    )  # fmt: skip


def _contents(told: Told, force: str, reason: str, at: datetime, by: Actor) -> dict[str, Any]:
    """Everything of this one report, and nothing of any other."""
    summary, report = told.summary, told.summary.reference
    return {
        "protective_marking": MARKING,
        "reference": report,
        "from": _FROM,
        "to": places_known.atlas().forces[force],
        "released_at": at.isoformat(timespec="seconds"),
        "basis": str(Basis.ANOTHER_FORCE.label),
        "why": reason.strip(),
        "answer_with": "your own reference, or why it is not yours; until then the hub looks after the victim",
        "reported_at": summary.reported_at.isoformat(timespec="seconds"),
        "received_at": summary.received_at.isoformat(timespec="seconds"),
        "channel": summary.channel,
        "reported_by": summary.reporter_role or "not said",
        "as_told": dict(identities.original(telling=told.sealed, subject=report, reason=reason, by=by)),
        "people": _people(told, reason, by),
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
        "duties": [
            {"duty": each.title, "state": each.state.value, "due_at": each.due_at.isoformat(timespec="seconds"),
             "because": each.ended_because}
            for each in duties_known.of_subjects([report])
        ],
    }  # fmt: skip


def _people(told: Told, reason: str, by: Actor) -> list[dict[str, Any]]:
    """Who told it and who is the victim, with what is safe for them; each look is on the record."""
    roles: dict[int, list[str]] = {}
    for role, person in sorted(told.parties.items()):
        roles.setdefault(person, []).append(role)
    found = []
    for person, parts in roles.items():
        who = identities.identity(person=person, subject=told.summary.reference, reason=reason, by=by)
        found.append(
            {"parts": parts, "name": who.name, "birth_date": who.birth_date, "e-mail": who.email, "telephone": who.phone,
             "safe_to_contact": who.safe or "nobody asked"}
        )  # fmt: skip
    return found


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
