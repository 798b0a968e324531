"""How times and references are written on a page."""

from datetime import datetime

from django import template

from hub.common import clock

register = template.Library()


@register.filter
def london(moment: datetime) -> str:
    """A moment as an officer reads it."""
    return clock.in_london(moment)
