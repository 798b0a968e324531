"""An intelligence submission: written by one, authorised by a supervisor, over on its day; by default there is none."""

from collections.abc import Mapping

from django.db import transaction

from hub.aside import actions as aside
from hub.aside import queries as aside_known
from hub.aside.terms import Given, SubmissionLine
from hub.common.refusals import NotNow
from hub.pathway.keeping import keep_again, let_go, seen, subject_of
from hub.pathway.opening import kind_of, may_work
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor

_WHY = "An intelligence submission that was authorised holds it."


def submit(*, subject: str, given: Given, by: Actor) -> str:
    """Write why identifying data is to be kept; it holds nothing until a supervisor has authorised it."""
    with (
        refusals_recorded(
            action="aside.submit", subject_kind=kind_of(subject), subject=subject,
            typed=list(given.words.values()), by=by,
        ),
        transaction.atomic(),
    ):  # fmt: skip
        permit(by, Permission.SUBMIT_INTELLIGENCE)
        standing = aside_known.original(subject) if aside_known.standing([subject]) else None
        if standing is None:
            may_work(subject=subject, by=by)
        elif not standing.there:
            raise NotNow(f"The original of {subject} was disposed of: nothing is left that could be kept.")
        return aside.submit(subject=subject_of(subject, by), given=given, by=by)


def read(*, submission: str, by: Actor) -> tuple[SubmissionLine, Mapping[str, str]]:
    """A submission with its words; the look is on the record."""
    with (
        refusals_recorded(
            action="aside.read-submission", subject_kind="submission", subject=submission, by=by
        ),
        transaction.atomic(),
    ):
        found, words = aside.read_submission(reference=submission, by=by)
        refuse_shut(found.subject, by=by)
        return found, words


def authorise(*, submission: str, reason: str, by: Actor) -> str:
    """A supervisor lets it hold the posts and accounts; of what was set aside they are kept again. Tells the subject."""
    with (
        refusals_recorded(
            action="aside.submission-authorised", subject_kind="submission", subject=submission, typed=[reason], by=by,
        ),
        transaction.atomic(),
    ):  # fmt: skip
        subject = aside.authorise(reference=submission, reason=reason, by=by)
        refuse_shut(subject, by=by)
        if aside_known.standing([subject]):
            about = subject_of(subject, by)
            keep_again(aside.unsealed(subject=subject, reason=_WHY, by=by), by)
            seen(about)
        return subject


def refuse(*, submission: str, reason: str, by: Actor) -> str:
    """A supervisor refuses it: nothing is held, and its words are destroyed. Tells the subject."""
    with (
        refusals_recorded(
            action="aside.submission-refused",
            subject_kind="submission",
            subject=submission,
            typed=[reason],
            by=by,
        ),
        transaction.atomic(),
    ):
        subject = aside.refuse(reference=submission, reason=reason, by=by)
        refuse_shut(subject, by=by)
        return subject


def end(*, submission: str, reason: str, by: Actor) -> str:
    """A supervisor ends it before its day, and what it held is let go. Tells the subject."""
    with (
        refusals_recorded(
            action="aside.submission-ended",
            subject_kind="submission",
            subject=submission,
            typed=[reason],
            by=by,
        ),
        transaction.atomic(),
    ):
        subject = aside.end(reference=submission, reason=reason, by=by)
        refuse_shut(subject, by=by)
        _let_go(subject, by)
        return subject


def expire_submissions(*, by: Actor) -> int:
    """End every submission whose last day is over, and let go of what it held; tells how many, for all to hear."""
    with refusals_recorded(action="aside.submission-expired", subject_kind="submission", by=by):
        permit(by, Permission.RUN_SYSTEM)
    ended = 0
    for each in aside_known.expired():
        with transaction.atomic():
            subject = aside.expire(submission=each, by=by)
            _let_go(subject, by)
            ended += bool(subject)
    return ended


def _let_go(subject: str, by: Actor) -> None:
    """Let go of what it held of something that is set aside; of anything else nothing changes."""
    if aside_known.standing([subject]):
        about = subject_of(subject, by)
        let_go(about, by)
        seen(about)
