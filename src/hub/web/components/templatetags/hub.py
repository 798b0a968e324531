"""The pieces of a page as tags; each is shown on the kit page in every state."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hub.common import clock
from hub.web.components import chart, fields, icons, london, times

register = template.Library()

_URGENCY = {
    "danger": ("danger", "Danger now"),
    "high": ("tint", "At high risk"),
    "late": ("late", "Late"),
    "today": ("today", "Due today"),
    "week": ("", "This week"),
    "later": ("", "Later"),
    "nothing": ("", "Nothing due"),
}
_TIME_ICON = {"plain": "clock", "warn": "clock", "late": "late", "paused": "paused"}
_STRIP_ICON = {"stale": "clock", "refused": "lock", "loading": "clock", "info": "about", "done": "done"}
_NONE = SafeString("")

register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.door, name="door")
register.simple_tag(fields.options)


# -- moments


@register.filter(name="london")
def in_full(moment: datetime) -> str:
    """A moment in full: `Tue 24 Nov 2026 09:15 GMT`."""
    return clock.in_london(moment)


@register.simple_tag
def time_left(
    due_at: datetime | None,
    now: datetime | None = None,
    warn_from: datetime | None = None,
    *,
    paused: bool = False,
) -> SafeString:
    """The clock of a duty: plain, amber tint in its warning period, solid amber when late, or paused."""
    shown = times.time_left(due_at, now or clock.now(), warn_from, paused=paused)
    mark = icons.icon(_TIME_ICON[shown.state])
    if due_at is None or shown.state == "paused":
        return format_html('<span class="hub-time hub-time--{}">{}{}</span>', shown.state, mark, shown.words)
    return format_html(
        '<span class="hub-time hub-time--{}"{}>{}<time datetime="{}" title="{}">{}</time></span>',
        shown.state,
        format_html(' data-warn-from="{}"', _iso(warn_from)) if warn_from else "",
        mark, _iso(due_at), clock.in_london(due_at), shown.words,
    )  # fmt: skip


@register.simple_tag
def claim_left(until: datetime, now: datetime | None = None) -> SafeString:
    """How long a claim still runs, counted down once a minute; a claim that is over is not late."""
    shown = times.time_left(until, now or clock.now(), None, paused=False)
    return format_html(
        '<span class="hub-time hub-time--plain" data-over="Over: claim it again">{}<time datetime="{}" title="{}">{}</time></span>',
        icons.icon("clock"), _iso(until), clock.in_london(until), shown.words if shown.state != "late" else "Over",
    )  # fmt: skip


def _iso(moment: datetime) -> str:
    return moment.astimezone(clock.LONDON).isoformat(timespec="seconds")


def _moment(moment: datetime | None, words: str) -> SafeString:
    if moment is None:
        return _NONE
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', _iso(moment), clock.in_london(moment), words
    )


@register.simple_tag
def when(moment: datetime | None, now: datetime | None = None) -> SafeString:
    """A moment gone by: `08:31`, `Mon 23:52`, `23 Nov 23:52`."""
    return _moment(moment, times.when(moment, now or clock.now()) if moment else "")


@register.simple_tag
def by_when(moment: datetime | None, now: datetime | None = None) -> SafeString:
    """Until when: `by 10:35`, `by Wed 17:00`, `by Mon 30 Nov`."""
    return _moment(moment, times.by_when(moment, now or clock.now()) if moment else "")


# -- words with a shape


@register.simple_tag
def urgency(level: str) -> SafeString:
    """Danger now, Due today, This week or Later, always in words; only danger is red."""
    shape, words = _URGENCY[str(getattr(level, "value", level))]
    mark = icons.icon("danger") if shape == "danger" else ""
    return format_html(
        '<span class="hub-tag{}">{}{}</span>', f" hub-tag--{shape}" if shape else "", mark, words
    )


@register.simple_tag
def tag(words: str, *, chosen: bool = False) -> SafeString:
    """A quiet word about a state; tinted where it is yours or chosen."""
    return format_html('<span class="hub-tag{}">{}</span>', " hub-tag--tint" if chosen else "", words)


@register.simple_tag
def why(first: str, second: str = "") -> SafeString:
    """Why something is here: two short facts, never a score."""
    return format_html('<div class="hub-why">{}<span>{}</span></div>', first, second)


@register.simple_tag
def masked(kind: str = "", first: str = "") -> SafeString:
    """A word that is not shown: a bar, perhaps its kind, perhaps its first letter."""
    said = f"{kind}, hidden" if kind else "hidden"
    return format_html(
        '{}<span class="hub-mask" aria-hidden="true">▇▇▇</span><span class="hub-hidden"> ({})</span>{}',
        first, said, format_html(" {}", tag(kind)) if kind else "",
    )  # fmt: skip


# -- what acts


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """The attributes a tag was given: `data_key="c"` becomes data-key, an empty or false one is left out."""
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attrs.items())
    return format_html_join("", ' {}="{}"', ((k, v) for k, v in given if v not in ("", None, False)))


def _classes(kind: str, *, small: bool, wide: bool) -> str:
    names = ["hub-button", f"hub-button--{kind}" if kind != "plain" else "",
             "hub-button--small" if small else "", "hub-button--wide" if wide else ""]  # fmt: skip
    return " ".join(each for each in names if each)


@register.simple_tag
def button(
    label: str, kind: str = "plain", icon: str = "", *, small: bool = False, wide: bool = False, **attrs: str
) -> SafeString:
    """A button of a form: fill (one on a page), plain, quiet or destroy."""
    attrs = {"type": "submit", **attrs}
    mark = icons.icon(icon) if icon else ""
    return format_html('<button class="{}"{}>{}{}</button>',
                       _classes(kind, small=small, wide=wide), _attributes(attrs), mark, label)  # fmt: skip


@register.simple_tag
def key(letter: str) -> SafeString:
    """The key that does the same, beside it; whoever hears the page is told by the list of keys."""
    return format_html(' <kbd class="hub-key" aria-hidden="true">{}</kbd>', letter)


@register.simple_tag
def link_button(
    label: str,
    url: str,
    kind: str = "plain",
    icon: str = "",
    *,
    small: bool = False,
    wide: bool = False,
    **attrs: str,
) -> SafeString:
    """A link in the shape of a button: it leads somewhere and changes nothing."""
    mark = icons.icon(icon) if icon else ""
    return format_html('<a class="{}" href="{}"{}>{}{}</a>',
                       _classes(kind, small=small, wide=wide), url, _attributes(attrs), mark, label)  # fmt: skip


@register.simple_tag
def chip(label: str, url: str, count: int | None = None, *, chosen: bool = False) -> SafeString:
    """A filter that is a link, with how many it leaves."""
    return format_html(
        '<a class="hub-chip" href="{}"{}>{}{}</a>', url,
        SafeString(' aria-current="true"') if chosen else "", label,
        "" if count is None else format_html(" <span>{}</span>", count),
    )  # fmt: skip


# -- what holds something


@register.simple_block_tag
def card(
    content: str, title: str = "", side: bool = False, icon: str = "", anchor: str = "", mark: bool = False
) -> SafeString:
    """A sheet with a heading; `side` is smaller, `mark` has the accent at its edge, `anchor` can be jumped to."""
    sort = f"{' hub-card--side' if side else ''}{' hub-card--mark' if mark else ''}"
    named = format_html(' id="{0}" aria-labelledby="{0}-title"', anchor) if anchor else ""
    title_id = format_html(' id="{}-title"', anchor) if anchor else ""
    sign = icons.icon(icon) if icon else ""
    head = (
        format_html('<div class="hub-card__head"><h2{}>{}{}</h2></div>', title_id, sign, title)
        if title
        else ""
    )
    return format_html('<section class="hub-card{}"{}>{}{}</section>', sort, named, head, content)


# What takes the focus of a page that opens, as the packages' error summary does.
_FOCUSED = SafeString(' role="alert" tabindex="-1" data-module="govuk-error-summary"')
_SAID = SafeString(' role="status"')


@register.simple_block_tag
def strip(content: str, kind: str = "info", *, focus: bool = False) -> SafeString:
    """One line about the page itself: stale, refused, loading, info or done; `focus` where it must be read first."""
    role = _FOCUSED if focus else _SAID if kind in {"loading", "done"} else ""
    return format_html('<div class="hub-strip hub-strip--{}"{}>{}<div>{}</div></div>',
                       kind, role, icons.icon(_STRIP_ICON[kind]), content)  # fmt: skip


@register.simple_block_tag
def next_action(content: str, title: str, sentence: str = "") -> SafeString:
    """The top of a case: one sentence, and inside the tag one button and one clock."""
    return format_html(
        '<section class="hub-card hub-card--mark hub-next" aria-labelledby="next-title"><div>'
        '<h2 id="next-title">{}</h2><p class="hub-lead">{}</p></div><div class="hub-next__do">{}</div></section>',
        title, sentence, content,
    )  # fmt: skip


@register.simple_block_tag
def nothing(content: str, title: str, *, trouble: bool = False) -> SafeString:
    """An empty list or one that cannot be shown: why, and the next useful place inside the tag."""
    return format_html(
        '<div class="hub-card hub-nothing">{}<h2>{}</h2>{}</div>', icons.door(trouble), title, content
    )


@register.simple_tag
def waiting(sentence: str, rows: int = 5) -> SafeString:
    """Something on its way: still grey bars and a sentence."""
    bars = format_html_join("", "<div><span></span><span></span></div>{}", (("",) for _ in range(rows)))
    return format_html('<div role="status" class="hub-strip hub-strip--loading">{}<div>{}</div></div>'
                       '<div class="hub-card hub-bars" aria-hidden="true">{}</div>',
                       icons.icon("clock"), sentence, bars)  # fmt: skip


@register.simple_tag
def fact_rows(facts: Sequence[tuple[str, object]], *, wide: bool = False) -> SafeString:
    """Terms and what is known of each."""
    return format_html('<dl class="hub-facts{}">{}</dl>', " hub-facts--rows" if wide else "",
                       format_html_join("", "<dt>{}</dt><dd>{}</dd>", facts))  # fmt: skip


@register.simple_tag
def timeline(events: Sequence[tuple[str, str]]) -> SafeString:
    """What was done, newest first: what, and under it when and by whom."""
    rows = format_html_join("", '<li><b>{}</b><p class="hub-second">{}</p></li>', events)
    return format_html('<ol class="hub-timeline">{}</ol>', rows)


@register.simple_block_tag
def worksheet_row(content: str, question: str, hint: str = "", *, missing: bool = False) -> SafeString:
    """A duty to reason: the question left, the answer right, an ink bar where it is missing."""
    return format_html(
        '<div class="hub-sheet-row{}"><div>{}<p class="hub-second">{}</p></div><div>{}</div></div>',
        " hub-sheet-row--missing" if missing else "", question, hint, content,
    )  # fmt: skip


@register.simple_tag
def pages(newer: str = "", older: str = "") -> SafeString:
    """The way to newer and older rows."""
    if not newer and not older:
        return _NONE
    back = format_html('<a rel="prev" href="{}">{}Newer</a>', newer, icons.icon("back")) if newer else ""
    on = format_html('<a rel="next" href="{}">Older{}</a>', older, icons.icon("on")) if older else ""
    return format_html('<nav class="hub-pages" aria-label="Pages">{}{}</nav>', back, on)


@register.simple_tag
def figure(label: str, number: object, of: str = "", line: str = "", url: str = "") -> SafeString:
    """One number with what it counts, what it is out of, and the list it opens."""
    opened = format_html('<a class="hub-figure__number" href="{}">{}</a>', url, number) if url else ""
    shown = opened or format_html('<span class="hub-figure__number">{}</span>', number)
    beside = format_html('<span class="hub-figure__of">{}</span>', of) if of else ""
    return format_html('<div class="hub-figure"><h2 class="hub-figure__label">{}</h2><p>{}{}</p><p class="hub-second">{}</p></div>',
                       label, shown, beside, line)  # fmt: skip


@register.inclusion_tag("components/london.html")
def london_map(
    counts: Mapping[str, int], what: str, caption: str, urls: Mapping[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """The 33 boroughs by code as tiles, always with their table; `before` and `against` set them beside another time."""
    first = more.pop("first", 9)
    tiles = london.filled(counts, urls or {}, more.get("before"), more.get("before_urls"))
    ranked = sorted(tiles, key=lambda each: (-each.count, each.tile.name))
    return {"tiles": tiles, "first": ranked[:first], "rest": ranked[first:], "what": what, "caption": caption,
            "against": more.get("against", "")}  # fmt: skip


@register.inclusion_tag("components/day_bars.html")
def day_bars(days: Sequence[chart.Day], caption: str, url: str = "", before_url: str = "") -> dict[str, Any]:
    """How many a day, against the same days last year, with the table behind; the sums open their lists."""
    known = [day.before for day in days if day.before is not None]
    return {"chart": chart.drawn(days), "days": days, "caption": caption,
            "total": sum(day.count for day in days), "before": sum(known) if known else None,
            "url": url, "before_url": before_url}  # fmt: skip


# -- what is asked for: these send something, so they carry the token of the form


def _sending(context: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"csrf_token": context.get("csrf_token"), **more}


@register.inclusion_tag("components/claim.html", takes_context=True)
def claim(context: Mapping[str, Any], url: str = "", holder: str = "", **more: Any) -> dict[str, Any]:
    """Who has something: yours with its minutes or saved, a name, or a Claim button; `what` names it aloud."""
    return _sending(context, url=url, holder=holder, **{"minutes": None, **more})


@register.inclusion_tag("components/show_with_reason.html", takes_context=True)
def show_with_reason(context: Mapping[str, Any], url: str, sentence: str = "", **more: Any) -> dict[str, Any]:
    """Names and contacts, or an original: shown for a reason, chosen or typed, which is kept."""
    usual = {
        "name": "reason",
        "id": "id_reason",
        "label": "Show, with this reason",
        "choices": (),
        "error": "",
    }
    return _sending(context, url=url, sentence=sentence, **{**usual, **more})


@register.inclusion_tag("components/hidden_post.html", takes_context=True)
def hidden_post(
    context: Mapping[str, Any], title: str, about: str = "", url: str = "", **more: Any
) -> dict[str, Any]:
    """A post that nobody sees by accident; what is hidden is not in the page. `shown` is its text, once asked for."""
    return _sending(context, title=title, about=about, url=url, **{"hide_after": 60, "shown": "", **more})


# -- forms


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, cards: bool = False, hints: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One question of a form with its hint and error; `cards` for two or three answers that change the page."""
    return {"field": fields.of_form(bound, hints), "cards": cards}


