"""How many wait before something, in the order in which the queue is read."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hub.common import clock
from hub.common.counting import Counted
from hub.queue import rules
from hub.queue.models import ORDER, Waiting
from hub.queue.queries.waiting import LIMIT, ahead_of, filtered
from hub.queue.terms import Filter, Row


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands among what is listed with it; each counted to a limit."""

    before: int
    of: int
    before_in_band: int  # of those before it, under the same heading
    limit: int


def standing(row: Row, listed: Filter) -> Standing:
    """Where a row stands in a list, in one question to the database."""
    facts, every = row.facts, filtered(listed)
    urgency = rules.urgency(facts)
    place = (urgency, rules.order_at(facts), rules.lighter(facts), row.id)
    before = every.filter(ahead_of(place))
    begins = rules.begins(row.band, clock.now())
    in_band = before.filter(Q(urgency=urgency), *([Q(order_at__gte=begins)] if begins else []))
    counted = (_few(before.order_by(*ORDER)), _few(every), _few(in_band.order_by(*ORDER)))
    number, of, number_in_band = Waiting.objects.order_by("pk").values_list(*counted).first() or (0, 0, 0)
    return Standing(number, of, number_in_band, LIMIT)


def _few(rows: QuerySet[Waiting]) -> Counted:
    return Counted(rows.values("pk")[:LIMIT])
