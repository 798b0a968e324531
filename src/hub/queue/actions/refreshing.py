"""Keeping the queue true to the record, and everything in it where the rules say."""

from collections.abc import Collection, Mapping, Sequence

from hub.common import clock, copying, locks
from hub.people.permissions import Permission, permit
from hub.people.terms import MACHINE, Actor
from hub.queue import queries, rules
from hub.queue.models import Claim, Passed, Routed, Waiting
from hub.queue.queries import Routes
from hub.queue.terms import DEFAULT, Because, Ended, Facts, Place

_PAGE = 500
_MADE = (
    "subject_kind", "live", "urgency", "order_at", "received_at", "danger", "under_18", "earlier", "reports", "about",
    "scope", "exit_to", "historic", "borough", "unit", "strands", "platform", "headline", "officer", "duty", "due_at",
    "paused", "ask", "changed", "languages", "sources", "factors", "points", "lighter", "high", "overridden_until", "queue",
    "rule", "rule_version", "by_hand", "suspect_under_18", "same_account",
)  # fmt: skip


def refresh(*, cases: Collection[str] = (), reports: Collection[str] = ()) -> None:
    """Make the rows of these cases and reports anew, in the transaction of what changed them.

    No audit line: it is the record seen from another side, and what changed the record wrote one.
    """
    if not cases and not reports:
        return
    named = sorted(queries.touched(cases_named=cases, reports_named=reports))
    locks.hold("queue.subject", (each.encode() for each in named))
    found = queries.facts(cases_named=cases, reports_named=reports)
    routes = queries.routes(found)
    placed = {subject: routes.place(each) for subject, each in found.items()}
    _record_moves(found, placed, routes)
    Waiting.objects.bulk_create(
        [_made(each, placed[subject]) for subject, each in found.items()],
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=_MADE,
    )
    gone = [each for each in named if each not in found]
    if gone:
        _leave(gone)


def _made(facts: Facts, place: Place) -> Waiting:
    """The row of something that waits."""
    return Waiting(
        subject_kind=facts.subject_kind, subject=facts.subject, live=True, urgency=rules.urgency(facts),
        order_at=rules.order_at(facts), received_at=facts.received_at, danger=facts.danger, under_18=facts.under_18,
        earlier=facts.earlier, reports=facts.reports, about=facts.about, scope=facts.scope, exit_to=facts.exit_to,
        historic=facts.historic, borough=facts.borough, unit=facts.unit, strands=list(facts.strands),
        platform=facts.platform, headline=facts.headline, officer_id=facts.officer_id, duty=facts.duty,
        due_at=facts.due_at, paused=facts.paused, ask=facts.ask, changed=facts.changed,
        suspect_under_18=facts.suspect_under_18, same_account=facts.same_account,
        languages=list(facts.languages), sources=list(facts.sources), factors=list(facts.factors), points=facts.points,
        lighter=rules.lighter(facts), high=facts.high, overridden_until=facts.overridden_until, queue=place.queue,
        rule=place.rule, rule_version=place.version, by_hand=place.by_hand,
    )  # fmt: skip


def _leave(subjects: Collection[str]) -> None:
    """What waits no longer leaves the queue, and nobody has it any more."""
    Waiting.objects.filter(subject__in=subjects, live=True).update(live=False, holder=None, held_until=None)
    Claim.objects.filter(subject__in=subjects, ended_at__isnull=True).update(
        ended_at=clock.now(), ended=Ended.LEFT
    )
    Passed.objects.filter(subject__in=subjects, ended_at__isnull=True).update(
        ended_at=clock.now(), ended_by=str(MACHINE), ended_reason="It left the queue."
    )


def _record_moves(facts: Mapping[str, Facts], placed: Mapping[str, Place], routes: Routes) -> None:
    """Keep what came into another queue than before, or into its first by a rule."""
    before = {
        each.subject: (each.queue, each.rule, each.by_hand)
        for each in Waiting.objects.filter(subject__in=placed).only("subject", "queue", "rule", "by_hand")
    }
    at, first = clock.now(), (DEFAULT, "", False)
    copying.add(
        [
            Routed(
                subject=subject, queue=place.queue, because=_because(place), rule=place.rule,
                rule_version=place.version, inputs=routes.inputs(facts[subject], place.rule), at=at,
            )
            for subject, place in placed.items()
            if before.get(subject, first) != (place.queue, place.rule, place.by_hand) and not place.by_hand
        ]
    )  # fmt: skip


def _because(place: Place) -> Because:
    return Because.RULE if place.rule else Because.DEFAULT


def reroute(*, by: Actor) -> int:
    """Put everything that waits where the rules say now, a page at a time; tells how many stand elsewhere.

    No audit line: whoever changed the rules wrote one, and each move is kept beside what moved.
    """
    permit(by, Permission.RUN_SYSTEM)
    moved, after = 0, 0
    while rows := list(
        Waiting.objects.select_for_update().filter(live=True, pk__gt=after).order_by("pk")[:_PAGE]
    ):
        after = rows[-1].pk
        moved += _put(rows)
    return moved


def _put(rows: Sequence[Waiting]) -> int:
    """Put these rows where the rules say."""
    facts = {each.subject: queries.facts_in(each) for each in rows}
    routes = queries.routes(facts)
    placed = {subject: routes.place(each) for subject, each in facts.items()}
    _record_moves(facts, placed, routes)
    other = []
    for row in rows:
        place = placed[row.subject]
        if (row.queue, row.rule, row.rule_version, row.by_hand) != (
            place.queue,
            place.rule,
            place.version,
            place.by_hand,
        ):
            row.queue, row.rule, row.rule_version, row.by_hand = (
                place.queue,
                place.rule,
                place.version,
                place.by_hand,
            )
            other.append(row)
    Waiting.objects.bulk_update(other, ["queue", "rule", "rule_version", "by_hand"], batch_size=_PAGE)
    return len(other)
