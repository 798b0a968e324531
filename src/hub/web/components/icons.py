"""Our own icons: strokes on a grid of 16, always beside a word."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS = {
    "search": "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.5 10.5l3.5 3.5",
    "clock": "M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12M8 5v3.2l2 1.3",
    "late": "M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12M8 5v3.4M8 10.9v.1",
    "paused": "M5.5 3.5v9M10.5 3.5v9",
    "danger": "M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5zM8 5.2v3.2M8 10.6v.1",
    "lock": "M3.5 7h9v6.5h-9zM5.5 7v-2a2.5 2.5 0 0 1 5 0v2",
    "hidden": "M1.5 8c3.5-5 9.5-5 13 0c-3.5 5-9.5 5-13 0M8 6.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3M3 13l10-10",
    "shown": "M1.5 8c3.5-5 9.5-5 13 0c-3.5 5-9.5 5-13 0M8 6a2 2 0 1 0 0 4a2 2 0 0 0 0-4",
    "place": "M8 14.5c-6-6-5-12 0-12.5c5 .5 6 6.5 0 12.5M8 5.5a1.200 1.200 0 1 0 0 2.400a1.200 1.200 0 0 0 0-2.400",
    "phone": "M3 2.5h2.5l1.200 3l-1.5 1.200c.8 1.700 2.200 3.100 4 4l1.300-1.5l3 1.200v2.600c-6 1-11.5-5-10.5-10.5",
    "link": "M6.5 9.5l3-3M7.5 4.5l1.5-1.5a2.800 2.800 0 0 1 4 4l-1.5 1.5M8.5 11.5l-1.5 1.5a2.800 2.800 0 0 1-4-4l1.5-1.5",
    "menu": "M2.5 4h11M2.5 8h11M2.5 12h11",
    "down": "M4 6l4 4l4-4",
    "done": "M2.5 8.5l3.5 3.5l7.5-8",
    "letter": "M2 3.5h12v9h-12zM2 4l6 5l6-5",
    "person": "M8 2.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5M3 14c0-5.5 10-5.5 10 0",
    "note": "M3 13l.5-3l7.5-7.5l2.5 2.5l-7.5 7.5zM9.5 4l2.5 2.5",
    "print": "M4.5 6v-4h7v4M4.5 11.5h-2v-5.5h11v5.5h-2M4.5 9.5h7v4.5h-7z",
    "back": "M13 8h-10M7 4l-4 4l4 4",
    "on": "M3 8h10M9 4l4 4l-4 4",
    "about": "M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12M8 7.5v3.5M8 5v.1",
    "out": "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3l-3 3",
    "settings": "M2.5 5h5M11.5 5h2M9.5 3a2 2 0 1 0 0 4a2 2 0 0 0 0-4M2.5 11h2M8.5 11h5M6.5 9a2 2 0 1 0 0 4a2 2 0 0 0 0-4",
    "sun": "M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6M8 1v1.5M8 13.5v1.5M1 8h1.5M13.5 8h1.5M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
    "moon": "M13.5 9.5a6 6 0 1 1-7-7a5 5 0 0 0 7 7",
}


@cache
def icon(name: str, more: str = "") -> SafeString:
    """One icon, silent to a screen reader, because a word stands beside it."""
    return format_html(
        '<svg class="hub-icon{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        f" {more}" if more else "",
        PATHS[name],
    )


@cache
def door(trouble: bool = False) -> SafeString:
    """The door of the hub: ajar, or shut with a mark when something failed."""
    inside = "M14 9v6M14 18.5v.1" if trouble else "M11.5 8.5l5.5 1.5v14h-5.5z"
    fill = "none" if trouble else "currentColor"
    return format_html(
        '<svg class="hub-door" viewBox="0 0 28 28" aria-hidden="true" focusable="false" fill="none" '
        'stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">'
        '<path d="M7 24v-20h14v20M3.5 24.5h21"/><path fill="{}" stroke-width="{}" d="{}"/></svg>',
        fill, "2" if trouble else "0", inside,
    )  # fmt: skip
