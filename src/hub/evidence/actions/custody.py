"""The custody of an exhibit: a row for everything that was done with it."""

from collections.abc import Iterable

from hub.common import clock
from hub.evidence.models import Custody, Exhibit
from hub.evidence.terms import Act
from hub.people.terms import Actor


def record(exhibits: Iterable[Exhibit], act: Act, by: Actor, reason: str = "") -> None:
    """Write what was done with these exhibits."""
    at = clock.now()
    Custody.objects.bulk_create(
        [Custody(exhibit=each, act=act, at=at, by=str(by), reason=reason.strip()) for each in exhibits]
    )
