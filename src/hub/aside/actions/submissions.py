"""Intelligence submissions: the one way to keep identifying data of somebody reported for what is not a crime."""

import json
from collections.abc import Mapping

from hub.aside import queries, rules
from hub.aside.models import Submission
from hub.aside.terms import Given, Standing, Subject, SubmissionLine
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.keys.keyring import keyring, seal, unseal
from hub.keys.terms import DataKey
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_ABOUT = b"aside.submission"
_SHORTEST = 20  # letters: a rationale says something
_OPEN = (Standing.SUBMITTED, Standing.AUTHORISED)
_DECIDED = {
    Standing.AUTHORISED: "aside.submission-authorised",
    Standing.REFUSED: "aside.submission-refused",
}
_PARTS = {
    "purpose": "the policing purpose", "necessity": "why it is necessary", "proportionality": "why it is proportionate",
    "risk": "the real risk", "article_10": "what was considered of freedom of expression (Article 10)",
    "told_why": "why the person reported is told, or is not",
}  # fmt: skip


def submit(*, subject: Subject, given: Given, by: Actor) -> str:
    """Write a submission; it holds nothing until a supervisor has authorised it. Tells its reference."""
    permit(by, Permission.SUBMIT_INTELLIGENCE)
    if by.account is None:
        raise Refusal("Sign in at the desk: a submission is written by somebody with an account.")
    _refuse_blank(given)
    latest = rules.latest_expiry(rules.regime_on(queries.regimes(), queries.today()), queries.today())
    if not queries.today() < given.expires_on <= latest:
        raise Refusal(
            f"Choose a day after today and not after {latest:%-d %B %Y}: on it the submission is over."
        )
    locks.hold("aside.submission", [subject.reference.encode()])
    if Submission.objects.filter(subject=subject.reference, state__in=_OPEN).exists():
        raise NotNow(f"There is a submission about {subject.reference} already. Read that one first.")
    plain, key = keyring().new_data_key()
    words = json.dumps(dict(given.words), ensure_ascii=False).encode()
    row = Submission.objects.create(
        reference=references.new("I"), subject_kind=subject.kind, subject=subject.reference, wrapped_key=key.wrapped,
        key_version=key.version, sealed=seal(plain, words, _ABOUT), limb=given.limb, expires_on=given.expires_on,
        told=given.told, state=Standing.SUBMITTED, submitted_by=str(by), submitter_id=by.account,
        submitted_at=clock.now(),
    )  # fmt: skip
    _record(Kind.COLLECTION, "aside.submit", row, by, limb=given.limb.value)
    return row.reference


def _refuse_blank(given: Given) -> None:
    """Every part says something; the blank ones are named at once."""
    missing = [_PARTS[name] for name, text in given.words.items() if len(text.strip()) < _SHORTEST]
    if missing:
        raise Refusal(f"Write a sentence on each of these: {'; '.join(missing)}.")


def read_submission(*, reference: str, by: Actor) -> tuple[SubmissionLine, Mapping[str, str]]:
    """A submission with its words, for those who write or decide them; one that is over has none."""
    permit(by, Permission.SUBMIT_INTELLIGENCE)
    row = _found(reference)
    _record(Kind.CONSULTATION, "aside.read-submission", row, by)
    words: dict[str, str] = {}
    if row.state in _OPEN:
        key = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
        words = json.loads(unseal(key, bytes(row.sealed), _ABOUT))
    return queries.line(row), words


def authorise(*, reference: str, reason: str, by: Actor) -> str:
    """A supervisor who did not write it lets a submission hold what it is about; tells that."""
    return _decide(reference, Standing.AUTHORISED, reason, by)


def refuse(*, reference: str, reason: str, by: Actor) -> str:
    """A supervisor refuses a submission: its words are destroyed."""
    return _decide(reference, Standing.REFUSED, reason, by)


def _decide(reference: str, state: Standing, reason: str, by: Actor) -> str:
    """A supervisor's word on a submission."""
    permit(by, Permission.AUTHORISE_INTELLIGENCE)
    if by.account is None:
        raise Refusal("Sign in at the desk: a submission is authorised by somebody with an account.")
    if not reason.strip():
        raise Refusal("Say why: a submission is authorised or refused with a reason.")
    row = _found(reference)
    if row.submitter_id == by.account:
        raise NotPermitted("You wrote this submission. Another supervisor has to decide it.")
    row.decided_by, row.supervisor_id, row.decided_at = str(by), by.account, clock.now()
    _move(row, state)
    _record(Kind.ALTERATION, _DECIDED[state], row, by, reason=reason)
    return row.subject


def end(*, reference: str, reason: str, by: Actor) -> str:
    """A supervisor ends an authorised submission before its day; tells what it was about."""
    permit(by, Permission.AUTHORISE_INTELLIGENCE)
    if not reason.strip():
        raise Refusal("Say why: a submission is ended with a reason.")
    row = _found(reference)
    _move(row, Standing.ENDED)
    _record(Kind.ERASURE, "aside.submission-ended", row, by, reason=reason)
    return row.subject


def expire(*, submission: int, by: Actor) -> str:
    """End a submission whose last day is over; tells what it held, blank where it was over before."""
    permit(by, Permission.RUN_SYSTEM)
    rows = Submission.objects.select_for_update().filter(pk=submission, expires_on__lt=queries.today())
    row = rows.filter(state__in=_OPEN).first()
    if row is None:
        return ""
    _move(row, Standing.EXPIRED)
    _record(Kind.ERASURE, "aside.submission-expired", row, by)
    return row.subject


def _found(reference: str) -> Submission:
    """A submission, held until this is done."""
    row = Submission.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotFound(f"There is no submission {reference}. Check the reference and try again.")
    return row


def _move(row: Submission, state: Standing) -> None:
    """The one function that moves a submission; when it is over its words and key are destroyed."""
    if state not in rules.SUBMISSION_MOVES[Standing(row.state)]:
        raise NotNow(f"Submission {row.reference} is {Standing(row.state).label}. Nothing was changed.")
    row.state = state
    if state not in _OPEN:
        row.wrapped_key, row.sealed, row.ended_at = b"", b"", clock.now()
    row.save()


def _record(kind: Kind, action: str, row: Submission, by: Actor, reason: str = "", **codes: str) -> None:
    """One line of the record."""
    entry = Entry(
        kind,
        action,
        row.subject_kind,
        row.subject,
        str(by),
        {"submission": row.reference, **codes},
        reason=reason,
    )
    audit.record([entry])
