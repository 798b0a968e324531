"""Placing reports, asking the hub, and seeing what was opened without a relation."""

from hub.cases.actions.asking import ask
from hub.cases.actions.placing import place
from hub.cases.actions.seeing import see_break_glass

__all__ = ["ask", "place", "see_break_glass"]
