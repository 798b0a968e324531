"""Figures for whoever watches over the machines: how much, never who."""

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django_prometheus.exports import ExportToDjangoView
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from hub.audit import queries as audit
from hub.duties import queries as duties
from hub.letters import queries as letters
from hub.letters.terms import State as LetterState
from hub.pathway import jobs
from hub.queue import queries as queue

_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP")


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures as Prometheus reads them; nobody else learns that they are here."""
    if not (_of_this_machine(request) or _knows_the_token(request)):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    answer.content = answer.content + generate_latest(_of_the_hub())
    return answer


def _of_this_machine(request: HttpRequest) -> bool:
    """Whether this machine asks by itself; through a proxy, anybody may."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _knows_the_token(request: HttpRequest) -> bool:
    """Whether the right token was sent, where one is set."""
    token = settings.HUB_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())


def _of_the_hub() -> CollectorRegistry:
    """The hub's own gauges, as they are now."""
    registry = CollectorRegistry()
    waiting = Gauge(
        "hub_queue_waiting", "What waits, by the headings of the queue", ["band"], registry=registry
    )
    for band, rows in queue.counts_by_band().items():
        waiting.labels(band.value).set(rows)
    silent = jobs.silent_for()
    figures: tuple[tuple[str, str, float], ...] = (
        ("hub_duties_overdue", "Running duties that are overdue", duties.counts()["overdue"]),
        ("hub_letters_held", "Letters that wait for a mail server or a mailbox", letters.counts()[LetterState.HELD]),
        ("hub_jobs_failed", "Jobs that failed for good", jobs.failed_count()),
        ("hub_audit_unsealed_lines", "Lines of the record that no block holds yet", audit.unsealed()),
        ("hub_worker_silent_seconds", "Since the worker was last alive; -1 where it never was",
         silent.total_seconds() if silent is not None else -1),
    )  # fmt: skip
    for name, about, figure in figures:
        Gauge(name, about, registry=registry).set(figure)
    return registry
