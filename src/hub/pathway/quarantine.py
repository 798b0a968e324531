"""Quarantine: what is sexual, or shows a child, is opened by nobody; the dedicated unit is told and gives its word."""

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.common.refusals import NotFound
from hub.evidence import actions as evidence
from hub.evidence import queries as evidence_known
from hub.evidence.terms import Exhibit, Opened, State
from hub.pathway.dedicated import tell
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor


def put_in(*, exhibit: str, reason: str, by: Actor, case: str = "") -> None:
    """A file that is sexual, or shows a child, goes into quarantine wherever it is kept, and the dedicated unit is told."""
    with (
        refusals_recorded(
            action="evidence.quarantine", subject_kind="exhibit", subject=exhibit, typed=[reason], by=by
        ),
        transaction.atomic(durable=True),
    ):
        permit(by, Permission.QUARANTINE_EVIDENCE)
        found = evidence_known.exhibit(exhibit)
        if found is None or case not in {"", found.subject}:
            raise NotFound(f"There is no exhibit {exhibit}. Check the reference and try again.")
        stands = cases_known.stands(found.subject)
        permit_unit(by, Permission.READ_CASES, stands.unit if stands else "")
        refuse_shut(found.subject, by=by)
        cases.changed(cases=evidence_known.holding(found.sha256))  # held first, as everywhere
        tell(evidence.quarantine(exhibit=exhibit, reason=reason, by=by), exhibit, by)


def waiting(*, after: int, by: Actor) -> tuple[tuple[Exhibit, ...], int]:
    """What waits for the dedicated unit's word, a page at a time; the look is on record."""
    with (
        refusals_recorded(
            action="evidence.read-quarantine", subject_kind="vault", subject="quarantine", by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.ANSWER_FOR_QUARANTINE)
        audit.record([Entry(Kind.CONSULTATION, "evidence.read-quarantine", "vault", "quarantine", str(by))])
        return evidence_known.quarantined(after=after)


def one(*, exhibit: str, by: Actor) -> Exhibit:
    """One file that waits for the dedicated unit's word; the look is on record."""
    with (
        refusals_recorded(action="evidence.read-quarantine", subject_kind="exhibit", subject=exhibit, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.ANSWER_FOR_QUARANTINE)
        found = evidence_known.exhibit(exhibit)
        if found is None or found.state != State.QUARANTINED:
            raise NotFound(f"{exhibit} is not in quarantine. Go back to what is.")
        audit.record([Entry(Kind.CONSULTATION, "evidence.read-quarantine", "exhibit", exhibit, str(by))])
        return found


def take_over(*, exhibit: str, reason: str, by: Actor) -> Opened:
    """The dedicated unit takes a file over exactly as it came, on a machine of its own."""
    with (
        refusals_recorded(
            action="evidence.take-over", subject_kind="exhibit", subject=exhibit, typed=[reason], by=by
        ),
        transaction.atomic(durable=True),
    ):
        permit(by, Permission.ANSWER_FOR_QUARANTINE)
        return evidence.take_over(exhibit=exhibit, reason=reason, by=by)


def release(*, exhibit: str, reason: str, by: Actor) -> None:
    """The dedicated unit's word that it is nothing of theirs, wherever it is kept: it is scanned, and stands as any other file."""
    with (
        refusals_recorded(
            action="evidence.release", subject_kind="exhibit", subject=exhibit, typed=[reason], by=by
        ),
        transaction.atomic(durable=True),
    ):
        permit(by, Permission.ANSWER_FOR_QUARANTINE)
        cases.changed(cases=_holding(exhibit))
        evidence.release(exhibit=exhibit, reason=reason, by=by)


def destroy(*, exhibit: str, reason: str, by: Actor) -> None:
    """The dedicated unit's word that the hub keeps it no more: nobody ever opens it again."""
    with (
        refusals_recorded(
            action="evidence.destroy-quarantined", subject_kind="exhibit", subject=exhibit, typed=[reason], by=by
        ),
        transaction.atomic(durable=True),
    ):  # fmt: skip
        permit(by, Permission.ANSWER_FOR_QUARANTINE)
        cases.changed(cases=_of(exhibit))
        evidence.destroy_quarantined(exhibit=exhibit, reason=reason, by=by)


def _holding(exhibit: str) -> set[str]:
    """The cases and reports that hold the same bytes as an exhibit."""
    found = evidence_known.exhibit(exhibit)
    return set(evidence_known.holding(found.sha256)) if found else set()


def _of(exhibit: str) -> set[str]:
    """The case or report that an exhibit is of."""
    found = evidence_known.exhibit(exhibit)
    return {found.subject} if found else set()
