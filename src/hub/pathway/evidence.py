"""Files of a case: kept in the vault exactly as they came, taken out for a reason, and examined."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.evidence import actions as evidence
from hub.evidence import adapters
from hub.evidence import queries as evidence_known
from hub.evidence.terms import (
    Damaged,
    Examined,
    Exhibit,
    Failed,
    Kept,
    NewExhibit,
    Opened,
    Source,
    State,
    Trouble,
)
from hub.pathway.dedicated import tell
from hub.pathway.found import Found
from hub.pathway.opening import refuse_set_aside
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import refuse_shut
from hub.people import queries as people
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor, Role

_AT_ONCE = 50
_PAGE = 1_000


def collect(*, case: str, source: Source, reason: str, by: Actor, flagged: bool = False) -> Kept:
    """Keep a file in a case exactly as it came; it is received once the vault has read back what it sealed.

    Flagged is what is said to be sexual, or to show a child: it goes straight into quarantine.
    """
    with refusals_recorded(
        action="evidence.collect", subject_kind="case", subject=case, typed=[reason], by=by
    ):
        permit(by, Permission.ADD_EVIDENCE)
        _refuse(case, by)
        if not reason.strip():
            raise Refusal("Say why this is kept, and where it comes from: it stands in its custody.")
        sealed = evidence.seal(source=source, by=by)
        try:
            kept = _receive(NewExhibit("case", case, sealed, reason, flagged=flagged), by)
        except BaseException:
            evidence.drop(sealed=sealed, by=by)
            raise
        if kept.again:
            evidence.drop(sealed=sealed, by=by)
        return kept


def _receive(new: NewExhibit, by: Actor) -> Kept:
    """What was sealed is an exhibit of its case from now on; where the same bytes lie there damaged, it takes their place."""
    case = new.subject
    known = evidence_known.same_bytes(case, new.sealed.sha256)
    damaged = bool(known and evidence.prove(exhibit=known.reference, by=by))
    with transaction.atomic(durable=True):
        cases.hold(case=case, seen=None)
        _refuse(case, by)  # it may have been set aside while the file was read
        (kept,) = evidence.keep(exhibits=[replace(new, mends=damaged)], by=by)
        cases.changed(cases=[case])
        if kept.state == State.QUARANTINED and not (known and known.state == State.QUARANTINED):
            tell([case], kept.exhibit, by)
        return kept


def _refuse(case: str, by: Actor) -> None:
    """Only a case that is there, of one's own command unit, and not set aside, takes files or gives them."""
    found = cases_known.stands(case)
    if found is None:
        raise NotFound(f"There is no case {case}. Check the reference and try again.")
    permit_unit(by, Permission.READ_CASES, found.unit)
    refuse_shut(case, by=by)
    refuse_set_aside(case)


