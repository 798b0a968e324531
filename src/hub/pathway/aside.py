"""Not a crime: the original is sealed and dated, its copy masked, what it showed let go; and the way back.

It is decided, and checked by a second   -> set_aside            sealed, masked, out of the queue, search and suggestions
Somebody asks for another look           -> ask_for_another_look the original is held, and the hub is asked
   it is granted, or decided otherwise   -> restore              everything stands as it was
   it is not                             -> refuse_another_look  the original goes on to its day
Its day is over, and nobody holds it     -> dispose_of_originals keys destroyed, ciphertext overwritten, a line for each
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hub.aside import actions as aside
from hub.aside import queries as aside_known
from hub.aside import rules as aside_rules
from hub.aside.actions.texts import Hider
from hub.aside.terms import Because, Original, SetAside, Subject, Unsealed
from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.terms import Moved
from hub.common import clock, deferral
from hub.common.refusals import NotFound, NotNow
from hub.content import actions as content
from hub.content import queries as content_known
from hub.content import rules as content_rules
from hub.content.terms import Described, ItemGiven
from hub.duties import actions as duties
from hub.duties import queries as duties_known
from hub.duties.terms import Kind as Duty
from hub.duties.terms import NewDuty
from hub.identities import actions as identities
from hub.pathway.opening import kind_of
from hub.pathway.refusing import refusals_recorded
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports.terms import Shown

_ENDED = "Not a crime: this clock ends. The help that was offered stands."
_ASKED = "They ask for another look at what was decided not to be a crime."
_ANSWERED = "Another look was answered."
# Whatever names a platform plainly stays as it is.
_PLATFORMS = content_rules.PLATFORMS


def set_aside(*, subject: str, decided_at: datetime, by: Actor) -> SetAside:
    """Set aside a case, or a report without one, that was decided not to be a crime and checked; tells until when.

    The decision's letter says that day: until its end they may ask for another look.
    """
    with (
        refusals_recorded(action="aside.set-aside", subject_kind=kind_of(subject), subject=subject, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.SET_ASIDE)
        about = subject_of(subject, by)
        _end_clocks(about, by)
        hider, things = _hider(about), _things(about)
        _keep_conduct(about, by)
        items, suggested = cases.leave(case=subject, by=by) if about.kind == "case" else ((), ())
        done = aside.set_aside(
            subject=about, decided_at=decided_at, hider=hider,
            things={**things, "public": list(items), "suggested": [list(each) for each in suggested]}, by=by,
        )  # fmt: skip
        if not aside_known.holds(subject):
            _let_go(about, by)
        seen(about, {case for one, two, _ in suggested for case in (one, two)})
        return done


def restore(*, subject: str, reason: str, by: Actor) -> None:
    """Bring everything back as it was: another look was granted, or it was decided otherwise."""
    with (
        refusals_recorded(
            action="aside.restore", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.SET_ASIDE)
        about = subject_of(subject, by)
        found = aside.restore(subject=subject, reason=reason, by=by)
        _come_back(about, found, by)
        reports.forget_conduct(reports=about.reports, by=by)
        duties.complete_kind(subjects=about.named, kind=Duty.ASK, reason=_ANSWERED, by=by)
        duties.start(duties=[NewDuty(about.kind, subject, Duty.RECORDED, clock.now())], by=by)
        seen(about, {case for one, two, _ in found.things["suggested"] for case in (one, two)})


def ask_for_another_look(*, subject: str, reason: str, by: Actor) -> None:
    """Somebody asks for another look: the original is held, and it stands in the queue until that is answered."""
    with (
        refusals_recorded(
            action="aside.hold", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.ASK_ANOTHER_LOOK)
        about = subject_of(subject, by)
        aside.hold(subject=subject, because=Because.ANOTHER_LOOK, until=None, reason=reason, by=by)
        duties.start(duties=[NewDuty(about.kind, subject, Duty.ASK, clock.now(), detail=_ASKED)], by=by)
        seen(about)


def refuse_another_look(*, subject: str, reason: str, by: Actor) -> date:
    """It was looked at again and stays as it was decided; tells the day to which the original goes on."""
    with (
        refusals_recorded(
            action="aside.release", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_ORIGINALS)
        about = subject_of(subject, by)
        day = aside.release(subject=subject, reason=reason, by=by)
        for kind in (Duty.ASK, Duty.REVIEW_CHANGE):
            duties.complete_kind(subjects=about.named, kind=kind, reason=_ANSWERED, by=by)
        seen(about)
        return day


def hold_original(*, subject: str, until: date | None, reason: str, by: Actor) -> None:
    """An inspector keeps an original beyond its day: a court, an inquiry or a complaint needs it."""
    with (
        refusals_recorded(
            action="aside.hold", subject_kind=kind_of(subject), subject=subject, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_ORIGINALS)
        aside.hold(subject=subject, because=Because.PROCEEDINGS, until=until, reason=reason, by=by)


def read(*, subject: str, by: Actor) -> Original:
    """What is kept of a case or report that is not a crime: dates and states, never its words; the look is recorded."""
    kind = kind_of(subject)
    with (
        refusals_recorded(action="aside.read", subject_kind=kind, subject=subject, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.READ_CASES)
        found = aside_known.original(subject)
        if found is None:
            raise NotFound(f"{subject} is not set aside. Check the reference and try again.")
        permit_unit(by, Permission.READ_CASES, _unit(subject))
        audit.record([Entry(Kind.CONSULTATION, "aside.read", kind, subject, str(by))])
        return found


def show_original(*, subject: str, report: str, reason: str, by: Actor) -> Mapping[str, str]:
    """One telling exactly as it came, while its original is there, for whoever answers for the originals."""
    with (
        refusals_recorded(
            action="identities.original", subject_kind="report", subject=report, typed=[reason], by=by
        ),
        transaction.atomic(),
    ):
        permit(by, Permission.KEEP_ORIGINALS)
        about = subject_of(subject, by)
        if report not in about.references or not aside_known.standing([subject]):
            raise NotFound(f"There is no report {report} in what was set aside as {subject}.")
        pk = reports_known.ids_of([report])[report]
        sealed = reports_known.filed([pk])[pk].sealed
        return identities.original(telling=sealed, subject=report, reason=reason, by=by)


# -- their day


def ask_to_dispose(*, by: Actor) -> int:
    """Let holds lapse whose day is over, and have the workers dispose of each original that is due; tells how many."""
    with refusals_recorded(action="aside.dispose", subject_kind="original", by=by), transaction.atomic():
        permit(by, Permission.RUN_SYSTEM)
        for original in aside_known.lapsed():
            aside.lapse(original=original, by=by)
        due = aside_known.due()
        deferral.defer(deferral.Task.DISPOSE_OF_ORIGINAL, due)
        aside.forget_samples(by=by)
        return len(due)


def dispose_of_original(*, original: int, by: Actor) -> bool:
    """Dispose of one original, whole or not at all; one that is disposed of, or held, is left as it is."""
    with (
        refusals_recorded(action="aside.dispose", subject_kind="original", by=by),
        transaction.atomic(durable=True),
    ):
        permit(by, Permission.RUN_SYSTEM)
        return aside.dispose(original=original, hider=Hider((), _PLATFORMS), by=by)


def dispose_of_originals(*, by: Actor) -> int:
    """Dispose of every original that is due, each in a transaction of its own; tells how many went.

    After a kill it is simply begun again: what went is gone, and what is left is due.
    """
    with refusals_recorded(action="aside.dispose", subject_kind="original", by=by):
        permit(by, Permission.RUN_SYSTEM)
    with transaction.atomic():
        for original in aside_known.lapsed():
            aside.lapse(original=original, by=by)
    return sum(dispose_of_original(original=each, by=by) for each in aside_known.due())


# -- of what is set aside


def subject_of(reference: str, by: Actor) -> Subject:
    """The case with its reports, or the report that has none; held until this is done."""
    kind = kind_of(reference)
    if kind == "case":
        cases.hold(case=reference, seen=None)
        found = cases_known.case(reference)
        ids = tuple(pk for pk, _ in found.reports) if found else ()
        told = reports_known.summaries(ids)
        return Subject(
            kind, reference, found.id if found else None, ids, tuple(each.reference for each in told.values())
        )
    pk = reports_known.ids_of([reference]).get(reference)
    if pk is None:
        raise NotFound(f"There is no report {reference}. Check the reference and try again.")
    placed = cases_known.of_reports([pk]).get(pk)
    if placed is not None:
        permit_unit(by, Permission.READ_CASES, placed.unit)
        raise Moved(reference, placed.case)
    return Subject(kind, reference, None, (pk,), (reference,))


def _unit(subject: str) -> str:
    """The command unit that has a case."""
    stands = cases_known.stands(subject)
    return stands.unit if stands else ""


def _end_clocks(about: Subject, by: Actor) -> None:
    """Not a crime: this clock ends. The help that was offered stands."""
    live = duties_known.live(about.named)
    kinds = {each.kind for found in live.values() for each in found}
    if Duty.ALARM in kinds:
        raise NotNow(
            f"Somebody may be in danger in {about.reference}. Act on that first, and say so on its duty."
        )
    for kind in sorted(kinds):
        duties.complete_kind(subjects=about.named, kind=Duty(kind), reason=_ENDED, by=by)


def _hider(about: Subject) -> Hider:
    """What these tellings and posts themselves say of the account: masked wherever it stands."""
    told = reports_known.filed(about.reports).values()
    items = {each for found in reports_known.items_of(about.reports).values() for each in found}
    shown: set[str] = set()
    for each in content_known.described(items):
        shown |= {*each.handles, each.given.account_id, each.given.post_id, each.given.url}
    found = {name for each in told for name in aside_rules.known(each.given, shown)}
    return Hider(tuple(sorted(found, key=lambda each: (-len(each), each))), _PLATFORMS)


def _things(about: Subject) -> dict[str, Any]:
    """What the reports showed, whole, as it is sealed."""
    shown = reports_known.shown(about.reports)
    return {
        "shown": [
            [each.report, each.item, each.first_seen_at.isoformat() if each.first_seen_at else None]
            for each in shown
        ],
        "items": [_sealed(each) for each in content_known.described({each.item for each in shown})],
    }


def _sealed(item: Described) -> list[Any]:
    """A post as it is sealed."""
    given = item.given
    posted = given.posted_at.isoformat() if given.posted_at else None
    return [
        item.id, given.key, given.platform, given.post_id, given.url, given.text, posted, given.handle, given.account_id,
        list(item.handles),
    ]  # fmt: skip


def _read(item: Sequence[Any]) -> Described:
    """A post as it was sealed."""
    pk, key, platform, post, url, text, posted, handle, number, handles = item
    at = clock.read(posted) if posted else None
    return Described(pk, ItemGiven(key, platform, post, url, text, at, handle, number), tuple(handles))


def _keep_conduct(about: Subject, by: Actor) -> None:
    """Each report keeps a fingerprint of the person targeted with each account that it showed."""
    shown = reports_known.items_of(about.reports)
    marks = content_known.marks_of({each for found in shown.values() for each in found})
    reports.keep_conduct(
        marks={
            report: {mark for item in items for mark in marks.get(item, ())}
            for report, items in shown.items()
        },
        by=by,
    )


def _let_go(about: Subject, by: Actor) -> None:
    """The reports show nothing any more, and what nobody else shows is blanked."""
    shown = reports.take_out(reports=about.reports, by=by)
    items = {each.item for each in shown}
    content.let_go(items=items - reports_known.shown_elsewhere(items, about.reports), by=by)


def let_go(*, subject: str, by: Actor) -> None:
    """Let go of what a submission held of something that is set aside; nothing where it is not."""
    with refusals_recorded(action="content.let-go", subject_kind=kind_of(subject), subject=subject, by=by):
        permit(by, Permission.LET_GO)
        if aside_known.standing([subject]):
            about = subject_of(subject, by)
            _let_go(about, by)
            seen(about)


def keep_again(found: Unsealed, by: Actor) -> Mapping[int, int]:
    """Keep again what the reports showed; tells the number that each post has now."""
    items = content.take_up(items=[_read(each) for each in found.things["items"]], by=by)
    shown = [
        Shown(report, item, clock.read(at) if at else None) for report, item, at in found.things["shown"]
    ]
    reports.put_back(shown=shown, items=items, by=by)
    return items


def _come_back(about: Subject, found: Unsealed, by: Actor) -> None:
    """Keep again what the reports showed, and what their case stood for."""
    items = keep_again(found, by)
    if about.kind == "case":
        public = {items[each] for each in found.things["public"] if each in items}
        suggested = [(one, two, basis) for one, two, basis in found.things["suggested"]]
        cases.come_back(case=about.reference, items=public, suggested=suggested, by=by)


def seen(about: Subject, beside: Sequence[int] | set[int] = ()) -> None:
    """Whoever has it open looks again, and the queue is true to what is now."""
    if about.kind == "case":
        cases.changed(cases=[about.reference])
        queue.refresh(cases=[about.reference, *cases_known.references_of(beside)])
    else:
        queue.refresh(reports=[about.reference])
