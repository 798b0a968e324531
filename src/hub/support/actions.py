"""Offering help."""

from collections.abc import Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, copying, references
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.support import rules
from hub.support.models import Offer
from hub.support.terms import Directory, Offered, OfferWanted


def offer(*, wanted: Sequence[OfferWanted], directory: Directory, by: Actor) -> tuple[Offered, ...]:
    """Offer every fitting service on each report, once; help waits for no decision of ours."""
    permit(by, Permission.RECEIVE_REPORTS)
    at = clock.now()
    matched = [
        (each, rules.match(directory, each.wanted, outside_london=each.outside_london)) for each in wanted
    ]
    copying.add(
        [
            Offer(
                reference=references.new("O"),
                report_id=each.report_id,
                service=found.slug,
                reasons=list(found.reasons),
                at=at,
            )
            for each, services in matched
            for found in services
        ]
    )
    audit.record(
        [
            Entry(
                Kind.ALTERATION, "support.offer", "report", each.report, str(by), {"services": len(services)}
            )
            for each, services in matched
        ]
    )
    return tuple(
        Offered(each.report_id, tuple(found.slug for found in services)) for each, services in matched
    )
