"""What is said once a way out is decided: where its package is told of, and the next one that waits."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.pathway import belonging
from hub.people.permissions import Permission, may
from hub.people.terms import Actor, Role
from hub.queue import queries as queue
from hub.queue import rules
from hub.queue.terms import Filter
from hub.triage.terms import ExitState
from hub.web.desk.cases.asking import Asked
from hub.web.desk.cases.views import address
from hub.web.desk.queue import rows


def decided(asked: Asked, said: str, *, leaves: bool) -> SafeString:
    """What was decided, with the ways onward that whoever decided it may take."""
    package = _package(asked.subject, asked.by) if leaves else ""
    return format_html("{} {} {}", said, package, _next(asked.by))


def _package(subject: str, by: Actor) -> SafeString | str:
    """Where the package for another force is told of; blank where none is to be written, or it is not theirs."""
    if not may(by, Permission.RELEASE):
        return ""
    waits = any(out.state == ExitState.CONFIRMED for _, out in belonging.handed(subject=subject))
    if not waits:
        return ""
    return format_html('<a href="{}package/">Write its transfer package</a>.', address(subject))


def _next(by: Actor) -> SafeString | str:
    """The most urgent way out that is left for them to decide."""
    if not may(by, Permission.DECIDE_EXITS):
        return ""
    role = "" if by.role == Role.INSPECTOR else by.role.value
    found, following = queue.page(rules.as_seen(Filter(exits=True, role=role), by))
    url = next(filter(None, (rows.decide_url(each, by) for each in found)), "")
    if url:
        return format_html('<a href="{}">Decide the next exit</a>.', url)
    return "" if following else "No other exit waits for you."
