"""What the rows of the queue are made from, and whether they are as the record says."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from hub.aside import queries as aside
from hub.cases import queries as cases
from hub.cases.terms import Gist as CaseGist
from hub.common import clock
from hub.content import queries as content
from hub.duties import queries as duties
from hub.duties.queries import Live
from hub.duties.terms import Kind as Duty
from hub.queue import rules
from hub.queue.models import Waiting
from hub.queue.queries import routing
from hub.queue.queries.waiting import as_row
from hub.queue.terms import Facts, Named, Subject
from hub.reports import queries as reports
from hub.reports.queries import Gist as ReportGist
from hub.triage import queries as triage
from hub.triage import rules as triage_rules
from hub.triage.terms import Assessed, ExitState, Level, PriorityFacts, Scope, Standing


def touched(*, cases_named: Collection[str], reports_named: Collection[str]) -> frozenset[str]:
    """What may stand in the queue otherwise than before: these, and the cases that these reports are in."""
    in_a_case = cases.of_reports(list(reports.ids_of(reports_named).values()))
    return frozenset({*cases_named, *reports_named, *(each.case for each in in_a_case.values())})


def facts(
    *, cases_named: Collection[str], reports_named: Collection[str], left: bool = False
) -> dict[str, Facts]:
    """The facts of these cases and of those that these reports are in; a report without a case stands for itself.

    What has left the hub is among them where it is asked for, else only while something is still owed.
    """
    ids = dict(reports.ids_of(reports_named))
    in_a_case = cases.of_reports(list(ids.values()))
    gists = cases.gists({*cases_named, *(each.case for each in in_a_case.values())})
    alone = {reference: pk for reference, pk in ids.items() if pk not in in_a_case}
    wanted = [*alone.values(), *(pk for each in gists.values() for pk in each.reports)]
    told, standing = reports.gists(wanted), triage.standing(wanted)
    shown = reports.items_of(wanted)
    platforms = content.platforms({item for items in shown.values() for item in items})
    of_report = {pk: _platform(items, platforms) for pk, items in shown.items()}
    named = [*gists, *(told[pk].reference for pk in wanted)]
    live, assessed = duties.live(named), triage.assessed(named)
    found: dict[str, Facts] = {}
    for reference, case in gists.items():
        reports_in = [told[pk] for pk in case.reports]
        said = [
            assessed[each] for each in (reference, *(one.reference for one in reports_in)) if each in assessed
        ]
        exit_to = _proposed(standing, case.reports)
        found[reference] = _weighed(
            _of_case(case, reports_in, live, of_report, exit_to), triage.together(said)
        )
    for reference, pk in alone.items():
        if not triage_rules.left(standing[pk].exit, standing[pk].exit_state):
            facts = _of_report(told[pk], standing[pk], live.get(reference, ()), of_report.get(pk, ""))
            found[reference] = _weighed(facts, assessed.get(reference, Assessed()))
    # What is not a crime, or has left, waits only for what is owed to somebody, or where something came in since.
    quiet = aside.standing(found)
    gone = frozenset() if left else _left(gists, standing)
    return {
        subject: replace(each, about=rules.ASIDE) if subject in quiet else each
        for subject, each in found.items()
        if each.duty or subject not in {*quiet, *gone}
    }


def _left(gists: Mapping[str, CaseGist], standing: Mapping[int, Standing]) -> frozenset[str]:
    """The cases of which every report has left the hub."""
    return frozenset(
        reference
        for reference, case in gists.items()
        if case.reports
        and all(triage_rules.left(standing[pk].exit, standing[pk].exit_state) for pk in case.reports)
    )


def _weighed(facts: Facts, assessed: Assessed) -> Facts:
    """The facts with the priority that they come to."""
    found = triage.priority(
        PriorityFacts(
            facts.received_at.astimezone(clock.LONDON).date(), danger=facts.danger, under_18=facts.under_18,
            earlier=facts.earlier, same_account=facts.same_account, reports=facts.reports, changed=facts.changed,
            force_unknown=facts.scope == Scope.FORCE_UNKNOWN, assessed=assessed,
        )
    )  # fmt: skip
    return replace(
        facts, factors=found.factors, points=found.points, high=found.level == Level.HIGH,
        overridden_until=found.overridden_until,
    )  # fmt: skip


def _proposed(standing: Mapping[int, Standing], reports_of_it: Collection[int]) -> str:
    """To where the first exit of these reports is proposed that waits for a decision, blank where none does."""
    waiting = (standing[pk].exit for pk in reports_of_it if standing[pk].exit_state == ExitState.PROPOSED)
    return next(waiting, "")


def _platform(items: Collection[int], platforms: Mapping[int, str]) -> str:
    """The platform of the first item that has one."""
    return next((platforms[each] for each in sorted(items) if platforms.get(each)), "")


def _of_case(
    case: CaseGist,
    told: list[ReportGist],
    live: Mapping[str, tuple[Live, ...]],
    platforms: Mapping[int, str],
    exit_to: str,
) -> Facts:
    """A case with everything behind it; the first report stands for what is shown of one."""
    running = sorted(
        (
            each
            for subject in (case.reference, *(one.reference for one in told))
            for each in live.get(subject, ())
        ),
        key=lambda each: each.due_at,
    )
    strands = dict.fromkeys(strand for each in told for strand in each.strands)
    duty, due_at, paused = _next(running)
    return Facts(
        Subject.CASE, case.reference, min((each.received_at for each in told), default=case.opened_at),
        danger=_has(running, Duty.ALARM), under_18=any(each.under_18 for each in told), earlier=case.earlier,
        reports=len(told), about=case.about, scope=Scope.IN, exit_to=exit_to,
        historic=bool(told) and all(each.historic for each in told), borough=case.borough, unit=case.unit,
        strands=tuple(strands), platform=next((platforms[e.id] for e in told if platforms.get(e.id)), ""),
        headline=case.headline, officer_id=case.officer_id, duty=duty, due_at=due_at, paused=paused,
        ask=_has(running, Duty.ASK) or _has(running, Duty.BOROUGH_ASKS), changed=_has(running, Duty.REVIEW_CHANGE),
        suspect_under_18=any(each.suspect_under_18 for each in told), same_account=case.same_account,
        languages=_each(one.language for one in told), sources=_each(one.source.casefold() for one in told),
    )  # fmt: skip


def _each(found: Iterable[str]) -> tuple[str, ...]:
    """Each of these once, in their order; blank is nothing."""
    return tuple(dict.fromkeys(each for each in found if each))


def _of_report(told: ReportGist, standing: Standing, running: tuple[Live, ...], platform: str) -> Facts:
    """A report that has no case: an officer decides whether it leaves, or the force is to be named."""
    duty, due_at, paused = _next(running)
    return Facts(
        Subject.REPORT, told.reference, told.received_at, danger=_has(running, Duty.ALARM), under_18=told.under_18,
        earlier=0, reports=1, about="public" if told.for_the_public else "victim", scope=standing.scope,
        exit_to=standing.exit if standing.exit_state == ExitState.PROPOSED else "", historic=told.historic,
        borough=standing.borough, unit=standing.unit, strands=told.strands, platform=platform, headline="",
        officer_id=None, duty=duty, due_at=due_at, paused=paused, ask=_has(running, Duty.ASK),
        changed=_has(running, Duty.REVIEW_CHANGE), suspect_under_18=told.suspect_under_18, languages=_each([told.language]), sources=_each([told.source.casefold()]),
    )  # fmt: skip


def _has(running: Collection[Live], kind: Duty) -> bool:
    """Whether a duty of a kind is live."""
    return any(each.kind == kind for each in running)


def _next(running: Collection[Live]) -> tuple[str, datetime | None, bool]:
    """The next duty that runs, danger before anything else; where none does, one that is paused."""
    for each in sorted(running, key=lambda each: each.kind != Duty.ALARM):
        if not each.paused:
            return each.kind.value, each.due_at, False
    paused = next(iter(running), None)
    return (paused.kind.value, None, True) if paused else ("", None, False)


def pages(step: int = 200) -> Iterator[Named]:
    """Everything that may wait, in pages: the cases, then the reports without a case or with a row they should not have."""
    after = 0
    while found := cases.numbered(after=after, limit=step):
        after = found[-1][0]
        yield Named(cases=tuple(reference for _, reference in found))
    after = 0
    while found := reports.numbered(after=after, limit=step):
        after = found[-1][0]
        placed = cases.of_reports([pk for pk, _ in found])
        alone = [reference for pk, reference in found if pk not in placed]
        left = Waiting.objects.filter(
            subject__in=[each for pk, each in found if pk in placed], live=True
        ).values_list("subject", flat=True)
        yield Named(reports=(*alone, *left))


def astray(limit: int = 20) -> tuple[str, ...]:
    """The cases and reports whose row is not as the record says, at most so many."""
    found: list[str] = []
    for named in pages():
        # What changes while it is read looks astray once; what is astray stays so.
        if _differing(named):
            found += _differing(named)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _differing(named: Named) -> list[str]:
    """Which of these do not stand in the queue as the record says."""
    asked = {*named.cases, *named.reports}  # the case of a report that has a row is on a page of its own
    right = facts(cases_named=named.cases, reports_named=named.reports)
    rows = Waiting.objects.filter(subject__in=asked, live=True)
    now, routes = clock.now(), routing.routes(asked)
    there = {each.subject: (as_row(each, now), each.urgency, each.order_at, each.lighter) for each in rows}
    should = {
        name: (each, rules.urgency(each), rules.order_at(each), rules.lighter(each))
        for name, each in right.items()
        if name in asked
    }
    return sorted(
        name
        for name in {*there, *should}
        if name not in there
        or name not in should
        or (there[name][0].facts, *there[name][1:]) != should[name]
        or there[name][0].place != routes.place(right[name])
    )


def empty() -> bool:
    """Whether the queue was never filled: no row was ever made."""
    return not Waiting.objects.exists()