@register.inclusion_tag("components/field.html")
def question(name: str, label: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """One question without a form behind it: kind is text, long, select, radios, checks, check or a type of input."""
    choices = [
        c if isinstance(c, fields.Choice) else fields.Choice(str(c[0]), str(c[1]))
        for c in more.pop("choices", ())
    ]
    cards, value = more.pop("cards", False), str(more.pop("value", "") or "")
    id_ = more.pop("id", f"id_{name}")
    plain = {
        key: more.pop(key) for key in ("hint", "error", "required", "quiet", "rows", "count") if key in more
    }
    numbered = tuple(
        fields.Choice(c.value, c.label, c.hint, c.side, c.chosen or (bool(value) and c.value == value),
                      id_ if place == 0 else f"{id_}-{place}")
        for place, c in enumerate(choices)
    )  # fmt: skip
    attrs = {key.replace("_", "-"): str(text) for key, text in more.items()}
    shown = fields.Field(name, label, kind, value, id=id_, choices=numbered, attrs=attrs, **plain)
    return {"field": shown, "cards": cards}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm, *, focus: bool = True, heading: str = "") -> dict[str, Any]:
    """What must be put right before the form can be taken, each with a way to its question; it takes the focus."""
    errors = [(f"#{bound.auto_id}", message) for bound in form for message in bound.errors]
    whole = [("", message) for message in form.non_field_errors()]
    return {"errors": whole + errors, "focus": focus, "heading": heading}


@register.inclusion_tag("components/error_summary.html")
def put_right(*, focus: bool = True, **wrong: str) -> dict[str, Any]:
    """The same without a form behind it: `put_right id_text=error`, blank where nothing is wrong."""
    return {"errors": [(f"#{name}", message) for name, message in wrong.items() if message], "focus": focus}
