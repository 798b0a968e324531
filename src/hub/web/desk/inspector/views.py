"""The inspector's morning: every number opens its list."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from hub.common import clock
from hub.duties import queries as duties
from hub.duties.terms import Sort
from hub.pathway import morning as reading
from hub.pathway.morning import DAYS, Morning, OnDay, Pressing, Span
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.queue.terms import Row
from hub.reports.terms import Strand
from hub.web.components import london
from hub.web.components.chart import Day
from hub.web.components.doors import opened_by
from hub.web.desk.cases.words import ages
from hub.web.desk.frame import page
from hub.web.desk.inspector import words
from hub.web.desk.queue import rows

_LOOK_AGAIN = "look again at what was decided not to be a crime"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it is out of, and the list that it opens."""

    label: str
    number: str
    of: SafeString | str
    line: SafeString | str
    url: str


@require_GET
@opened_by(Permission.SUPERVISE)
def morning(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """What waits, what is late, who was helped, where and what."""
    found, now, watch = reading.read(by=by), clock.now().astimezone(clock.LONDON), duties.watch()
    return page(
        request,
        "desk/inspector/morning.html",
        {
            "title": f"{now:%A} {words.part_of_day(now)}", "lead": words.lead(found), "at": now, "days": DAYS,
            "figures": _figures(found),
            "pressing": [line(each, by) for each in found.pressing],
            "pressing_more": found.late + found.at_risk - len(found.pressing),
            "exits": [exit_line(each) for each in found.exits],
            "to_settle": found.to_settle, "second": _second(found), "exits_more": found.exits_waiting - len(found.exits),
            "where": _where(found), "strands": _strands(found),
            "bars": [_day(each) for each in found.days],
            "bars_url": reports_url(found.span), "bars_before_url": reports_url(found.span.earlier(reading.SAME_WEEKDAY)),
            "watch": watch, "may_alarms": True, "tested": watch.tested, "looks": found.looks,
            "opened": found.opened, "more_opened": found.more_opened, "span": words.days_of(found.span),
        },
        by=by,
    )  # fmt: skip


def line(pressing: Pressing, by: Actor, *, again: bool = False) -> dict[str, object]:
    """A duty in a line: what, on what, who has it, and its clock; the reference alone of what is closed to them."""
    due, row = pressing.due, pressing.row
    closed = row is not None and any(each.account_id == by.account for each in row.walls)
    what, told = _LOOK_AGAIN if again else str(due.kind.label), None if closed else row
    return {
        "duty": f"{what[0].upper()}{what[1:]}{words.where(told.facts.borough) if told else ''}",
        "title": rows.title(told.facts) if told else "", "closed": closed,
        "url": rows.address("case" if pressing.subject.startswith("C-") else "report", pressing.subject),
        "subject": pressing.subject, "holder": pressing.holder, "due_at": due.due_at,
        "warn_from": duties.warn_from(due.kind, due.due_at), "danger": pressing.danger, "high": told is not None and told.facts.high and not pressing.danger, "ages": ages(told.facts) if told else (),
    }  # fmt: skip


def _second(found: Morning) -> list[dict[str, object]]:
    """What waits for somebody else's eyes: how many, since when the first of them, and their list."""
    due = reverse("desk:due")
    return [
        {"said": words.waits(waited, one, many), "waited": words.waited(waited), "url": f"{due}?of={sort.value}"}
        for waited, sort, one, many in (
            (found.checks, Sort.CHECK, "decision waits for a second check", "decisions wait for a second check"),
            (found.looks_again, Sort.LOOK, "request for another look waits", "requests for another look wait"),
        )
        if waited.count
    ]  # fmt: skip


def exit_line(row: Row) -> dict[str, str]:
    """A way out that waits for a decision."""
    facts = row.facts
    return {
        "to": words.exit_words(facts.exit_to), "title": rows.title(facts), "subject": facts.subject,
        "url": rows.address("report", facts.subject),
    }  # fmt: skip


def reports_url(span: Span, **more: str) -> str:
    """The list of reports behind a number."""
    asked = {"from": span.first.isoformat(), "to": span.last.isoformat(), **more}
    return f"{reverse('desk:reports-of')}?{urlencode(asked)}"


def _figures(found: Morning) -> tuple[Figure, ...]:
    """The four numbers at the top."""
    due, queue, yesterday = reverse("desk:due"), reverse("desk:queue"), found.days[-1]
    since = found.undecided.since
    oldest = words.oldest(since, clock.now()) if since else "Nobody waits."
    danger = f"{words.shown(found.undecided_danger)} with danger"
    day = Span(yesterday.on, yesterday.on)
    return (
        Figure(
            "Waiting for a first decision", words.shown(found.undecided.count), "",
            format_html('<a href="{}">{}</a>. {}', f"{due}?of={Sort.DECISION_DANGER}", danger, oldest), f"{due}?of=decision",
        ),
        Figure(
            "Duties late", words.shown(found.late),
            format_html('and <a href="{}">{} at risk</a>', f"{due}?of=at-risk", words.shown(found.at_risk)),
            "At risk: inside the warning period.", f"{due}?of=late",
        ),
        Figure(
            "Live cases", words.shown(found.live_cases), "",
            format_html(
                'Last {} days: <a href="{}">{} cases supported</a>, <a href="{}">{} victims offered help</a>, '
                '<a href="{}">{} agreed to be referred</a>.',
                DAYS, reports_url(found.span, help=reading.SUPPORTED), f"{found.supported:,}",
                reports_url(found.span, help=reading.OFFERED), f"{found.offered:,}",
                reports_url(found.span, help=reading.AGREED), f"{found.agreed:,}",
            ),
            f"{queue}?cases=1",
        ),
        Figure(
            f"Reports on {yesterday.on:%A}", f"{yesterday.count:,}", "",
            words.beside(yesterday.count, yesterday.before, reports_url(day.earlier(reading.SAME_WEEKDAY))), reports_url(day),
        ),
    )  # fmt: skip


def _day(day: OnDay) -> Day:
    """One day beside the same weekday a year before, each opening its reports."""
    on = Span(day.on, day.on)
    return Day(day.on, day.count, day.before, reports_url(on), reports_url(on.earlier(reading.SAME_WEEKDAY)))


def _where(found: Morning) -> dict[str, object]:
    """The map: figures by borough, beside the days before, each opening its list."""
    boroughs = places.atlas().boroughs
    counts = {boroughs[slug].gss: now for slug, (now, _) in found.boroughs.items() if slug in boroughs}
    before = {boroughs[slug].gss: then for slug, (_, then) in found.boroughs.items() if slug in boroughs}
    earlier = found.span.earlier(timedelta(days=DAYS))
    urls = {each.gss: reports_url(found.span, borough=each.slug) for each in boroughs.values()}
    before_urls = {each.gss: reports_url(earlier, borough=each.slug) for each in boroughs.values()}
    unknown = sum(now for slug, (now, _) in found.boroughs.items() if slug not in boroughs)
    return {
        "counts": counts, "before": before, "urls": urls, "before_urls": before_urls, "any": sum(counts.values()) + unknown > 0,
        "unknown": unknown, "unknown_url": reports_url(found.span, borough="not-known"),
    }  # fmt: skip


def _strands(found: Morning) -> list[dict[str, object]]:
    """Each strand with its figure, beside the days before, the most first."""
    earlier = found.span.earlier(timedelta(days=DAYS))
    return [
        {
            "label": str(Strand(strand).label).capitalize(), "count": now, "against": london.against(now, then),
            "url": reports_url(found.span, strand=strand),
            "before": then, "before_url": reports_url(earlier, strand=strand),
        }
        for strand, (now, then) in sorted(found.strands.items(), key=lambda each: (-each[1][0], each[0]))
    ]  # fmt: skip
