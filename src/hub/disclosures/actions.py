"""Recording agreements, and the one gate through which anything leaves."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.disclosures import queries, rules
from hub.disclosures.models import Agreement, Release
from hub.disclosures.terms import Basis, NewAgreement, ReleaseRequest
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def agree(*, items: Sequence[NewAgreement], by: Actor) -> tuple[str, ...]:
    """Record agreements; one that a source only tells of is not live until the person confirms it."""
    permit(by, Permission.RECORD_AGREEMENTS)
    at = clock.now()
    rows = [
        Agreement(
            reference=references.new("A"), subject_kind=each.subject_kind, subject=each.subject,
            organisation=each.organisation[:120], purpose=each.purpose, fields=list(each.fields), given=each.given,
            confirmed=each.confirmed, told_by=each.told_by[:240], wording=each.wording,
            wording_version=each.wording_version, language=each.language[:40], at=at, by=str(by), until=each.until,
        )
        for each in items
    ]  # fmt: skip
    Agreement.objects.bulk_create(rows)
    audit.record(
        [
            Entry(
                Kind.COLLECTION, "disclosures.agree", row.subject_kind, row.subject, str(by),
                {"agreement": row.reference, "given": row.given, "confirmed": row.confirmed},
            )
            for row in rows
        ]
    )  # fmt: skip
    return tuple(row.reference for row in rows)


def confirm(*, agreement: str, fields: Sequence[str], by: Actor) -> str:
    """The person confirms an agreement that somebody told of, and says what may be shared."""
    return _supersede(agreement, given=True, fields=fields, by=by)


def withdraw(*, agreement: str, by: Actor) -> str:
    """The person takes an agreement back; from now on nothing leaves on it."""
    return _supersede(agreement, given=False, fields=(), by=by)


def _supersede(reference: str, *, given: bool, fields: Sequence[str], by: Actor) -> str:
    """A new row in the place of an agreement."""
    permit(by, Permission.RECORD_AGREEMENTS)
    locks.hold("disclosures.agreement", [reference.encode()])
    row = Agreement.objects.filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no agreement {reference}. Check the reference and try again.")
    if Agreement.objects.filter(supersedes=row).exists():
        raise NotNow(f"Agreement {reference} has been replaced by a later one. Nothing was changed.")
    new = Agreement.objects.create(
        reference=references.new("A"), subject_kind=row.subject_kind, subject=row.subject,
        organisation=row.organisation, purpose=row.purpose, fields=list(fields), given=given, confirmed=True,
        told_by=row.told_by, wording=row.wording, wording_version=row.wording_version, language=row.language,
        at=clock.now(), by=str(by), until=row.until, supersedes=row,
    )  # fmt: skip
    action = "disclosures.confirm" if given else "disclosures.withdraw"
    codes = {"agreement": new.reference, "replaces": reference}
    audit.record([Entry(Kind.ALTERATION, action, row.subject_kind, row.subject, str(by), codes)])
    return new.reference


def release(*, requests: Sequence[ReleaseRequest], by: Actor) -> None:
    """Let something leave, or refuse: nothing goes without a live agreement or another recorded basis."""
    permit(by, Permission.RELEASE)
    now = clock.now()
    standing = queries.standing({each.subject for each in requests})
    rows = []
    for each in requests:
        known = standing.get(each.subject, [])
        refusal = rules.why_not(each, known, now)
        if refusal:
            raise Refusal(refusal)
        agreement = rules.covering(each, known, now) if each.basis == Basis.AGREEMENT else None
        rows.append(
            Release(
                reference=references.new("X"), at=now, by=str(by), subject_kind=each.subject_kind,
                subject=each.subject, recipient_kind=each.recipient_kind, recipient=each.recipient,
                purpose=each.purpose, basis=each.basis, agreement_id=agreement.id if agreement else None,
                fields=list(each.fields),
            )
        )  # fmt: skip
    Release.objects.bulk_create(rows)
    audit.record(
        [
            Entry(
                Kind.DISCLOSURE, "disclosures.release", row.subject_kind, row.subject, str(by),
                {"release": row.reference, "basis": row.basis}, recipient=f"{row.recipient_kind}:{row.recipient}",
                reason=each.reason,
            )
            for row, each in zip(rows, requests, strict=True)
        ]
    )  # fmt: skip
