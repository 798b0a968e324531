"""What is set aside, as the steps handle it: found, sealed, let go, kept again, and seen in the queue."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from hub.aside import rules as aside_rules
from hub.aside.actions import Hider
from hub.aside.terms import Subject, Unsealed
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.terms import Alike, Laid, Moved, Stage
from hub.common import clock
from hub.common.refusals import NotFound
from hub.content import actions as content
from hub.content import queries as content_known
from hub.content import rules as content_rules
from hub.content.terms import Described, ItemGiven
from hub.evidence import actions as evidence
from hub.evidence.terms import Laid as LaidExhibit
from hub.pathway import clusters
from hub.pathway.opening import kind_of
from hub.pathway.relating import refuse_shut
from hub.people.permissions import Permission, permit_unit
from hub.people.terms import Actor
from hub.queue import actions as queue
from hub.reports import actions as reports
from hub.reports import queries as reports_known
from hub.reports.terms import Shown
from hub.triage import queries as triage_known
from hub.triage.rules import left

# Whatever names a platform plainly stays as it is.
PLATFORMS = content_rules.PLATFORMS


def subject_of(reference: str, by: Actor) -> Subject:
    """The case with its reports, or the report that has none; held until this is done."""
    kind = kind_of(reference)
    refuse_shut(reference, by=by)
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


def hider_of(about: Subject) -> Hider:
    """What these tellings and posts themselves say of the account: masked wherever it stands."""
    told = reports_known.filed(about.reports).values()
    items = {each for found in reports_known.items_of(about.reports).values() for each in found}
    shown: set[str] = set()
    for each in content_known.described(items):
        shown |= {*each.handles, each.given.account_id, each.given.post_id, each.given.url}
    found = {name for each in told for name in aside_rules.known(each.given, shown)}
    return Hider(tuple(sorted(found, key=lambda each: (-len(each), each))), PLATFORMS)


def things_of(about: Subject) -> dict[str, Any]:
    """What the reports showed, whole, as it is sealed."""
    shown = reports_known.shown(about.reports)
    items = {each.item for each in shown}
    return {
        "shown": [
            [each.report, each.item, each.first_seen_at.isoformat() if each.first_seen_at else None]
            for each in shown
        ],
        "items": [_sealed(each) for each in content_known.described(items)],
        "accounts": [[item, account] for item, account in sorted(content_known.accounts_of(items).items())],
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


def laid(suggested: Iterable[Laid]) -> list[list[Any]]:
    """What was suggested, as it is sealed."""
    return [
        [
            each.case_id, each.other_id, each.at.isoformat(),
            [[alike, mark, at.isoformat()] for alike, mark, at in each.shared],
            [[seen, at.isoformat(), by, reason] for seen, at, by, reason in each.dismissed],
        ]
        for each in suggested
    ]  # fmt: skip


def _suggested(things: Mapping[str, Any], items: Mapping[int, int]) -> list[Laid]:
    """What was suggested, as it was sealed; posts and accounts under the numbers that they have now."""
    now = content_known.accounts_of(items.values())
    accounts = {
        account: now[items[item]]
        for item, account in things["accounts"]
        if item in items and items[item] in now
    }
    numbers: Mapping[str, Mapping[int, int]] = {Alike.ITEM: items, Alike.ACCOUNT: accounts}
    return [
        Laid(
            one, two, clock.read(at),
            tuple((alike, _mark(mark, numbers.get(alike, {})), clock.read(since)) for alike, mark, since in shared),
            tuple((seen, clock.read(then), by, reason) for seen, then, by, reason in dismissed),
        )
        for one, two, at, shared, dismissed in things["suggested"]
    ]  # fmt: skip


def _mark(mark: str, numbers: Mapping[int, int]) -> str:
    """The mark of a post or account under the number that it has now; any other as it was."""
    return str(numbers.get(int(mark), mark)) if mark.isdecimal() else mark


def keep_conduct(about: Subject, by: Actor) -> None:
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


def let_go(about: Subject, by: Actor) -> None:
    """The reports show nothing any more, and what is kept for no other case is blanked."""
    shown = reports.take_out(reports=about.reports, by=by)
    items = {each.item for each in shown}
    others = reports_known.shown_elsewhere(items, about.reports)
    gone = _gone({report for showing in others.values() for report in showing})
    content.let_go(items={each for each in items if others.get(each, frozenset()) <= gone}, by=by)


def _gone(ids: Collection[int]) -> set[int]:
    """Which of these reports keep no post for the hub: they left it, by themselves or with their whole case.

    What nobody has decided yet may be a crime, and what has its outcome was one. What is set aside and still shows a post
    does so because a submission holds it.
    """
    over = {each.report for each in triage_known.exits(ids) if left(each.to, each.state)}
    placed = cases_known.of_reports(ids)
    stages = cases_known.stages({each.case for each in placed.values()})
    return over | {report for report, each in placed.items() if stages[each.case] == Stage.LEFT}


def keep_again(found: Unsealed, by: Actor) -> Mapping[int, int]:
    """Keep again what the reports showed; tells the number that each post has now."""
    items = content.take_up(items=[_read(each) for each in found.things["items"]], by=by)
    shown = [
        Shown(report, item, clock.read(at) if at else None) for report, item, at in found.things["shown"]
    ]
    reports.put_back(shown=shown, items=items, by=by)
    return items


def come_back(about: Subject, found: Unsealed, by: Actor) -> None:
    """Keep again what the reports showed, and what their case stood for."""
    items = keep_again(found, by)
    _open_exhibits_again(found, by)
    if about.kind == "case":
        public = {items[each] for each in found.things["public"] if each in items}
        suggested = _suggested(found.things, items)
        cases.come_back(case=about.reference, items=public, suggested=suggested, by=by)
        clusters.suggest(of=[about.reference], by=by)  # what came meanwhile shared nothing with it


def lay_exhibits(about: Subject, by: Actor) -> list[list[str | int]]:
    """What opens the files of a case and its reports, as it is sealed; nobody opens them until it is brought back."""
    return [
        [each.exhibit, each.wrapped_key.hex(), each.key_version, each.sealed_name.hex()]
        for each in evidence.lay_aside(subjects=about.named, by=by)
    ]


def _open_exhibits_again(found: Unsealed, by: Actor) -> None:
    """What was sealed before the hub kept files holds none."""
    laid_aside = [
        LaidExhibit(exhibit, bytes.fromhex(key), version, bytes.fromhex(name))
        for exhibit, key, version, name in found.things.get("exhibits", [])
    ]
    evidence.take_up(laid=laid_aside, by=by)


def seen(about: Subject, beside: Collection[int] = ()) -> None:
    """Whoever has it open looks again, and the queue is true to what is now."""
    if about.kind == "case":
        cases.changed(cases=[about.reference])
        queue.refresh(cases=[about.reference, *cases_known.references_of(beside)])
    else:
        queue.refresh(reports=[about.reference])
