"""How urgent something is and why, which queue it stands in, and which rules can never fire."""

from hub.queue.rules.reaching import never_fires
from hub.queue.rules.routing import (
    NEEDED,
    in_order,
    inputs,
    matches,
    not_whole,
    place,
    put,
    standing_values,
)
from hub.queue.rules.waiting import (
    DANGER,
    HIGH,
    REST,
    WAY_OUT,
    band,
    earlier_words,
    ends,
    held,
    lighter,
    minutes_left,
    order_at,
    urgency,
    why,
)

__all__ = [
    "DANGER",
    "HIGH",
    "NEEDED",
    "REST",
    "WAY_OUT",
    "band",
    "earlier_words",
    "ends",
    "held",
    "in_order",
    "inputs",
    "lighter",
    "matches",
    "minutes_left",
    "never_fires",
    "not_whole",
    "order_at",
    "place",
    "put",
    "standing_values",
    "urgency",
    "why",
]