def of_case(*, case: str, after: int, by: Actor, reason: str = "") -> tuple[tuple[Exhibit, ...], int]:
    """The exhibits of a case, a page at a time, and after which the next page begins; the look is on record."""
    with (
        refusals_recorded(action="evidence.read", subject_kind="case", subject=case, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.READ_CASES)
        _refuse(case, by)
        audit.record([Entry(Kind.CONSULTATION, "evidence.read", "case", case, str(by), reason=reason)])
        return evidence_known.of_subjects([case], after=after)


def take_out(*, exhibit: str, reason: str, by: Actor) -> Opened:
    """Take an exhibit out exactly as it came, for a reason: read to its end first, so that nothing else ever leaves."""
    return _taken_out(exhibit, "", reason, by)


def take_out_of(*, case: str, exhibit: str, reason: str, by: Actor) -> Opened:
    """Take a file of a case out for whoever works on it: one that was looked through, and in which nothing was found."""
    return _taken_out(exhibit, case, reason, by)


def _taken_out(exhibit: str, case: str, reason: str, by: Actor) -> Opened:
    """Take an exhibit out; of a case, only what is clean. That it leaves is on record before its first byte does."""
    with refusals_recorded(
        action="evidence.export", subject_kind="exhibit", subject=exhibit, typed=[reason], by=by
    ):
        permit(by, Permission.EXPORT_EVIDENCE)
        if not reason.strip():
            raise Refusal("Say why this is taken out: it stands in its custody.")
        found = evidence_known.exhibit(exhibit)
        if found is None or case not in {"", found.subject}:
            raise NotFound(
                f"There is no exhibit {exhibit}{f' in {case}' if case else ''}. Check the reference and try again."
            )
        _refuse(found.subject, by)
        wrong = evidence.prove(exhibit=exhibit, by=by)
        if wrong:
            raise Damaged(
                f"{wrong} Nothing was taken out; run `hub evidence verify --all` and tell whoever runs the hub."
            )
        with transaction.atomic(durable=True):
            cases.hold(case=found.subject, seen=None)
            _refuse(found.subject, by)  # it may have been set aside while the file was read
            return evidence.export(exhibit=exhibit, reason=reason, clean=bool(case), by=by)


def scan(*, exhibit: int, by: Actor) -> None:
    """Have an exhibit looked through for malware, and keep what was found, or why it waits."""
    with refusals_recorded(action="evidence.scan", subject_kind="exhibit", by=by):
        permit(by, Permission.RUN_SYSTEM)
    found = evidence.look(exhibit=exhibit, by=by)
    if found is not None:
        with transaction.atomic():
            evidence.settle_scan(exhibit=exhibit, scanned=found, by=by)


def scan_again(*, by: Actor) -> int:
    """Have what was not looked through in time looked through, where a scanner is set; tells how many."""
    with refusals_recorded(action="evidence.scan", subject_kind="exhibit", by=by), transaction.atomic():
        permit(by, Permission.RUN_SYSTEM)
        return evidence.ask_to_scan(exhibits=evidence_known.to_scan(at=clock.now()), by=by)


def remove_destroyed(*, by: Actor) -> int:
    """Remove from the vault what has no key any more; tells how many."""
    with refusals_recorded(action="evidence.remove", subject_kind="vault", by=by):
        permit(by, Permission.RUN_SYSTEM)
    gone, after = 0, 0
    while page := evidence_known.to_remove(after):
        for each in page:
            with transaction.atomic():
                gone += evidence.remove_destroyed(exhibit=each, by=by)
        after = page[-1]
    evidence.clear_unfinished(before=clock.now() - _LATE, by=by)
    return gone


def unnamed() -> int:
    """How many objects of the vault no exhibit names: of a collection that was killed, or of a database that was restored."""
    names = (name for name, _ in adapters.store().names())
    found = 0
    while page := list(islice(names, _PAGE)):
        found += len(evidence_known.unnamed(page))
    return found


_LATE = timedelta(days=1)
_LEAST_FREE = 2 * 1024**3  # bytes
_MEND = "Whoever runs the hub sets it: docs/operating/settings.md."


def of_files() -> list[Found]:
    """Whether files can be kept, and are looked through for malware in time."""
    return [*_of_bucket(), *_of_room(), *_of_scans(), *_of_quarantine()]


def _of_bucket() -> list[Found]:
    """Whether the bucket can be written to, and holds what it is given."""
    trouble = adapters.bucket_trouble()
    if trouble is None:
        return []
    if trouble:
        return [Found("bucket", f"{trouble}: no file is kept until it is put right", wrong=True)]
    return [Found("bucket", f"{settings.HUB_S3_BUCKET} answers, and locks what it holds")]


def _of_room() -> list[Found]:
    """Whether there is room in a vault that lies elsewhere than the rest."""
    place = next(each for each in (settings.HUB_VAULT, *settings.HUB_VAULT.parents) if each.exists())
    if place.is_relative_to(settings.HUB_HOME):
        return []
    free = shutil.disk_usage(place).free
    words = f"{free / 1024**3:,.1f} GB free where files are kept"
    if free < _LEAST_FREE:
        return [Found("vault", f"{words}: make room, or files can soon not be kept", wrong=True)]
    return [Found("vault", words)]


def _of_scans() -> list[Found]:
    """Whether files are looked through for malware in time."""
    waiting = evidence_known.unscanned(before=clock.now() - _LATE)
    if not settings.HUB_CLAMD:
        words = "HUB_CLAMD is not set: no file is looked through for malware"
        means = "Whoever opens a file that somebody sent in may open malware."
        return [Found("files", words, advice=True, means=means, mend=_MEND)]
    if waiting:
        why = ", ".join(f"{count:,} because {_why(trouble)}" for trouble, count in waiting.items())
        words = f"not looked through for malware within a day: {why}"
        means = "Whoever works on a case waits for what was sent in."
        return [Found("files", words, advice=True, means=means, mend=_MEND)]
    return [Found("files", "looked through for malware in time")]


def _of_quarantine() -> list[Found]:
    """Whether somebody is told of what is in quarantine, and whether its key lies apart."""
    found = []
    if not people.working(roles=[Role.DEDICATED_UNIT]):
        waiting = evidence_known.count_quarantined()
        words = f"nobody of the dedicated unit has an account; {waiting:,} in quarantine"
        means = "What is sexual, or shows a child, waits for a word that nobody can give."
        mend = "An administrator invites a colleague of the dedicated unit."
        found.append(Found("quarantine", words, advice=True, means=means, mend=mend))
    if settings.HUB_QUARANTINE_KEYS.is_relative_to(settings.HUB_HOME) and not settings.HUB_LOCAL:
        words = "its key lies in HUB_HOME, beside everything else"
        means = "Whoever runs the hub can open what only the dedicated unit should."
        found.append(Found("key of the quarantine", words, advice=True, means=means, mend=_MEND))
    return found


def _why(trouble: str) -> str:
    """Why files wait."""
    return str(Trouble(trouble).label) if trouble else "no worker came to it"


def examine(*, case: str, by: Actor, told: Callable[[int], None]) -> Examined:
    """Open every exhibit of a case, or of all, to its end, and tell which are not what came; the examination is on record.

    What is found by and by is told by numbers of exhibits; begun again, it examines all of them again.
    """
    kind = "case" if case else "vault"
    with refusals_recorded(action="evidence.examine", subject_kind=kind, subject=case, by=by):
        permit(by, Permission.EXAMINE_EVIDENCE)
        if case and cases_known.stands(case) is None:
            raise NotFound(f"There is no case {case}. Check the reference and try again.")
    checked = 0
    failed: list[Failed] = []
    for page in _pages(case):
        failed += evidence.check(exhibits=page, by=by)
        checked += len(page)
        told(len(page))
    with transaction.atomic():
        codes = {"checked": checked, "failed": len(failed)}
        entry = Entry(Kind.CONSULTATION, "evidence.examine", kind, case or "vault", str(by), codes)
        audit.record([entry])
    return Examined(checked, tuple(failed))


def _pages(case: str) -> Iterator[tuple[str, ...]]:
    """The exhibits to examine, some at once."""
    after = ""
    while page := evidence_known.to_examine(subject=case, after=after, limit=_AT_ONCE):
        yield page
        after = page[-1]
